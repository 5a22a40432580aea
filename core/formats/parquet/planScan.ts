import { type ReadBudget, windowRows } from '../../dataset/readBudget.ts'
import type { RowGroup } from './parquetMetadata.ts'

/** A scan that crosses more windows of a row group than this is a long one and streams through the group instead. */
const MAX_WINDOWS = 2

/** One thing to do, for rows `[rowStart, rowEnd)` of the file, all in one row group. */
export interface ScanStep {
  /** `window`: decode rows `[offset, offset + limit)` of the group, keep them, use part. `stream`: pass through once. */
  kind: 'window' | 'stream'
  rowGroup: number
  /** First row, counted from the row group's. */
  offset: number
  limit: number
  rowStart: number
  rowEnd: number
}

/** Bytes the chosen columns of a row group take once decompressed, by its own word. */
export function groupBytes(group: RowGroup, columns: ReadonlySet<string> | null): number {
  let bytes = 0
  for (const chunk of group.chunks) if (!columns || columns.has(chunk.column)) bytes += chunk.uncompressedSize
  return bytes
}

function groupSteps(
  group: RowGroup,
  index: number,
  columns: ReadonlySet<string> | null,
  rowStart: number,
  rowEnd: number,
  budget: ReadBudget,
): ScanStep[] {
  const numRows = group.rowEnd - group.rowStart
  const bytes = groupBytes(group, columns)
  const start = rowStart - group.rowStart
  const end = rowEnd - group.rowStart
  if (bytes <= budget.wholeBytes) {
    return [{ kind: 'window', rowGroup: index, offset: 0, limit: numRows, rowStart, rowEnd }]
  }
  const size = windowRows(numRows, bytes, budget.windowBytes)
  const first = Math.floor(start / size)
  const last = Math.ceil(end / size)
  if (last - first > MAX_WINDOWS) {
    return [{ kind: 'stream', rowGroup: index, offset: start, limit: end - start, rowStart, rowEnd }]
  }
  return Array.from({ length: last - first }, (_, at) => {
    const offset = (first + at) * size
    const limit = Math.min(size, numRows - offset)
    return {
      kind: 'window',
      rowGroup: index,
      offset,
      limit,
      rowStart: Math.max(rowStart, group.rowStart + offset),
      rowEnd: Math.min(rowEnd, group.rowStart + offset + limit),
    }
  })
}

/**
 * How to read rows `[rowStart, rowEnd)`: steps in row order that cover exactly those rows. Row groups without rows
 * are passed over. Without a page index the decoder walks a row group from its start to reach any row, so small ones
 * are decoded whole and kept: every further row is then free.
 *
 * @param columns names of the chosen top-level columns; null: all
 */
export function planScan(
  rowGroups: readonly RowGroup[],
  columns: ReadonlySet<string> | null,
  rowStart: number,
  rowEnd: number,
  budget: ReadBudget,
): ScanStep[] {
  return rowGroups.flatMap((group, index) => {
    const start = Math.max(rowStart, group.rowStart)
    const end = Math.min(rowEnd, group.rowEnd)
    return start < end ? groupSteps(group, index, columns, start, end, budget) : []
  })
}
