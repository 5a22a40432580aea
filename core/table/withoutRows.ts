import type { RecordBatch } from 'apache-arrow'
import { sliceBatch } from './batches.ts'

/** The rows of a batch that `isLeftOut` does not name, as runs that share its buffers, in order. */
export function withoutRows(batch: RecordBatch, isLeftOut: (row: number) => boolean): RecordBatch[] {
  const runs: RecordBatch[] = []
  let start = 0
  for (let row = 0; row <= batch.numRows; row++) {
    if (row < batch.numRows && !isLeftOut(row)) continue
    if (row > start) runs.push(sliceBatch(batch, start, row))
    start = row + 1
  }
  return runs
}
