import type { Split } from '../../core/dataset/dataset.ts'
import { isDecoderFailure } from '../../core/dataset/salvage.ts'
import type { Issue } from '../../core/issues.ts'
import { ROW_UNUSABLE } from '../../core/packing/plan/packPlan.ts'
import type { TokenColumns } from '../../core/packing/rows/rowTokens.ts'
import type { DatasetRecipe } from '../pool/tasks.ts'
import type { JobContext } from './job.ts'

/** The label every trainer's loss ignores, whatever padding is labelled with. */
export const IGNORED_LABEL = -100

/** Tokens of every row of a dataset, and how many of them are trained on. */
export interface TokenCounts {
  /** One entry per row; `ROW_UNUSABLE` where there is nothing to pack. 4 bytes a row. */
  lengths: Uint32Array
  /** Null where the source has no labels. */
  trained: Uint32Array | null
}

/**
 * Counts tokens in workers. A split whose decoder fails (a damaged row group) counts as unusable rows from there to
 * its end; the count goes on with the next split.
 * @param splits where each scan starts; they cover rows `[0, numRows)`
 * @param onIssue told of rows that cannot be packed
 */
export async function countTokens(
  recipe: DatasetRecipe,
  source: TokenColumns,
  splits: readonly Split[],
  onIssue: (issue: Issue) => void,
  job: JobContext,
): Promise<TokenCounts> {
  const numRows = splits.at(-1)?.rowEnd ?? 0
  const lengths = new Uint32Array(numRows).fill(ROW_UNUSABLE)
  const trained = source.labels === null ? null : new Uint32Array(numRows)
  job.report('Counting tokens', { done: 0, total: numRows, unit: 'rows' })
  for (const { rowStart, rowEnd } of splits) {
    let row = rowStart
    const params = { recipe, source, labelPadId: IGNORED_LABEL, rowStart, rowEnd }
    try {
      for await (const part of job.pool.batch.rowCounts(params, job.signal)) {
        lengths.set(part.lengths, row)
        if (trained && part.trained) trained.set(part.trained, row)
        for (const issue of part.issues) onIssue(issue)
        row += part.lengths.length
        job.report('Counting tokens', { done: row, total: numRows, unit: 'rows' })
      }
    } catch (error) {
      if (!isDecoderFailure(error)) throw error
    }
  }
  return { lengths, trained }
}
