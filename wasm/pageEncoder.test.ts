import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { scalarPageEncoder as scalar } from '../core/formats/parquet/write/pages/scalarPageEncoder.ts'
import type { PageEncoder, ValueIndexes } from '../core/kernels/pageEncoder.ts'
import { testPageEncoder } from '../core/testing/pageEncoder.ts'

const wasm = await testPageEncoder()
const limits = { bytes: 1024 * 1024, sample: 64 }

/** Numbers with runs of all lengths among them. */
const runs = (most: number) =>
  fc
    .array(fc.tuple(fc.nat(most), fc.oneof(fc.constant(1), fc.nat(9), fc.nat(90))), { maxLength: 60 })
    .map((all) => all.flatMap(([value, count]) => Array.from({ length: count }, () => value)))

/** A generator of numbers for what is too long to be drawn one by one. */
function sequence(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state
  }
}

/** Compared as a whole: one by one takes seconds for a mebibyte. */
function expectSame(left: Uint8Array, right: Uint8Array): void {
  expect(Buffer.compare(left, right)).toBe(0)
}

function expectSameIndexes(left: ValueIndexes | null, right: ValueIndexes | null): void {
  expectSame(bytesOf(left?.firsts), bytesOf(right?.firsts))
  expectSame(bytesOf(left?.indexes), bytesOf(right?.indexes))
}

function bytesOf(numbers: ValueIndexes['indexes'] | undefined): Uint8Array {
  return new Uint8Array(numbers?.buffer ?? new ArrayBuffer(0))
}

describe('runs and packed bits', () => {
  it.each([1, 2, 3, 5, 7, 8])('of bytes are those of the oracle: %i bits', (width) => {
    fc.assert(
      fc.property(runs(2 ** width - 1), (values) => {
        const bytes = Uint8Array.from(values)
        expect(wasm.hybrid(bytes, width)).toEqual(scalar.hybrid(bytes, width))
      }),
    )
  })

  it.each([1, 2, 7, 9, 15, 17, 24, 31, 32])('of words are those of the oracle: %i bits', (width) => {
    fc.assert(
      fc.property(runs(Math.min(2 ** width, 2 ** 31) - 1), (values) => {
        const words = Uint32Array.from(values)
        expect(wasm.hybrid(words, width)).toEqual(scalar.hybrid(words, width))
        const short = Uint16Array.from(values, (value) => value & 0xffff)
        if (width >= 16) expect(wasm.hybrid(short, width)).toEqual(scalar.hybrid(short, width))
      }),
    )
  })

  it('of more numbers than usual', () => {
    const next = sequence(1)
    const words = Uint32Array.from({ length: 700_000 }, (_, i) => (i % 1000 < 100 ? 5 : next() >>> 15))
    expectSame(wasm.hybrid(words, 17), scalar.hybrid(words, 17))
    expect(wasm.hybrid(new Uint8Array(3_000_000).fill(1), 1)).toEqual(Uint8Array.of(0x80, 0x9b, 0xee, 0x02, 1))
  })
})

describe('different words', () => {
  const word = fc.oneof(
    fc.bigInt({ min: 0n, max: 9n }),
    fc.constantFrom(-100n, -1n, 262_143n, 262_144n, 2n ** 31n, 2n ** 32n, 2n ** 32n + 5n, -(2n ** 63n)),
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  )

  it.each([4, 8] as const)('of %i bytes are those of the oracle, one column after the other', (width) => {
    fc.assert(
      fc.property(fc.array(word, { maxLength: 200 }), fc.nat(300), (values, bytes) => {
        const words = BigInt64Array.from(values)
        const data = new Uint8Array(
          width === 8 ? words.buffer : Int32Array.from(values, (v) => Number(BigInt.asIntN(32, v))).buffer,
        )
        for (const some of [limits, { bytes, sample: 16 }]) {
          expect(wasm.wordIndexes(data, width, some)).toEqual(scalar.wordIndexes(data, width, some))
        }
      }),
    )
  })

  it.each([4, 8] as const)('of %i bytes: as many as a dictionary has', (width) => {
    const next = sequence(width)
    const most = limits.bytes / width
    const values = Uint32Array.from({ length: 3 * most * (width / 4) }, (_, i) => {
      if (width === 8 && i % 2 === 1) return 7
      const place = Math.floor(i / (width / 4))
      return Math.imul(place < most ? place : next() % most, 2654435761)
    })
    const data = new Uint8Array(values.buffer)
    const free = { ...limits, sample: 2 ** 30 }
    const found = wasm.wordIndexes(data, width, free)
    expect(found?.firsts).toHaveLength(most)
    expectSameIndexes(found, scalar.wordIndexes(data, width, free))
    expect(wasm.wordIndexes(data, width, { ...free, bytes: limits.bytes - 1 })).toBeNull()
    expect(wasm.wordIndexes(data, width, limits)).toBeNull()
  })
})

/** Texts behind each other, with something before them. */
function texts(values: readonly string[]) {
  const parts = values.map((value) => new TextEncoder().encode(value))
  let end = 3
  const offsets = Int32Array.from([end, ...parts.map((part) => (end += part.length))])
  const bytes = new Uint8Array(end)
  parts.forEach((part, i) => void bytes.set(part, offsets[i]))
  return { bytes, offsets }
}

const text = fc.oneof(
  fc.string({ maxLength: 2, unit: fc.constantFrom('a', 'b') }),
  fc.string({ maxLength: 40 }),
  fc.constantFrom('x'.repeat(8), 'x'.repeat(9), `${'x'.repeat(16)}y`, 'z'.repeat(3000)),
)

function plain(encoder: PageEncoder, bytes: Uint8Array, offsets: Int32Array, from: number, to: number): Uint8Array {
  const out = new Uint8Array((offsets[to] as number) - (offsets[from] as number) + (to - from) * 4)
  encoder.plainTexts(bytes, offsets, from, to, out)
  return out
}

describe('texts', () => {
  it('that differ are those of the oracle', () => {
    fc.assert(
      fc.property(fc.array(text, { maxLength: 100 }), fc.nat(400), (values, most) => {
        const { bytes, offsets } = texts(values)
        for (const some of [limits, { bytes: most, sample: 16 }]) {
          expect(wasm.textIndexes(bytes, offsets, some)).toEqual(scalar.textIndexes(bytes, offsets, some))
        }
      }),
    )
  })

  it('that fill a dictionary, and one that never fits', () => {
    const many = texts(Array.from({ length: 120_000 }, (_, i) => `${(i * 7919) % 60_000}`))
    const free = { ...limits, sample: 2 ** 30 }
    const found = wasm.textIndexes(many.bytes, many.offsets, free)
    expect(found?.firsts).toHaveLength(60_000)
    expectSameIndexes(found, scalar.textIndexes(many.bytes, many.offsets, free))
    const long = texts(['a', 'b'.repeat(limits.bytes + 1)])
    expect(wasm.textIndexes(long.bytes, long.offsets, limits)).toBeNull()
  })

  it('stand behind their lengths as the oracle has them', () => {
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 60 }), fc.nat(60), fc.nat(60), (values, a, b) => {
        const { bytes, offsets } = texts(values)
        const from = Math.min(a, b, values.length)
        const to = Math.min(Math.max(a, b), values.length)
        expectSame(plain(wasm, bytes, offsets, from, to), plain(scalar, bytes, offsets, from, to))
      }),
    )
    const many = texts(Array.from({ length: 100_000 }, (_, i) => `${i}`.repeat(i % 9)))
    expectSame(plain(wasm, many.bytes, many.offsets, 0, 100_000), plain(scalar, many.bytes, many.offsets, 0, 100_000))
  })
})

describe('least and greatest', () => {
  it.each([
    [4, true],
    [4, false],
    [8, true],
    [8, false],
  ] as const)('words of %i bytes, signed: %s', (width, isSigned) => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 40 }), (bytes) => {
        const data = Uint8Array.from(
          { length: bytes.length * width },
          (_, i) => bytes[(i * 7) % bytes.length] as number,
        )
        expect(wasm.wordExtremes(data, width, isSigned)).toEqual(scalar.wordExtremes(data, width, isSigned))
      }),
    )
  })

  it('of more than is looked at in one step', () => {
    const next = sequence(3)
    const words = Uint32Array.from({ length: 300_000 }, next)
    const data = new Uint8Array(words.buffer)
    for (const width of [4, 8] as const) {
      expect(wasm.wordExtremes(data, width, true)).toEqual(scalar.wordExtremes(data, width, true))
    }
  })
})

it('checksums are those of the oracle', () => {
  const next = sequence(5)
  for (const length of [0, 1, 15, 16, 17, 1024 * 1024, 1_500_001]) {
    const bytes = Uint8Array.from({ length }, next)
    expect(wasm.crc32(bytes)).toBe(scalar.crc32(bytes))
  }
})
