import { readFileSync } from 'node:fs'
import { Float64, Int64, makeData, type RecordBatch, Schema, Utf8 } from 'apache-arrow'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openArrow } from '../formats/arrow/openArrow.ts'
import { memorySource } from '../io/memorySource.ts'
import { makeBatch, sliceBatch } from '../table/batches.ts'
import { nullableField } from '../table/jsonField.ts'
import { BatchWriter } from '../table/writers/batchWriter.ts'
import { fixture } from '../testing/golden.ts'
import type { ColumnStats } from './columnStats.ts'
import { DatasetStats } from './datasetStats.ts'
import { QUANTILES } from './quantiles.ts'
import { statsBudget } from './statsBudget.ts'

async function goldenBatches(): Promise<RecordBatch[]> {
  const dataset = await openArrow(memorySource(fixture('stats/types.arrow')), {})
  const batches: RecordBatch[] = []
  for await (const batch of dataset.scan({})) batches.push(batch)
  return batches
}

const golden = JSON.parse(
  readFileSync(new URL('../fixtures/stats/types.json', import.meta.url), 'utf8'),
) as (Partial<ColumnStats> & { name: string })[]

/** Equal but for the last bits of means. */
function expectFigures(found: ColumnStats, wanted: Partial<ColumnStats>): void {
  const { mean, lengths, ...exact } = wanted
  expect(found).toMatchObject(exact)
  if (mean === null) expect(found.mean).toBeNull()
  else if (mean !== undefined) expect(found.mean! / mean).toBeCloseTo(1, 12)
  for (const [unit, expected] of Object.entries(lengths ?? {})) {
    expect(found.lengths?.[unit as 'bytes']).toEqual({ ...expected, mean: expect.closeTo(expected.mean, 9) })
  }
}

describe('statistics of a table', () => {
  it.each(golden.map((column) => [column.name, column] as const))(
    '%s: as pyarrow and numpy have them',
    async (name, wanted) => {
      const batches = await goldenBatches()
      const stats = new DatasetStats(batches[0]!.schema)
      for (const batch of batches) stats.add(batch)
      const found = stats.finish().find((column) => column.name === name)!
      expect(found.rows).toBe(400)
      expectFigures(found, wanted)
      expect(found.approximate).toEqual(name === 'decimal' ? ['quantiles'] : [])
    },
  )

  it('are the same whatever parts they were gathered over, in slices too', async () => {
    const batches = await goldenBatches()
    const whole = new DatasetStats(batches[0]!.schema)
    for (const batch of batches) whole.add(batch)
    const merged = new DatasetStats(batches[0]!.schema)
    for (const batch of batches) {
      for (const [from, to] of [
        [0, 3],
        [3, 77],
        [77, batch.numRows],
      ] as const) {
        const part = new DatasetStats(batch.schema)
        part.add(sliceBatch(batch, from, to))
        merged.merge(part)
      }
    }
    const wanted = whole.finish()
    merged.finish().forEach((found, i) => {
      expectFigures(found, wanted[i]!)
    })
  })

  it('are nothing of nothing', () => {
    const [stats] = new DatasetStats(new Schema([nullableField('a', new Int64())])).finish()
    const nothing = { min: null, max: null, mean: null, quantiles: null, lengths: null, nan: null, approximate: [] }
    expect(stats).toEqual({ name: 'a', type: 'int64', rows: 0, nulls: 0, distinct: 0, ...nothing })
  })
})

describe('figures over the budget', () => {
  const budget = { values: 512, distinct: 256, distinctBytes: 8192 }
  const floats = (values: Float64Array) =>
    makeBatch(
      new Schema([nullableField('x', new Float64())]),
      [makeData({ type: new Float64(), length: values.length, nullCount: 0, data: values })],
      values.length,
    )

  it('are estimates, say so, and are near', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30_000 }), fc.nat(1000), (count, seed) => {
        const values = Float64Array.from({ length: 30_000 }, (_, i) => ((i * 7919 + seed) % count) + 0.5)
        const stats = new DatasetStats(new Schema([nullableField('x', new Float64())]), budget)
        for (let at = 0; at < values.length; at += 4096) stats.add(floats(values.subarray(at, at + 4096)))
        const [found] = stats.finish() as [ColumnStats]
        expect(found.approximate).toEqual(count > 256 ? ['distinct', 'quantiles'] : ['quantiles'])
        // Five standard errors of 0.81 %.
        expect(Math.abs(found.distinct - count)).toBeLessThanOrEqual(count > 256 ? count * 0.0405 : 0)
        expect(found.min).toBe(Math.min(...values))
        expect(found.max).toBe(Math.max(...values))
        const sorted = values.slice().sort()
        for (const share of QUANTILES) {
          const value = Number(found.quantiles![String(share)])
          const below = sorted.findIndex((each) => each >= value) / sorted.length
          const notAbove = (sorted.findLastIndex((each) => each <= value) + 1) / sorted.length
          expect(below).toBeLessThanOrEqual(share + 0.02)
          expect(notAbove).toBeGreaterThanOrEqual(share - 0.02)
        }
      }),
      { numRuns: 10 },
    )
  })

  it('may be merged, exact ones with estimates too', () => {
    const parts = [100, 5000, 30_000].map((count) => {
      const stats = new DatasetStats(new Schema([nullableField('x', new Float64())]), budget)
      stats.add(floats(Float64Array.from({ length: count }, (_, i) => i)))
      return stats
    })
    const [first, ...others] = parts as [DatasetStats, ...DatasetStats[]]
    for (const other of others) first.merge(other)
    const [found] = first.finish() as [ColumnStats]
    expect(found.rows).toBe(35_100)
    expect(found.max).toBe(29_999)
    expect(Math.abs(found.distinct / 30_000 - 1)).toBeLessThan(0.0405)
    expect(Math.abs(Number(found.quantiles!['0.5']) / 12_550 - 1)).toBeLessThan(0.05)
  })

  it('are exact for whole numbers of all 64 bits while they fit', () => {
    const schema = new Schema([nullableField('n', new Int64())])
    const values = BigInt64Array.from([2n ** 63n - 1n, -(2n ** 63n), 2n ** 53n + 1n])
    const data = makeData({ type: new Int64(), length: 3, nullCount: 0, data: values })
    const stats = new DatasetStats(schema)
    stats.add(makeBatch(schema, [data], 3))
    const [found] = stats.finish() as [ColumnStats]
    expect(found).toMatchObject({ min: '-9223372036854775808', max: '9223372036854775807', distinct: 3 })
    expect(found.quantiles!['0.5']).toBe('9007199254740993')
    expect(found.mean).toBe((2 ** 53 + 1 - 1) / 3)
  })

  it('cut long texts where they are shown, not where they are compared', () => {
    const schema = new Schema([nullableField('t', new Utf8())])
    const writer = new BatchWriter(schema)
    for (const tail of ['a', 'b']) {
      const column = writer.columns[0] as unknown as { appendText(text: string): void }
      column.appendText('é'.repeat(1000) + tail)
      writer.endRow()
    }
    const stats = new DatasetStats(schema)
    stats.add(writer.finish())
    const [found] = stats.finish() as [ColumnStats]
    expect(found.min).toBe(`${'é'.repeat(128)}…`)
    expect(found.distinct).toBe(2)
    expect(found.lengths!.characters!.max).toBe(1001)
    expect(found.lengths!.bytes!.max).toBe(2001)
  })

  it('grow less with every column', () => {
    expect(statsBudget(1)).toEqual({ values: 2 ** 20, distinct: 2 ** 17, distinctBytes: 2 ** 24 })
    expect(statsBudget(10_000)).toEqual({ values: 838, distinct: 256, distinctBytes: 8192 })
  })
})
