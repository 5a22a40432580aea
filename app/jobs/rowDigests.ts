import type { Split } from '../../core/dataset/dataset.ts'
import { inOrder } from '../../core/dataset/inOrder.ts'
import { isDecoderFailure } from '../../core/dataset/salvage.ts'
import type { RowDigests } from '../../core/hashing/digestRows.ts'
import { DIGEST_BYTES } from '../../core/hashing/rowHasher.ts'
import type { RowKey } from '../../core/hashing/rowKey.ts'
import type { Pool } from '../pool/pool.ts'
import type { DatasetRecipe, ScanPlace } from '../pool/tasks.ts'

/** Digests that a part behind the first one may hold ready. */
const WAITING_BYTES = 16 * 1024 ** 2
/** Rows of an answer for rows that could not be read. */
const LOST_ROWS = 64 * 1024

export interface DigestedDataset {
  recipe: DatasetRecipe
  key: RowKey
  /** Where each scan starts; they cover rows `[0, numRows)`. */
  splits: readonly Split[]
  /** What a worker has to know to read a split of a text format. */
  placeOf: (split: Split) => Promise<ScanPlace | null>
}

/**
 * Digests of every row of a dataset, in order, by as many workers as there are. Rows of a split whose decoder fails (a
 * damaged row group) have no key from there to its end; the next split is read again.
 */
export async function* poolDigests(
  dataset: DigestedDataset,
  pool: Pool,
  signal: AbortSignal,
): AsyncGenerator<RowDigests> {
  const open = (split: Split, leaving: AbortSignal) => splitDigests(dataset, split, pool, leaving)
  const weigh = (part: RowDigests) => part.digests.length
  yield* inOrder(dataset.splits, open, { lanes: pool.batchLanes, weigh, maxWaiting: WAITING_BYTES, signal })
}

async function* splitDigests(
  { recipe, key, placeOf }: DigestedDataset,
  split: Split,
  pool: Pool,
  signal: AbortSignal,
): AsyncGenerator<RowDigests> {
  let row = split.rowStart
  try {
    const params = { recipe, key, place: await placeOf(split), ...split }
    for await (const part of pool.batch.rowDigests(params, signal)) {
      yield part
      row += part.digests.length / DIGEST_BYTES
    }
  } catch (error) {
    if (!isDecoderFailure(error)) throw error
    while (row < split.rowEnd) {
      const rows = Math.min(LOST_ROWS, split.rowEnd - row)
      yield { digests: new Uint8Array(rows * DIGEST_BYTES), keyless: new Uint8Array(rows).fill(1) }
      row += rows
    }
  }
}
