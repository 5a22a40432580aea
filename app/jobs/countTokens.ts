import type { Split } from '../../core/dataset/dataset.ts'
import { inOrder } from '../../core/dataset/inOrder.ts'
import { isDecoderFailure } from '../../core/dataset/salvage.ts'
import type { Issue } from '../../core/issues.ts'
import { ROW_UNUSABLE } from '../../core/packing/plan/packPlan.ts'
import type { TokenColumns } from '../../core/packing/rows/rowTokens.ts'
import type { DatasetRecipe, ScanPlace } from '../pool/tasks.ts'
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

export interface TokenCount {
  recipe: DatasetRecipe
  source: TokenColumns
  /** Where each scan starts; they cover rows `[0, numRows)`. */
  splits: readonly Split[]
  /** What a worker has to know to read a split of a text format. */
  placeOf: (split: Split) => Promise<ScanPlace | null>
  /** Told of rows that cannot be packed. */
  onIssue: (issue: Issue) => void
}

/**
 * Counts tokens in workers, as many splits at once as there are workers. A split whose decoder fails (a damaged row
 * group) counts as unusable rows from there to its end; the count goes on with the next split.
 */
export async function countTokens(count: TokenCount, job: JobContext): Promise<TokenCounts> {
  const { splits, source } = count
  const numRows = splits.at(-1)?.rowEnd ?? 0
  const lengths = new Uint32Array(numRows).fill(ROW_UNUSABLE)
  const trained = source.labels === null ? null : new Uint32Array(numRows)
  job.report('Counting tokens', { done: 0, total: numRows, unit: 'rows' })
  let done = 0
  const open = (split: Split, leaving: AbortSignal) => splitCounts(count, split, leaving, job)
  // Counts are small, so none waits for its turn longer than it takes to come to it.
  const options = { lanes: job.pool.batchLanes, weigh: () => 0, maxWaiting: 0, signal: job.signal }
  for await (const { row, part } of inOrder(splits, open, options)) {
    lengths.set(part.lengths, row)
    if (trained && part.trained) trained.set(part.trained, row)
    for (const issue of part.issues) count.onIssue(issue)
    done += part.lengths.length
    job.report('Counting tokens', { done, total: numRows, unit: 'rows' })
  }
  return { lengths, trained }
}

async function* splitCounts(count: TokenCount, split: Split, signal: AbortSignal, job: JobContext) {
  const { recipe, source } = count
  let row = split.rowStart
  try {
    const params = { recipe, source, labelPadId: IGNORED_LABEL, place: await count.placeOf(split), ...split }
    for await (const part of job.pool.batch.rowCounts(params, signal)) {
      yield { row, part }
      row += part.lengths.length
    }
  } catch (error) {
    if (!isDecoderFailure(error)) throw error
  }
}
