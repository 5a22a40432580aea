import { describe, expect, it } from 'vitest'
import { EngineError } from '../../errors.ts'
import { memorySource } from '../../io/memorySource.ts'
import { fixture, readAll } from '../../testing/golden.ts'
import { kernelsWithPages, testPages } from '../../testing/pages.ts'
import {
  parquetFile,
  type TestNode,
  type TestPage,
  testInts,
  testLevels,
  testPage,
  withFooter,
} from '../../testing/parquetFiles.ts'
import { pageCodecs } from './codecs/pageCodecs.ts'
import { openParquet } from './openParquet.ts'
import { I32, I64, int, LIST, list, STRUCT, struct } from './thrift/compactWriter.ts'

const decompress = pageCodecs(kernelsWithPages)
/** Memories are used for some files each, since making one takes longer than a small file. */
let pages = await testPages()
let opened = 0
async function open(bytes: Uint8Array) {
  if (++opened % 50 === 0) pages = await testPages()
  return openParquet(memorySource(bytes), { pages, decompress })
}

/** Rows, issues, or the code of what was thrown: anything else is a failure of the test. */
async function outcome(bytes: Uint8Array) {
  try {
    const dataset = await open(bytes)
    const { rows, issues } = await readAll(dataset, { rowEnd: 500 })
    expect(rows).toHaveLength(Math.min(500, dataset.extent.numRows))
    return { rows, issues, code: null }
  } catch (error) {
    if (!(error instanceof EngineError)) throw error
    expect(['format/corrupt', 'format/unsupported', 'compression/unsupported', 'limit/exceeded']).toContain(error.code)
    return { rows: [], issues: [], code: error.code }
  }
}

describe('damage anywhere', () => {
  it.each([
    ['small', 5],
    ['no-rows', 5],
    ['dictionary-pages', 41],
    ['nested-v1', 797],
    ['nested-v2', 797],
    ['nested-index', 797],
    ['encodings-v1', 487],
    ['encodings-v2', 487],
    ['all-types', 487],
  ])('%s ends in rows, issues or a coded error', { timeout: 30_000 }, async (name, step) => {
    const whole = fixture(`parquet/${name}.parquet`)
    let told = 0
    for (let at = 0; at < whole.length; at += step) {
      const bytes = whole.slice()
      bytes[at]! ^= [0xff, 0x01, 0x80][at % 3]!
      const { issues, code } = await outcome(bytes)
      if (code !== null || issues.length > 0) told++
    }
    expect(told).toBeGreaterThan(0)
  })

  it('of a page with a checksum is always told', async () => {
    const whole = fixture('parquet/dictionary-pages.parquet')
    const { rows } = await outcome(whole)
    for (let at = 60; at < 400; at += 11) {
      const bytes = whole.slice()
      bytes[at]! ^= 0x10
      const found = await outcome(bytes)
      if (found.issues.length === 0 && found.code === null) expect(found.rows).toEqual(rows)
    }
  })
})

const REQUIRED: TestNode[] = [{ name: 'n', type: 1, repetition: 0 }]
const one = (page: TestPage, lies = {}) => parquetFile(REQUIRED, 2, [{ type: 1, pages: [page], lies }])
const good = testInts([7, 8])

describe('a page that lies', () => {
  it('is the test of an honest one', async () => {
    expect((await outcome(one(testPage(2, good)))).rows).toEqual(['{"n":7}', '{"n":8}'])
  })

  it.each<[string, Uint8Array]>([
    ['about its stored size', one(testPage(2, good, { storedSize: 2 ** 31 - 1 }))],
    ['about its plain size', one(testPage(2, good, { plainSize: 2 ** 31 - 1 }))],
    ['about a size within the limit', one(testPage(2, good, { plainSize: 2 ** 30 - 1 }))],
    ['with fewer values than rows', one(testPage(1, testInts([7])))],
    ['about where it lies', one(testPage(2, good), { dataPageOffset: 2 ** 40 })],
    ['about the length of its chunk', one(testPage(2, good), { compressedSize: 2 ** 50 })],
    ['about its type', one(testPage(2, good), { type: 2 })],
    [
      'about levels it has not got',
      parquetFile([{ name: 'n', type: 1, repetition: 1 }], 2, [
        { type: 1, pages: [testPage(2, [255, 255, 255, 255])] },
      ]),
    ],
    ['with a dictionary that is not there', one(testPage(2, [1, 2, 1], { encoding: 8 }))],
  ])('%s leaves nulls and one issue', async (_, bytes) => {
    const { rows, issues } = await outcome(bytes)
    expect(rows.slice(-1)).toEqual(['{"n":null}'])
    expect(issues).toHaveLength(1)
    expect(issues[0]).toMatchObject({ severity: 'error', code: 'parquet/page-unreadable', rowEnd: 2 })
  })

  it.each<[string, Uint8Array, string]>([
    ['in an encoding that is not known', one(testPage(2, good, { encoding: 77 })), 'format/unsupported'],
    [
      'compressed with LZO',
      parquetFile(REQUIRED, 2, [{ type: 1, codec: 3, pages: [testPage(2, good)] }]),
      'compression/unsupported',
    ],
    [
      'compressed with what is not known',
      parquetFile(REQUIRED, 2, [{ type: 1, codec: 99, pages: [testPage(2, good)] }]),
      'compression/unsupported',
    ],
    [
      'with levels of old',
      parquetFile([{ name: 'n', type: 1, repetition: 1 }], 2, [{ type: 1, pages: [testPage(2, good, { levels: 4 })] }]),
      'format/unsupported',
    ],
  ])('%s is refused by name', async (_, bytes, code) => {
    expect((await outcome(bytes)).code).toBe(code)
  })

  it('about a row of 2^28 items ends by the limit', async () => {
    const run = [...int(2 ** 28), 1]
    const many = (bytes: number[]) => [bytes.length, 0, 0, 0, ...bytes]
    const items = parquetFile([{ name: 'n', type: 1, repetition: 2 }], 1, [
      { type: 1, pages: [testPage(2 ** 31 - 1, [...many([2, 0, ...run]), ...many([2, 0, ...run]), 0, 0, 0, 0])] },
    ])
    const { rows, issues } = await outcome(items)
    expect(rows).toEqual(['{"n":null}'])
    expect(issues).toHaveLength(1)
  })
})

it('keeps the rows around a damaged page, and every other column', async () => {
  const columns: TestNode[] = [
    { name: 'n', type: 1, repetition: 0 },
    { name: 'm', type: 1, repetition: 1 },
  ]
  const bad = testPage(2, [...testInts([3])], { plainSize: 8, storedSize: 4 })
  const n = [testPage(2, testInts([1, 2])), bad, testPage(2, testInts([5, 6]))]
  const m = [testPage(6, [...testLevels([1, 0, 1, 1, 1, 1]), ...testInts([1, 3, 4, 5, 6])])]
  const bytes = parquetFile(columns, 6, [
    { type: 1, pages: n },
    { type: 1, pages: m },
  ])
  const wanted = [1, 2, null, null, 5, 6].map((value, row) => `{"n":${value},"m":${row === 1 ? null : row + 1}}`)
  const dataset = await open(bytes)
  for (let rowStart = 0; rowStart < 6; rowStart++) {
    for (let rowEnd = rowStart; rowEnd <= 6; rowEnd++) {
      const { rows, issues } = await readAll(dataset, { rowStart, rowEnd })
      expect(rows).toEqual(wanted.slice(rowStart, rowEnd))
      const touched = rowStart < 4 && rowEnd > 2 && rowStart < rowEnd
      expect(issues.map((issue) => [issue.rowStart, issue.rowEnd])).toEqual(touched ? [[2, 4]] : [])
    }
  }
})

describe('a footer that is a bomb', () => {
  const nested = (depth: number): number[] => Array.from({ length: depth }, () => 0x1c)
  it.each<[string, number[], string]>([
    ['structs in structs', nested(10_000), 'format/corrupt'],
    ['lists in lists', [0x19, ...Array.from({ length: 100_000 }, () => 0x19)], 'format/corrupt'],
    ['a list of 2^40 items', [0x29, 0xfc, 0xff, 0xff, 0xff, 0xff, 0xff, 0x1f], 'format/corrupt'],
    ['a number without end', [0x16, ...Array.from({ length: 50 }, () => 0xff)], 'format/corrupt'],
    ['a map of 2^30 pairs', [0x1b, 0xff, 0xff, 0xff, 0xff, 0x03, 0x55], 'format/corrupt'],
    ['nothing', [], 'format/corrupt'],
    ['no schema', [0], 'format/corrupt'],
  ])('%s is refused', async (_, footer, code) => {
    expect((await outcome(withFooter([80, 65, 82, 49], footer))).code).toBe(code)
  })

  it('a schema nested without end is refused', async () => {
    const group = (depth: number): TestNode =>
      depth === 0 ? { name: 'n', type: 1, repetition: 1 } : { name: 'g', repetition: 1, children: [group(depth - 1)] }
    expect((await outcome(parquetFile([group(70)], 0, [{ type: 1, pages: [] }]))).code).toBe('format/unsupported')
    expect((await outcome(parquetFile([{ name: 'g', repetition: 0, children: [] }], 0, []))).code).toBe(
      'format/unsupported',
    )
  })

  it('rows beyond all numbers are refused', async () => {
    const group = struct([
      [1, LIST, list(STRUCT, [])],
      [3, I64, int(2 ** 60)],
    ])
    const root = struct([
      [4, 8, [1, 114]],
      [5, I32, int(0)],
    ])
    const footer = struct([
      [2, LIST, list(STRUCT, [root])],
      [4, LIST, list(STRUCT, [group, group])],
    ])
    expect((await outcome(withFooter([80, 65, 82, 49], footer))).code).toBe('format/corrupt')
  })
})
