import type { Dataset, Split } from '../../dataset/dataset.ts'
import { NEAR_ROWS, nearRunEnd, openRowCursor } from '../../dataset/rowCursor.ts'
import { EngineError } from '../../errors.ts'
import type { Progress } from '../../progress.ts'
import { countTrained } from '../rows/countTokens.ts'
import { columnNames, type RowTokens, readRowTokens, type TokenColumns } from '../rows/rowTokens.ts'
import type { PartlyKept } from './partlyKept.ts'
import type { TrainedKept } from './tokenAccount.ts'

/** Rows that may be read, those on the way included, before a pass over whole splits is the better way. */
const JUMPED_ROWS = 65_536

export interface TrainedKeptOptions {
  labelPadId: number
  signal?: AbortSignal
  /** Told after each batch; of the rows that lost a part. */
  onProgress?: (progress: Progress) => void
}

/**
 * Whether rows are few, or near each other: then jumping to each costs less than reading what lies between, and a
 * dataset that is quick to jump in is the one to read from.
 */
export function isQuickToReach({ rows }: PartlyKept): boolean {
  let read = 0
  let last = Number.NEGATIVE_INFINITY
  for (let i = 0; i < rows.length && read <= JUMPED_ROWS; i++) {
    const row = rows[i] as number
    read += Math.min(NEAR_ROWS, row - last)
    last = row
  }
  return read <= JUMPED_ROWS
}

/**
 * Reads the labels of rows that lost a part and counts what the loss still sees of them: one pass in row order, one
 * batch in memory at a time. Of a few rows far gaps are skipped; of many only whole splits, as starting anew inside one
 * costs most datasets as much as reading on.
 * @returns what `tokenAccount` asks
 * @throws EngineError `source/changed` when a row is gone, null or cannot be packed any more
 */
export async function readTrainedKept(
  base: Dataset,
  source: TokenColumns,
  partly: PartlyKept,
  { labelPadId, signal, onProgress }: TrainedKeptOptions,
): Promise<TrainedKept> {
  const { rows } = partly
  const counts = new Uint32Array(rows.length)
  const columns = { ...source, mask: null }
  const cursor = openRowCursor(base, { columns: columnNames(columns), signal })
  const rowAt = (i: number) => rows[i] as number
  const runEnd = isQuickToReach(partly)
    ? (from: number) => nearRunEnd(rowAt, from, rows.length)
    : (from: number) => splitRunEnd(base.splits, rows, from)
  try {
    for (let i = 0; i < rows.length; ) {
      const from = i
      const { batch, rowStart, rowEnd } = await cursor.moveTo(rowAt(i), () => runEnd(from))
      const tokens = readRowTokens(batch, columns)
      for (; i < rows.length && rowAt(i) < rowEnd; i++) {
        const local = rowAt(i) - rowStart
        if (tokens.ids.isNull(local) || tokens.problems.has(local)) {
          throw new EngineError('source/changed', `row ${rowAt(i)} cannot be packed any more`, { row: rowAt(i) })
        }
        counts[i] = trainedInParts(tokens, local, partly, i, labelPadId)
      }
      onProgress?.({ done: i, total: rows.length, unit: 'rows' })
    }
  } finally {
    await cursor.close()
  }
  return counts
}

/** Trained tokens in the kept parts of row `index` of `partly`, which is row `local` of `tokens`. */
function trainedInParts(
  tokens: RowTokens,
  local: number,
  { offsets, starts, lengths }: PartlyKept,
  index: number,
  labelPadId: number,
): number {
  let count = 0
  for (let p = offsets[index] as number; p < (offsets[index + 1] as number); p++) {
    count += countTrained(tokens, local, starts[p] as number, lengths[p] as number, labelPadId)
  }
  return count
}

/** One past the last of the ascending rows from index `at` on that no whole split without one of them parts. */
function splitRunEnd(splits: readonly Split[], rows: Uint32Array, at: number): number {
  let last = rows[at] as number
  let split = splitOf(splits, last)
  for (let i = at + 1; i < rows.length; i++) {
    const row = rows[i] as number
    const next = row < (splits[split]?.rowEnd ?? Number.POSITIVE_INFINITY) ? split : splitOf(splits, row)
    if (next > split + 1) break
    last = row
    split = next
  }
  return last + 1
}

/** Index of the split a row lies in; the number of splits behind the last one, as where an index is not known yet. */
function splitOf(splits: readonly Split[], row: number): number {
  let low = 0
  let high = splits.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((splits[middle] as Split).rowEnd <= row) low = middle + 1
    else high = middle
  }
  return low
}
