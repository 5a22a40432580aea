import { Field, Int32, List, type RecordBatch, Schema, Utf8, vectorFromArray } from 'apache-arrow'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BadRows } from '../../dataset/badRows.ts'
import { openArrow } from '../../formats/arrow/openArrow.ts'
import { memorySource } from '../../io/memorySource.ts'
import { makeBatch, sliceBatch } from '../../table/batches.ts'
import { goldenCases, jsonRows, readAll } from '../../testing/golden.ts'
import { ChunkCutter, type ChunkGrid, cellStart, positionOf, type RowChunk } from './chunkCutter.ts'
import { chunkGrid, meanRowBytes } from './chunkGrid.ts'
import { cutRows, type Scan } from './cutRows.ts'
import { rowBits } from './rowBits.ts'

const schema = new Schema([
  new Field('id', new Int32(), false),
  new Field('text', new Utf8(), true),
  new Field('list', new List(new Field('item', new Int32(), true)), true),
])

/** Rows with texts of so many bytes. */
function rowsOf(sizes: readonly number[]): RecordBatch {
  const columns = [
    vectorFromArray(
      sizes.map((_, i) => i),
      new Int32(),
    ),
    vectorFromArray(
      sizes.map((size, i) => (size === 7 ? null : String(i % 10).repeat(size))),
      new Utf8(),
    ),
    vectorFromArray(
      sizes.map((size) => Array.from({ length: size % 4 }, (_, i) => i)),
      schema.fields[2]?.type as List,
    ),
  ]
  return makeBatch(
    schema,
    columns.map((column) => column.data[0]!),
    sizes.length,
  )
}

/** The batch in pieces that end at `cuts`. */
function pieces(batch: RecordBatch, cuts: readonly number[], rowStart = 0, rowEnd = batch.numRows): RecordBatch[] {
  const ends = [...new Set([...cuts, rowEnd])].filter((cut) => cut > rowStart && cut <= rowEnd).sort((a, b) => a - b)
  return ends.map((end, i) => sliceBatch(batch, i === 0 ? rowStart : (ends[i - 1] as number), end))
}

function badRowsOf(ranges: readonly [number, number][]): BadRows {
  const bad = new BadRows()
  for (const [start, length] of ranges) bad.add(start, start + length)
  return bad
}

function chunksOf(batches: readonly RecordBatch[], grid: ChunkGrid, bad: BadRows, from = 0) {
  const cutter = new ChunkCutter(grid, from)
  const chunks = [...batches.flatMap((batch) => [...cutter.add(batch, bad)]), ...cutter.end()]
  return chunks.map(({ batches, starts, ...chunk }) => {
    expect(starts).toHaveLength(batches.length)
    expect(batches.reduce((sum, batch) => sum + batch.numRows, 0)).toBe(chunk.rows)
    return { ...chunk, texts: jsonRows(batches), bits: batches.reduce((sum, b) => sum + rowBits(b, 0, b.numRows), 0) }
  })
}

const anyTable = fc.record({
  sizes: fc.array(fc.nat(40), { maxLength: 60 }),
  cuts: fc.array(fc.nat(60), { maxLength: 8 }),
  otherCuts: fc.array(fc.nat(60), { maxLength: 8 }),
  bad: fc.array(fc.tuple(fc.nat(60), fc.integer({ min: 1, max: 5 })), { maxLength: 4 }),
  cellRows: fc.integer({ min: 1, max: 20 }),
  chunk: fc.record({ rows: fc.integer({ min: 1, max: 12 }), bytes: fc.integer({ min: 1, max: 300 }) }),
})

describe('cuts', () => {
  it('are the same whatever batches the rows come in, and wherever a cell is begun', () => {
    fc.assert(
      fc.property(anyTable, ({ sizes, cuts, otherCuts, bad, cellRows, chunk }) => {
        const batch = rowsOf(sizes)
        const grid = { rowStart: 0, cellRows, chunk }
        const badRows = badRowsOf(
          bad
            .filter(([start]) => start < sizes.length)
            .map(([start, length]) => [start, Math.min(length, sizes.length - start)]),
        )
        const chunks = chunksOf(pieces(batch, cuts), grid, badRows)
        expect(chunksOf(pieces(batch, otherCuts), grid, badRows)).toEqual(chunks)
        const kept = jsonRows([batch]).filter((_, row) => !badRows.has(row))
        expect(chunks.flatMap(({ texts }) => texts)).toEqual(kept)
        expect(chunks.reduce((sum, { skippedRows }) => sum + skippedRows, 0)).toBe(sizes.length - kept.length)
        expect(chunks.at(-1)?.rowEnd ?? 0).toBe(sizes.length)
        for (const { rows, bits } of chunks) {
          expect(rows).toBeLessThanOrEqual(Math.min(chunk.rows, cellRows))
          if (rows > 1) expect(bits).toBeLessThanOrEqual(chunk.bytes * 8)
        }
        // Chunks of a part are those of the whole that begin in it.
        const from = cellStart(grid, Math.floor(sizes.length / 2))
        const texts = chunksOf(pieces(batch, cuts, from), grid, badRows, from).filter(({ rows }) => rows > 0)
        expect(
          chunks
            .filter(({ rows }) => rows > 0)
            .slice(-texts.length || chunks.length)
            .map((c) => c.texts),
        ).toEqual(texts.length > 0 ? texts.map((c) => c.texts) : [])
      }),
      { numRuns: 300 },
    )
  })

  it('know the positions of their rows', () => {
    const batch = rowsOf(Array.from({ length: 12 }, () => 10))
    const cutter = new ChunkCutter({ rowStart: 0, cellRows: 8, chunk: { rows: 8, bytes: 1e6 } }, 0)
    const bad = badRowsOf([[2, 1]])
    const chunks = [...pieces(batch, [5]).flatMap((piece) => [...cutter.add(piece, bad)]), ...cutter.end()]
    const positions = chunks.map((chunk) => Array.from({ length: chunk.rows }, (_, row) => positionOf(chunk, row)))
    expect(positions).toEqual([
      [0, 1, 3, 4, 5, 6, 7],
      [8, 9, 10, 11],
    ])
    expect(() => positionOf(chunks[0] as RowChunk, 7)).toThrow(RangeError)
  })

  it('do not move where rows before them are left out', () => {
    const batch = rowsOf(Array.from({ length: 40 }, () => 10))
    const grid = { rowStart: 0, cellRows: 10, chunk: { rows: 10, bytes: 10_000 } }
    const whole = chunksOf([batch], grid, badRowsOf([]))
    const without = chunksOf([batch], grid, badRowsOf([[3, 2]]))
    expect(without.slice(1)).toEqual(whole.slice(1))
    expect(without[0]).toMatchObject({ rows: 8, skippedRows: 2, rowEnd: 10 })
  })

  it('leave a row that is too large by itself', () => {
    const batch = rowsOf([1, 500, 1, 1])
    const grid = { rowStart: 0, cellRows: 10, chunk: { rows: 10, bytes: 100 } }
    expect(chunksOf([batch], grid, badRowsOf([])).map(({ rows }) => rows)).toEqual([1, 1, 2])
  })
})

describe('weights of rows', () => {
  it.each(goldenCases('arrow'))('of $file add up, in slices and alone', async ({ bytes }) => {
    const { batches } = await readAll(await openArrow(memorySource(bytes)))
    const single = await readAll(await openArrow(memorySource(bytes)), { batchRows: 1 })
    const weights = single.batches.map((batch) => rowBits(batch, 0, 1))
    let row = 0
    for (const batch of batches) {
      for (let end = 0; end <= batch.numRows; end++) {
        const sum = weights.slice(row, row + end).reduce((a, b) => a + b, 0)
        expect(rowBits(batch, 0, end)).toBe(sum)
        expect(rowBits(sliceBatch(batch, 0, end), 0, end)).toBe(sum)
      }
      row += batch.numRows
    }
  })

  it('of the first rows tell the mean, whatever batches they come in', async () => {
    const batch = rowsOf(Array.from({ length: 300 }, (_, i) => i % 40))
    const scan = (size: number): Scan =>
      async function* ({ rowStart = 0, rowEnd = 0 }) {
        yield* pieces(
          batch,
          Array.from({ length: 300 }, (_, i) => i * size),
          rowStart,
          Math.min(rowEnd, 300),
        )
      }
    const mean = await meanRowBytes(scan(7), { rowStart: 0, columns: null })
    expect(mean).toBe(rowBits(batch, 0, 256) / 8 / 256)
    expect(await meanRowBytes(scan(64), { rowStart: 0, columns: null })).toBe(mean)
    expect(await meanRowBytes(scan(7), { rowStart: 300, columns: null })).toBe(0)
  })
})

it('a grid has cells of about a chunk, or of several small ones', () => {
  const chunk = { rows: 65_536, bytes: 16 * 1024 ** 2 }
  expect(chunkGrid(chunk, 0, 0).cellRows).toBe(65_536 * 128)
  expect(chunkGrid(chunk, 100, 5)).toEqual({ rowStart: 5, cellRows: 65_536, chunk })
  expect(chunkGrid(chunk, 1000, 0).cellRows).toBe(Math.floor((0.75 * 16 * 1024 ** 2) / 1000))
  expect(chunkGrid(chunk, 1e9, 0).cellRows).toBe(256)
  expect(chunkGrid({ ...chunk, rows: 1000 }, 100, 0).cellRows).toBe(83_000)
  expect(chunkGrid({ ...chunk, rows: 10 }, 1e9, 0).cellRows).toBe(10)
})

it('rows of a scan with their issues: unreadable ones are left out', async () => {
  const batch = rowsOf([5, 5, 5, 5, 5, 5])
  const scan: Scan = async function* ({ rowStart = 0, onIssue }) {
    const issue = { severity: 'error', code: 'x', message: '', rowStart: 3, rowEnd: null, byteStart: null } as const
    onIssue?.(issue)
    yield* pieces(batch, [2, 4], rowStart)
  }
  const grid = { rowStart: 0, cellRows: 4, chunk: { rows: 4, bytes: 1e6 } }
  const chunks = []
  for await (const chunk of cutRows(scan, grid, { rowStart: 0, rowEnd: 6, columns: null })) chunks.push(chunk)
  expect(chunks.map(({ rows, skippedRows, rowEnd }) => [rows, skippedRows, rowEnd])).toEqual([
    [3, 1, 4],
    [2, 0, 6],
  ])
})
