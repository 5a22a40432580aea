import type { Split } from '../../core/dataset/dataset.ts'
import { isDecoderFailure } from '../../core/dataset/salvage.ts'
import { ROW_UNUSABLE } from '../../core/packing/packPlan.ts'
import type { DatasetRecipe } from '../pool/tasks.ts'
import type { JobContext } from './job.ts'

/**
 * Tokens of every row of a column, counted in workers. A split whose decoder fails (a damaged row group) counts as
 * unusable rows from there to its end; the count goes on with the next split.
 * @param splits where each scan starts; they cover rows `[0, numRows)`
 * @returns one entry per row (`ROW_UNUSABLE` for none)
 */
export async function rowLengths(
  recipe: DatasetRecipe,
  column: string,
  splits: readonly Split[],
  job: JobContext,
): Promise<Uint32Array> {
  const numRows = splits.at(-1)?.rowEnd ?? 0
  const lengths = new Uint32Array(numRows).fill(ROW_UNUSABLE)
  job.report('Counting tokens', { done: 0, total: numRows, unit: 'rows' })
  for (const { rowStart, rowEnd } of splits) {
    let row = rowStart
    try {
      for await (const part of job.pool.batch.rowLengths({ recipe, column, rowStart, rowEnd }, job.signal)) {
        lengths.set(part, row)
        row += part.length
        job.report('Counting tokens', { done: row, total: numRows, unit: 'rows' })
      }
    } catch (error) {
      if (!isDecoderFailure(error)) throw error
    }
  }
  return lengths
}
