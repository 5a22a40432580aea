import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ShardSize, usualExportOptions } from '../exportOptions.ts'
import { chunkLimitsIn, shardName, shardRanges, shardSizeOf } from './shardRanges.ts'

const lengths = (numRows: number, size: ShardSize | null) =>
  shardRanges(numRows, size).map(({ rowStart, rowEnd }) => rowEnd - rowStart)

describe('files of an output', () => {
  it('have as many rows each as save_to_disk gives them', () => {
    // axolotl-semantics §8.1: 2000 rows in 7 shards.
    expect(lengths(2000, { by: 'count', count: 7 })).toEqual([286, 286, 286, 286, 286, 285, 285])
  })

  it('follow each other without a gap, and none is empty but the only one', () => {
    const size = fc.oneof(
      fc.record({ by: fc.constant('rows' as const), rows: fc.integer({ min: 1, max: 500 }) }),
      fc.record({ by: fc.constant('count' as const), count: fc.integer({ min: 1, max: 500 }) }),
    )
    fc.assert(
      fc.property(fc.nat(2000), size, (numRows, shardSize) => {
        const ranges = shardRanges(numRows, shardSize)
        expect(ranges[0]?.rowStart).toBe(0)
        expect(ranges.at(-1)?.rowEnd).toBe(numRows)
        for (const [i, { rowStart, rowEnd }] of ranges.entries()) {
          if (i > 0) expect(rowStart).toBe(ranges[i - 1]?.rowEnd)
          if (numRows > 0) expect(rowEnd).toBeGreaterThan(rowStart)
        }
        const { by } = shardSize
        if (by === 'count') expect(ranges).toHaveLength(Math.max(1, Math.min(numRows, shardSize.count)))
        else expect(ranges).toHaveLength(Math.max(1, Math.ceil(numRows / shardSize.rows)))
      }),
    )
  })

  it('are one where their bytes tell', () => {
    expect(lengths(10, null)).toEqual([10])
    expect(lengths(0, { by: 'bytes', bytes: 5 })).toEqual([0])
    expect(shardSizeOf(usualExportOptions('hf_dataset'))).toEqual({ by: 'bytes', bytes: 500_000_000 })
    expect(shardSizeOf(usualExportOptions('csv'))).toBeNull()
  })

  it.each<[number, ShardSize, string]>([
    [10, { by: 'rows', rows: 0 }, 'a whole number of rows'],
    [10, { by: 'count', count: 1.5 }, 'a whole number of files'],
    [10, { by: 'count', count: Number.NaN }, 'a whole number of files'],
    [1e9, { by: 'rows', rows: 1 }, 'at most 100000'],
  ])('%d rows as %j are refused', (numRows, size, message) => {
    expect(() => shardRanges(numRows, size)).toThrow(message)
  })

  it('are named by number, format and compression', () => {
    const csv = { ...usualExportOptions('csv'), compression: 'gzip' as const }
    expect(shardName(csv, 0, 1)).toBe('')
    expect(shardName({ ...csv, shardSize: { by: 'rows', rows: 5 } }, 2, 12_345)).toBe('/data-00002-of-12345.csv.gz')
    expect(shardName(usualExportOptions('hf_dataset'), 0, 1)).toBe('/data-00000-of-00001.arrow')
  })

  it('have no chunk larger than themselves', () => {
    const limits = { rows: 10, bytes: 1e8 }
    expect(chunkLimitsIn({ by: 'bytes', bytes: 5e6 }, limits)).toEqual({ rows: 10, bytes: 5e6 })
    expect(chunkLimitsIn({ by: 'bytes', bytes: 1 }, limits)).toEqual({ rows: 10, bytes: 65_536 })
    expect(chunkLimitsIn({ by: 'bytes', bytes: 5e9 }, limits)).toEqual(limits)
    expect(chunkLimitsIn({ by: 'rows', rows: 5 }, limits)).toEqual(limits)
  })
})
