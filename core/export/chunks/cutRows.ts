import type { RecordBatch } from 'apache-arrow'
import { throwIfAborted } from '../../abort.ts'
import { BadRows } from '../../dataset/badRows.ts'
import type { ScanRequest } from '../../dataset/dataset.ts'
import { ChunkCutter, type ChunkGrid, type RowChunk } from './chunkCutter.ts'

/** Rows of a scan. */
export type Scan = (request: ScanRequest) => AsyncIterable<RecordBatch>

/** Which rows are written: positions `[rowStart, rowEnd)` of a dataset. */
export interface CutRequest {
  /** Where a cell of the grid begins. */
  rowStart: number
  rowEnd: number
  columns: readonly string[] | null
  signal?: AbortSignal | undefined
}

/**
 * The rows of a scan cut into chunks; those that could not be read (an `error` issue names them) are left out and
 * counted.
 */
export async function* cutRows(scan: Scan, grid: ChunkGrid, request: CutRequest): AsyncGenerator<RowChunk> {
  const { rowStart, rowEnd, columns, signal } = request
  const badRows = new BadRows()
  const cutter = new ChunkCutter(grid, rowStart)
  let position = rowStart
  const batches = scan({
    rowStart,
    rowEnd,
    ...(columns ? { columns } : {}),
    ...(signal ? { signal } : {}),
    onIssue: (issue) => badRows.addIssue(issue),
  })
  for await (const batch of batches) {
    throwIfAborted(signal)
    yield* cutter.add(batch, badRows)
    position += batch.numRows
    badRows.forgetBefore(position)
  }
  yield* cutter.end()
}
