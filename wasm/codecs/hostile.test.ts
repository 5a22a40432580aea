import { describe, expect, it } from 'vitest'
import type { BufferCodec } from '../../core/compression/codecs.ts'
import { EngineError } from '../../core/errors.ts'
import { testCodecs } from '../../core/testing/codecs.ts'
import { compressedCases, decodeInSteps, sha256Of } from '../../core/testing/compressedCases.ts'

const codecs = testCodecs()

/** A generator of the tests: the same numbers every time. */
function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

/** What a buffer decodes to, or the error's code; anything else it may throw is a failure. */
function outcome(codec: BufferCodec, bytes: Uint8Array, plainLength: number): string {
  try {
    return sha256Of(codecs.decompress(codec, bytes, plainLength))
  } catch (error) {
    if (!(error instanceof EngineError)) throw error
    if (error.code === 'compression/corrupt') {
      expect(error.details.byte).toBeGreaterThanOrEqual(0)
      expect(error.details.byte).toBeLessThanOrEqual(bytes.length)
    }
    return error.code
  }
}

const small = compressedCases.filter(({ bytes }) => bytes.length < 4000)

describe.each(small)('$name', ({ name, codec, bytes, plainLength, sha256 }) => {
  it('cut at any byte is told to be cut', () => {
    // Every byte where that is quick, and of one file of each codec; every 29th of the others.
    const step = bytes.length < 1000 || /^(every-field|level\+3|checksums)/.test(name) ? 1 : 29
    for (let length = 0; length < bytes.length; length += step) {
      // Whole members and frames are a whole stream, and so are literals of a raw block: a cut there shows in length.
      const found = outcome(codec, bytes.subarray(0, length), plainLength)
      if (found !== 'compression/corrupt') {
        // What is cut off holds no plain bytes: padding, skippable or empty frames.
        expect([found, name]).toEqual([sha256, expect.stringMatching(/^(padded|members|frames|one-byte|empty)/)])
      }
    }
  })

  it('with flipped bits decodes to its bytes or to one coded error', () => {
    const next = random(bytes.length)
    const hasChecksum = codec === 'gzip'
    for (let round = 0; round < 100; round++) {
      const damaged = bytes.slice()
      for (let flips = 1 + Math.floor(next() * 3); flips > 0; flips--) {
        const at = Math.floor(next() * damaged.length)
        damaged[at] = (damaged[at] as number) ^ (1 << Math.floor(next() * 8))
      }
      const found = outcome(codec, damaged, plainLength)
      if (hasChecksum && !found.includes('/')) expect(found).toBe(sha256)
    }
  })
})

describe('noise', () => {
  const codecNames = ['gzip', 'zstd', 'lz4_frame', 'lz4_raw'] as const
  const heads: Record<BufferCodec, number[]> = {
    gzip: [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3],
    zstd: [0x28, 0xb5, 0x2f, 0xfd, 0x04, 0x58],
    lz4_frame: [0x04, 0x22, 0x4d, 0x18, 0x60, 0x40, 0x82],
    lz4_raw: [],
  }

  it.each(codecNames)('behind a header of %s ends in a coded error or in bytes', (codec) => {
    const next = random(7)
    for (let round = 0; round < 1500; round++) {
      const bytes = Uint8Array.from([
        ...heads[codec],
        // A compressed or plain block of a likely length, so that what is inside is looked at.
        ...(codec === 'zstd' ? [(Math.floor(next() * 200) << 3) | 5, 0, 0] : []),
        ...(codec === 'lz4_frame' ? [Math.floor(next() * 256), 0, 0, 0] : []),
        ...Array.from({ length: 300 }, () => Math.floor(next() * 256 * (round % 2 === 0 ? 1 : next()))),
      ])
      outcome(codec, bytes, 100_000)
    }
  })

  it.each(['gzip', 'zstd', 'lz4_frame'] as const)(
    'in a large file of %s is found by its checksum, at a byte of the file',
    (codec) => {
      const file = compressedCases.find(
        ({ name }) =>
          name.startsWith('mixed') &&
          !name.endsWith('raw') &&
          name.includes(codec.slice(0, 2) === 'gz' ? '.gz' : codec === 'zstd' ? '+3.zst' : 'linked.lz4'),
      )
      const next = random(3)
      for (let round = 0; round < 60; round++) {
        const damaged = (file as { bytes: Uint8Array }).bytes.slice()
        const at = 20 + Math.floor(next() * (damaged.length - 40))
        damaged[at] = (damaged[at] as number) ^ (1 + Math.floor(next() * 255))
        const isRestored = round % 10 === 0
        expect(() => decodeInSteps(codecs, codec, damaged, { input: [3000], output: [9000], isRestored })).toThrow(
          expect.objectContaining({ code: 'compression/corrupt' }),
        )
      }
    },
  )
})

describe('bombs', () => {
  it.each([2 ** 53, 2 ** 40, -1, Number.NaN])('that claim %d bytes are refused', (length) => {
    const file = compressedCases[0]!
    const coded = expect.objectContaining({ code: expect.stringMatching(/^(limit\/exceeded|compression\/corrupt)$/) })
    expect(() => codecs.decompress(file.codec, file.bytes, length)).toThrow(coded)
  })

  it('give no more than is asked for at once', () => {
    const zeros = compressedCases.find(({ name }) => name === 'zeros.zst')
    const decoder = codecs.createDecoder('zstd')
    const step = decoder.decode((zeros as { bytes: Uint8Array }).bytes, new Uint8Array(1000))
    expect(step.produced).toBe(1000)
    expect(step.needsInput).toBe(false)
    expect(decoder.stateBytes).toBeLessThan(1 << 20)
    decoder.free()
  })
})

describe('saved states', () => {
  it('that are damaged, cut or of another codec are refused', () => {
    const file = compressedCases.find(({ name }) => name === 'mixed+3.zst') as { bytes: Uint8Array }
    const decoder = codecs.createDecoder('zstd')
    decoder.decode(file.bytes.subarray(0, 9000), new Uint8Array(50_000))
    const state = decoder.saveState()
    decoder.free()
    const invalid = expect.objectContaining({ code: 'argument/invalid' })
    expect(() => codecs.createDecoder('gzip', state)).toThrow(invalid)
    for (const length of [0, 10, 47, 48, 200, state.length - 1]) {
      expect(() => codecs.createDecoder('zstd', state.subarray(0, length))).toThrow(invalid)
    }
    const next = random(9)
    for (let round = 0; round < 300; round++) {
      const damaged = state.slice()
      const at = Math.floor(next() * (round < 150 ? 200 : damaged.length))
      damaged[at] = (damaged[at] as number) ^ (1 << Math.floor(next() * 8))
      expect(() => codecs.createDecoder('zstd', damaged)).toThrow(invalid)
    }
  })
})
