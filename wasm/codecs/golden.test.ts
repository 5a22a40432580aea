import { describe, expect, it } from 'vitest'
import { testCodecs } from '../../core/testing/codecs.ts'
import { compressedCases, decodeInSteps, refusedCases, sha256Of } from '../../core/testing/compressedCases.ts'

const codecs = testCodecs()
const STEPS = {
  'large steps': { input: [1 << 20], output: [1 << 20] },
  'uneven steps': { input: [1000, 1, 37, 70_000], output: [5000, 70_000, 1, 900] },
  'uneven steps, restored between them': {
    input: [40_000, 2, 5000, 90_000],
    output: [80_000, 33_000],
    isRestored: true,
  },
}

describe.each(compressedCases)('$name', ({ codec, bytes, plainLength, sha256 }) => {
  it('decodes as a buffer', () => {
    expect(sha256Of(codecs.decompress(codec, bytes, plainLength))).toBe(sha256)
  })

  it('is refused with any other length', () => {
    for (const length of [plainLength - 1, plainLength + 1]) {
      if (length < 0) continue
      expect(() => codecs.decompress(codec, bytes, length)).toThrow(
        expect.objectContaining({ code: 'compression/corrupt' }),
      )
    }
  })

  if (codec === 'lz4_raw') return
  it.each(Object.entries(STEPS))('decodes as a stream in %s', (_, cuts) => {
    expect(sha256Of(decodeInSteps(codecs, codec, bytes, cuts))).toBe(sha256)
  })
})

describe('small streams', () => {
  const small = compressedCases.filter(({ bytes, plainLength }) => bytes.length < 7000 && plainLength < 50_000)

  it.each(small)('$name decodes byte by byte, restored after each', ({ codec, bytes, sha256 }) => {
    if (codec === 'lz4_raw') return
    const isRestored = bytes.length < 3000
    expect(sha256Of(decodeInSteps(codecs, codec, bytes, { input: [1], output: [4096], isRestored }))).toBe(sha256)
    expect(sha256Of(decodeInSteps(codecs, codec, bytes, { input: [1 << 20], output: [1] }))).toBe(sha256)
  })
})

describe.each(refusedCases)('$name', ({ codec, bytes, code, feature }) => {
  it(`is refused: ${code}`, () => {
    const error = expect.objectContaining({ code, details: expect.objectContaining({ feature }) })
    expect(() => codecs.decompress(codec, bytes, 100)).toThrow(error)
  })
})
