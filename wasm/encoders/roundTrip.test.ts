import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { EncoderCodec } from '../../core/compression/encoders.ts'
import { testCodecs } from '../../core/testing/codecs.ts'
import { newEncoders, testEncoders } from '../../core/testing/encoders.ts'
import { testPages } from '../../core/testing/pages.ts'
import {
  EDGE_SIZES,
  encoderCodecs,
  noise,
  plainCases,
  plainOf,
  plainParts,
  words,
} from '../../core/testing/plainCases.ts'

const encoders = testEncoders()
const pages = await testPages()
const longest = Math.max(...EDGE_SIZES)
const text = words(longest)
const random = noise(longest)

/** What our own decoders make of it, which must be exactly `plainLength` bytes. */
function decoded(codec: EncoderCodec, packed: Uint8Array, plainLength: number): Uint8Array {
  if (codec !== 'snappy') return testCodecs().decompress(codec, packed, plainLength)
  const from = pages.alloc(packed.length)
  const to = pages.alloc(plainLength)
  pages.bytes.set(packed, from)
  expect(pages.snappyDecode(from, packed.length, to, plainLength, plainLength)).toBe(plainLength)
  const plain = pages.bytes.slice(to, to + plainLength)
  pages.free(from)
  pages.free(to)
  return plain
}

function expectRoundTrip(codec: EncoderCodec, plain: Uint8Array): Uint8Array {
  const packed = encoders.compress(codec, plain)
  expect(packed.buffer.byteLength).toBe(packed.length)
  expect(Buffer.compare(decoded(codec, packed, plain.length), plain)).toBe(0)
  return packed
}

describe.each(encoderCodecs)('%s', (codec) => {
  it.each(Object.keys(plainCases))('keeps %s', (name) => {
    expectRoundTrip(codec, (plainCases[name] as () => Uint8Array)())
  })

  it.each(EDGE_SIZES)('keeps %i bytes of words and of noise', (length) => {
    expectRoundTrip(codec, text.subarray(0, length))
    expectRoundTrip(codec, random.subarray(0, length))
  })

  it('keeps every small length', () => {
    for (let length = 0; length < 600; length++) expectRoundTrip(codec, text.subarray(0, length))
  })

  it('keeps anything, and gives the same bytes whatever was compressed before, in any instance', () => {
    fc.assert(
      fc.property(plainParts, fc.integer({ min: 0, max: 63 }), (parts, offset) => {
        const bytes = plainOf(parts)
        const shifted = new Uint8Array(bytes.length + offset)
        shifted.set(bytes, offset)
        const packed = expectRoundTrip(codec, bytes)
        expect(Buffer.compare(encoders.compress(codec, shifted.subarray(offset)), packed)).toBe(0)
        expect(Buffer.compare(newEncoders().compress(codec, bytes), packed)).toBe(0)
      }),
      { numRuns: 40 },
    )
  })

  it('makes less of text, and little more of noise', () => {
    expect(encoders.compress(codec, text.subarray(0, 500_000)).length).toBeLessThan(230_000)
    expect(encoders.compress(codec, random.subarray(0, 500_000)).length).toBeLessThan(503_000)
    expect(encoders.compress(codec, new Uint8Array(500_000)).length).toBeLessThan(30_000)
  })

  it('refuses more than a gibibyte', () => {
    expect(() => encoders.compress(codec, new Uint8Array(2 ** 30 + 1))).toThrow(
      expect.objectContaining({ code: 'limit/exceeded' }),
    )
  })
})
