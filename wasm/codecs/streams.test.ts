import { constants, deflateRawSync, gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { testCodecs } from '../../core/testing/codecs.ts'
import { compressedCases, decodeInSteps } from '../../core/testing/compressedCases.ts'

const codecs = testCodecs()

/** Bytes that repeat themselves near and far, as words, runs and noise. */
const plainBytes = fc
  .array(
    fc.oneof(
      fc.record({ bytes: fc.uint8Array({ minLength: 1, maxLength: 40 }), times: fc.integer({ min: 1, max: 3000 }) }),
      fc.record({ bytes: fc.uint8Array({ minLength: 1, maxLength: 2000 }), times: fc.constant(1) }),
    ),
    { maxLength: 12 },
  )
  .map((parts) => Buffer.concat(parts.flatMap(({ bytes, times }) => Array<Uint8Array>(times).fill(bytes))))

const steps = fc.array(fc.oneof(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 100_000 })), {
  minLength: 1,
  maxLength: 5,
})
const strategies = [
  constants.Z_DEFAULT_STRATEGY,
  constants.Z_FILTERED,
  constants.Z_HUFFMAN_ONLY,
  constants.Z_RLE,
  constants.Z_FIXED,
]

describe('gzip', () => {
  it('decodes what zlib made, in any steps, restored anywhere', () => {
    const options = fc.record({
      level: fc.integer({ min: 0, max: 9 }),
      strategy: fc.constantFrom(...strategies),
      memLevel: fc.integer({ min: 1, max: 9 }),
      windowBits: fc.integer({ min: 9, max: 15 }),
    })
    fc.assert(
      fc.property(
        fc.array(plainBytes, { minLength: 1, maxLength: 3 }),
        options,
        steps,
        steps,
        (members, how, input, output) => {
          const plain = Buffer.concat(members)
          const packed = Buffer.concat(members.map((member) => gzipSync(member, how)))
          expect(Buffer.compare(codecs.decompress('gzip', packed, plain.length), plain)).toBe(0)
          // Steps of a few bytes each would only take long.
          const cuts = { input: [...input, 60_000], output: [...output, 90_000], isRestored: true }
          expect(Buffer.compare(decodeInSteps(codecs, 'gzip', packed, cuts), plain)).toBe(0)
        },
      ),
      { numRuns: 40 },
    )
  })

  it('refuses a right stream with a wrong checksum or length, and members without an end', () => {
    const plain = Buffer.from('twelve bytes')
    const packed = gzipSync(plain)
    for (const at of [packed.length - 1, packed.length - 8]) {
      const wrong = Buffer.from(packed)
      wrong.writeUInt8((packed[at] as number) ^ 1, at)
      expect(() => codecs.decompress('gzip', wrong, plain.length)).toThrow(/checksum|length/)
    }
    expect(() => codecs.decompress('gzip', Buffer.concat([packed, Buffer.from('rest')]), plain.length)).toThrow(
      /followed/,
    )
    expect(() => codecs.decompress('gzip', deflateRawSync(plain), plain.length)).toThrow(/begin/)
  })
})

describe('every codec', () => {
  const streams = compressedCases.filter(({ name }) => /^(mixed|frames|flushed|members|checksums|no-size)/.test(name))

  it('goes on from a state saved anywhere', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...streams),
        fc.double({ min: 0, max: 1, noNaN: true }),
        steps,
        ({ codec, bytes, plainLength }, share, sizes) => {
          if (codec === 'lz4_raw') return
          const plain = codecs.decompress(codec, bytes, plainLength)
          const decoder = codecs.createDecoder(codec)
          const stop = Math.floor(share * plainLength)
          let at = 0
          let length = 0
          for (let turn = 0; length < stop; turn++) {
            const output = new Uint8Array(Math.min(stop - length, 10_000 + (sizes[turn % sizes.length] as number)))
            const step = decoder.decode(bytes.subarray(at), output)
            at += step.consumed
            length += step.produced
          }
          expect(decoder.consumedBytes).toBe(at)
          expect(decoder.stateBytes).toBe(decoder.saveState().length)
          const resumed = codecs.createDecoder(codec, decoder.saveState())
          decoder.free()
          const rest = new Uint8Array(plainLength - length + 10)
          let restLength = 0
          for (;;) {
            const step = resumed.decode(bytes.subarray(at), rest.subarray(restLength))
            at += step.consumed
            restLength += step.produced
            if (step.needsInput) break
          }
          resumed.finish()
          resumed.free()
          expect(Buffer.compare(rest.subarray(0, restLength), plain.subarray(length))).toBe(0)
        },
      ),
      { numRuns: 60 },
    )
  })

  it('shows where members end, and saves next to nothing there', () => {
    const members = Array.from({ length: 5 }, (_, member) => gzipSync('x'.repeat(70_000 + member)))
    const decoder = codecs.createDecoder('gzip')
    const packed = Buffer.concat(members)
    const output = new Uint8Array(10_000)
    const edges: number[] = []
    for (let at = 0; ; ) {
      const step = decoder.decode(packed.subarray(at), output)
      at += step.consumed
      if (decoder.atMemberEdge && step.consumed > 0) {
        edges.push(at)
        expect(decoder.stateBytes).toBeLessThan(200)
      }
      if (step.needsInput) break
    }
    let end = 0
    expect(edges).toEqual(members.map((member) => (end += member.length)))
    decoder.finish()
    decoder.free()
  })

  it('tells of a stream without any member at its end', () => {
    for (const codec of ['gzip', 'zstd', 'lz4_frame'] as const) {
      const decoder = codecs.createDecoder(codec)
      expect(decoder.atMemberEdge).toBe(false)
      expect(() => decoder.finish()).toThrow(expect.objectContaining({ code: 'compression/corrupt' }))
      decoder.free()
    }
  })
})
