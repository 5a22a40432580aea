import type { RecordBatch } from 'apache-arrow'
import { sliceBatch } from '../table/batches.ts'

/** Rows in a batch where the caller of a scan does not say. */
export const DEFAULT_BATCH_ROWS = 4096

/**
 * Rows `[rowStart, rowEnd)` of some batches taken as one table, in batches of at most `batchRows` that share their
 * buffers. Rows count from the first batch's first row.
 */
export function* sliceRows(
  batches: readonly RecordBatch[],
  rowStart: number,
  rowEnd: number,
  batchRows: number,
): Generator<RecordBatch, void> {
  let batchStart = 0
  for (const batch of batches) {
    const end = Math.min(rowEnd - batchStart, batch.numRows)
    for (let start = Math.max(0, rowStart - batchStart); start < end; start += batchRows) {
      yield sliceBatch(batch, start, Math.min(start + batchRows, end))
    }
    batchStart += batch.numRows
  }
}
