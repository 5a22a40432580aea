import type { Dataset, Split } from '../../../core/dataset/dataset.ts'
import { type ChunkGrid, cellStart } from '../../../core/export/chunks/chunkCutter.ts'
import type { DatasetRecipe, ScanPlace } from '../../pool/tasks.ts'

/** The rows of an export, and how they are come by. */
export interface ExportRows {
  /** As jobs scan it. Its extent is exact. */
  dataset: Dataset
  /** How workers read and encode rows in one go; null for views whose rows are made here. */
  source: ExportSource | null
}

export interface ExportSource {
  recipe: DatasetRecipe
  /** The rows that are exported, ascending; null: all. Positions of the export count these. */
  chosen: Uint32Array | null
  /** Where reading can begin cheaply, by position; they cover all of them. */
  splits: readonly Split[]
  /** What a worker has to know to read these positions of a text format. */
  placeOf(part: Split): Promise<ScanPlace | null>
}

/** Bytes of Arrow buffers that a worker does at a time, about and at least: each time takes a call. */
const PART_BYTES = 16 * 1024 ** 2

/**
 * Rows `[rowStart, rowEnd)` in parts for workers: they begin where cells of the grid do, at the first one behind the
 * beginning of a split. Which parts there are changes nothing about the cuts.
 *
 * @param rowBytes what a row weighs, about
 */
export function exportParts(range: Split, grid: ChunkGrid, splits: readonly Split[], rowBytes: number): Split[] {
  const leastRows = PART_BYTES / Math.max(1, rowBytes)
  const parts: Split[] = []
  let rowStart = range.rowStart
  for (const split of splits) {
    if (split.rowStart <= rowStart || split.rowStart >= range.rowEnd) continue
    const cell = cellStart(grid, split.rowStart)
    const begin = cell === split.rowStart ? cell : cell + grid.cellRows
    if (begin >= range.rowEnd || begin - rowStart < leastRows) continue
    parts.push({ rowStart, rowEnd: begin })
    rowStart = begin
  }
  if (rowStart < range.rowEnd) parts.push({ rowStart, rowEnd: range.rowEnd })
  return parts
}
