import fc from 'fast-check'
import { expect, it } from 'vitest'
import { testPages } from '../../../../testing/pages.ts'
import { textIndexes } from '../dictionary/textIndexes.ts'
import { wordIndexes } from '../dictionary/wordIndexes.ts'
import { crc32 } from './crc32.ts'
import { hybrid, shortestRun } from './hybrid.ts'
import { plainTexts } from './plainTexts.ts'

const pages = await testPages()

/** Numbers with runs of all lengths among them. */
const numbers = (width: number) =>
  fc
    .array(
      fc.record({
        value: fc.nat({ max: 2 ** Math.min(width, 31) - 1 }),
        count: fc.oneof(fc.constant(1), fc.nat(9), fc.nat(70)),
      }),
      { maxLength: 40 },
    )
    .map((runs) => runs.flatMap(({ value, count }) => Array.from({ length: count }, () => value)))

/** What the reader's loop makes of it. */
function decoded(bytes: Uint8Array, width: number, count: number): number[] {
  const from = pages.alloc(bytes.length)
  const state = pages.alloc(64)
  const out = pages.alloc(count * 4)
  pages.bytes.set(bytes, from)
  pages.hybridInit(state, from, from + bytes.length, width)
  const found = pages.hybridWords(state, out, count)
  const values = [...new Uint32Array(pages.bytes.buffer.slice(out, out + found * 4))]
  for (const address of [from, state, out]) pages.free(address)
  return values
}

it('runs and packed numbers are read again, whatever their width', () => {
  const cases = fc.integer({ min: 1, max: 32 }).chain((width) => fc.tuple(fc.constant(width), numbers(width)))
  fc.assert(
    fc.property(cases, ([width, values]) => {
      expect(decoded(hybrid(Uint32Array.from(values), width), width, values.length)).toEqual(values)
    }),
    { numRuns: 300 },
  )
})

it('a run is written as one from the length on that is shorter than packed', () => {
  for (const width of [1, 2, 8, 15, 32]) {
    const run = new Uint32Array(shortestRun(width)).fill(1)
    expect(hybrid(run, width)).toHaveLength(1 + Math.ceil(width / 8))
    expect(hybrid(run.subarray(1), width)).toHaveLength(1 + (run.length / 8) * width)
  }
})

it('checksums are those of the reader', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 50 }), (bytes) => {
      const at = pages.alloc(bytes.length)
      pages.bytes.set(bytes, at)
      expect(crc32(bytes)).toBe(pages.crc32(0, at, bytes.length) >>> 0)
      pages.free(at)
    }),
  )
})

const limits = { bytes: 1 << 20, sample: 1024 }

it('different words are found in the order they come', () => {
  fc.assert(
    fc.property(fc.constantFrom(4 as const, 8 as const), fc.array(fc.bigInt(-3n, 3n)), (width, values) => {
      const words = width === 4 ? Int32Array.from(values, Number) : BigInt64Array.from(values)
      const found = wordIndexes(new Uint8Array(words.buffer), width, limits)
      const different = [...new Set(words as Iterable<unknown>)]
      expect([...(found?.firsts ?? [])].map((first) => words[first])).toEqual(different)
      expect([...(found?.indexes ?? [])].map((place) => different[place])).toEqual([...words])
    }),
  )
})

function texts(values: readonly string[]) {
  const parts = values.map((value) => new TextEncoder().encode(value))
  const offsets = Int32Array.from([
    0,
    ...parts.map((_, i) => parts.slice(0, i + 1).reduce((sum, part) => sum + part.length, 0)),
  ])
  return { bytes: Uint8Array.from(parts.flatMap((part) => [...part])), offsets }
}

it('different texts are found in the order they come', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 3, unit: fc.constantFrom('a', 'b', 'é') })), (values) => {
      const { bytes, offsets } = texts(values)
      const found = textIndexes(bytes, offsets, limits)
      const different = [...new Set(values)]
      expect([...(found?.firsts ?? [])].map((first) => values[first])).toEqual(different)
      expect([...(found?.indexes ?? [])].map((place) => different[place])).toEqual(values)
    }),
  )
})

it('a search ends where too many are different, or too long', () => {
  const all = Int32Array.from({ length: 2000 }, (_, i) => i)
  expect(wordIndexes(new Uint8Array(all.buffer), 4, limits)).toBeNull()
  expect(wordIndexes(new Uint8Array(all.buffer, 0, 400), 4, limits)?.firsts).toHaveLength(100)
  expect(wordIndexes(new Uint8Array(all.buffer, 0, 400), 4, { bytes: 399, sample: 1024 })).toBeNull()
  const { bytes, offsets } = texts(['abc', 'abc', 'abcd'])
  expect(textIndexes(bytes, offsets, { bytes: 15, sample: 1024 })?.firsts).toHaveLength(2)
  expect(textIndexes(bytes, offsets, { bytes: 14, sample: 1024 })).toBeNull()
})

it('texts stand behind their lengths', () => {
  const long = 'x'.repeat(300)
  const { bytes, offsets } = texts(['skipped', 'ab', '', long, 'skipped'])
  const wanted = [2, 0, 0, 0, 97, 98, 0, 0, 0, 0, 44, 1, 0, 0, ...new TextEncoder().encode(long)]
  const out = new Uint8Array(wanted.length)
  plainTexts(bytes, offsets, 1, 4, out)
  expect([...out]).toEqual(wanted)
})
