import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ReadBudget, windowRows } from '../../dataset/readBudget.ts'
import type { RowGroup } from './parquetMetadata.ts'
import { groupBytes, planScan as planWithin } from './planScan.ts'

const MB = 1024 ** 2
const budget: ReadBudget = { wholeBytes: 32 * MB, windowBytes: 16 * MB, cacheBytes: 0 }
const planScan = (groups: RowGroup[], columns: Set<string> | null, rowStart: number, rowEnd: number) =>
  planWithin(groups, columns, rowStart, rowEnd, budget)

function groups(...sizes: [numRows: number, a: number, b: number][]): RowGroup[] {
  let row = 0
  return sizes.map(([numRows, a, b]) => {
    const group = {
      rowStart: row,
      rowEnd: row + numRows,
      chunks: [
        { column: 'a', uncompressedSize: a },
        { column: 'b', uncompressedSize: b },
      ],
    }
    row += numRows
    return group
  })
}

describe('planScan', () => {
  it('takes small row groups whole, whatever part is wanted', () => {
    const plan = planScan(groups([100, MB, MB], [100, MB, MB]), null, 90, 110)
    expect(plan).toEqual([
      { kind: 'window', rowGroup: 0, offset: 0, limit: 100, rowStart: 90, rowEnd: 100 },
      { kind: 'window', rowGroup: 1, offset: 0, limit: 100, rowStart: 100, rowEnd: 110 },
    ])
  })

  it('goes to an aligned window of a large one for a few rows', () => {
    const plan = planScan(groups([100_000, 500 * MB, MB]), null, 70_000, 70_100)
    expect(plan).toEqual([
      { kind: 'window', rowGroup: 0, offset: 69_632, limit: 2048, rowStart: 70_000, rowEnd: 70_100 },
    ])
  })

  it('streams through a large one for many rows', () => {
    expect(planScan(groups([100_000, 500 * MB, MB]), null, 10, 90_000)).toEqual([
      { kind: 'stream', rowGroup: 0, offset: 10, limit: 89_990, rowStart: 10, rowEnd: 90_000 },
    ])
  })

  it('weighs only the chosen columns', () => {
    expect(planScan(groups([100_000, 500 * MB, MB]), new Set(['b']), 0, 100_000)).toMatchObject([
      { kind: 'window', offset: 0, limit: 100_000 },
    ])
  })

  it('passes over empty row groups and ends where the rows do', () => {
    expect(planScan(groups([0, 0, 0], [3, 9, 9], [0, 0, 0]), null, 0, 99)).toMatchObject([{ rowGroup: 1, rowEnd: 3 }])
    expect(planScan([], null, 0, 10)).toEqual([])
  })

  it('covers exactly the rows wanted, in order, within their row groups', () => {
    const size = fc.tuple(fc.nat(5000), fc.nat(200 * MB), fc.nat(200 * MB))
    fc.assert(
      fc.property(fc.array(size, { maxLength: 5 }), fc.nat(20_000), fc.nat(20_000), (sizes, from, count) => {
        const all = groups(...(sizes as [number, number, number][]))
        const numRows = all.at(-1)?.rowEnd ?? 0
        const [start, end] = [Math.min(from, numRows), Math.min(from + count, numRows)]
        let row = start
        for (const step of planScan(all, null, start, end)) {
          const group = all[step.rowGroup]!
          expect(step.rowStart).toBe(row)
          expect(step.rowEnd).toBeGreaterThan(step.rowStart)
          expect(step.rowStart).toBeGreaterThanOrEqual(group.rowStart + step.offset)
          expect(step.rowEnd).toBeLessThanOrEqual(group.rowStart + step.offset + step.limit)
          expect(group.rowStart + step.offset + step.limit).toBeLessThanOrEqual(group.rowEnd)
          const bytes = groupBytes(group, null)
          if (bytes > budget.wholeBytes && step.kind === 'window') {
            const rows = windowRows(group.rowEnd - group.rowStart, bytes, budget.windowBytes)
            expect(step.offset % rows).toBe(0)
            if (rows > 64)
              expect((bytes * rows) / (group.rowEnd - group.rowStart)).toBeLessThanOrEqual(budget.windowBytes)
          }
          row = step.rowEnd
        }
        expect(row).toBe(end)
      }),
    )
  })
})
