import type { Split } from '../../core/dataset/dataset.ts'
import { firstFrom } from '../../core/dataset/firstFrom.ts'
import { inOrder } from '../../core/dataset/inOrder.ts'
import { joinSplits, type SplitRun } from '../../core/dataset/joinSplits.ts'
import { isDecoderFailure } from '../../core/dataset/salvage.ts'
import { EngineError } from '../../core/errors.ts'
import type { RowDigests } from '../../core/hashing/digestRows.ts'
import { pickDigests } from '../../core/hashing/pickDigests.ts'
import { DIGEST_BYTES } from '../../core/hashing/rowHasher.ts'
import type { RowKey } from '../../core/hashing/rowKey.ts'
import type { Pool } from '../pool/pool.ts'
import type { DatasetRecipe, ScanPlace } from '../pool/tasks.ts'

/** Digests that a part behind the first one may hold ready. */
const WAITING_BYTES = 16 * 1024 ** 2
/** Tasks a worker has at a time: while one waits for the file or for its next call, the other hashes. */
const TASKS_PER_WORKER = 2
/** Small splits are put together, but so that each worker gets at least so many tasks: the last ones end together. */
const RUNS_PER_WORKER = 8
const MOST_RUN_ROWS = 256 * 1024
/** Rows of an answer for rows that could not be read. */
const LOST_ROWS = 64 * 1024

export interface DigestedDataset {
  recipe: DatasetRecipe
  key: RowKey
  /** The rows wanted, ascending; null: all. */
  rows: Uint32Array | null
  /** Where each scan starts; they cover rows `[0, numRows)`. */
  splits: readonly Split[]
  /** What a worker has to know to read a split of a text format. */
  placeOf: (split: Split) => Promise<ScanPlace | null>
}

/**
 * Digests of every row wanted of a dataset, in order, by as many workers as there are. Those between wanted rows are
 * hashed with them, but for the ones before the first and behind the last of a task: hashing takes less than leaving out. Rows of a split whose decoder fails (a
 * damaged row group) have no key from there to its end; the next split is read again.
 */
export async function* poolDigests(
  dataset: DigestedDataset,
  pool: Pool,
  signal: AbortSignal,
): AsyncGenerator<RowDigests> {
  const { splits, rows } = dataset
  const numRows = splits.at(-1)?.rowEnd ?? 0
  const mostRows = Math.min(MOST_RUN_ROWS, Math.ceil(numRows / (pool.batchLanes * RUNS_PER_WORKER)))
  const joined = joinSplits(splits, mostRows)
  const runs = rows ? joined.flatMap((run) => trimmed(run, rows)) : joined
  const open = (run: SplitRun, leaving: AbortSignal) => runDigests(dataset, run, pool, leaving)
  const weigh = (part: RowDigests) => part.digests.length
  const lanes = pool.batchLanes * TASKS_PER_WORKER
  yield* inOrder(runs, open, { lanes, weigh, maxWaiting: WAITING_BYTES, signal })
}

/** A run from its first wanted row to its last; none where there is none. */
function trimmed(run: SplitRun, rows: Uint32Array): SplitRun[] {
  const [start, end] = [firstFrom(rows, run.rowStart), firstFrom(rows, run.rowEnd)]
  if (start === end) return []
  return [{ ...run, rowStart: rows[start] as number, rowEnd: (rows[end - 1] as number) + 1 }]
}

/** A run in one task, and in another one behind each split that cannot be read to its end. */
async function* runDigests(
  { recipe, key, rows, placeOf }: DigestedDataset,
  { rowStart, rowEnd, splits }: SplitRun,
  pool: Pool,
  signal: AbortSignal,
): AsyncGenerator<RowDigests> {
  let row = rowStart
  while (row < rowEnd) {
    try {
      const rest = { rowStart: row, rowEnd }
      const params = { recipe, key, place: await placeOf(rest), ...rest }
      for await (const part of pool.batch.rowDigests(params, signal)) {
        yield rows ? pickDigests(part, row, rows) : part
        row += part.digests.length / DIGEST_BYTES
      }
      if (row < rowEnd) throw new EngineError('internal', `the scan ended at row ${row}`, { row })
    } catch (error) {
      if (!isDecoderFailure(error)) throw error
      const lostEnd = Math.min(rowEnd, splits.find((split) => split.rowEnd > row)?.rowEnd ?? rowEnd)
      while (row < lostEnd) {
        const lost = Math.min(LOST_ROWS, lostEnd - row)
        const part = { digests: new Uint8Array(lost * DIGEST_BYTES), keyless: new Uint8Array(lost).fill(1) }
        yield rows ? pickDigests(part, row, rows) : part
        row += lost
      }
    }
  }
}
