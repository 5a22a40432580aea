import type { Split } from '../../core/dataset/dataset.ts'
import { inOrder } from '../../core/dataset/inOrder.ts'
import { isDecoderFailure } from '../../core/dataset/salvage.ts'
import type { SignedRows } from '../../core/dedup/near/signRows.ts'
import type { SignShape } from '../../core/kernels/minhashKernel.ts'
import type { Pool } from '../pool/pool.ts'
import type { DatasetRecipe, ScanPlace } from '../pool/tasks.ts'

/** Signatures that a part behind the first one may hold ready. */
const WAITING_BYTES = 16 * 1024 ** 2
/** Rows of an answer for rows that could not be read. */
const LOST_ROWS = 64 * 1024

export interface SignedDataset {
  recipe: DatasetRecipe
  column: string
  shape: SignShape
  /** Where each scan starts; they cover rows `[0, numRows)`. */
  splits: readonly Split[]
  /** What a worker has to know to read a split of a text format. */
  placeOf: (split: Split) => Promise<ScanPlace | null>
}

/**
 * Signatures of every row of a dataset, in order, by as many workers as there are. Rows of a split whose decoder fails (a
 * damaged row group) have no text from there to its end; the next split is read again.
 */
export async function* poolSignatures(
  dataset: SignedDataset,
  pool: Pool,
  signal: AbortSignal,
): AsyncGenerator<SignedRows> {
  const open = (split: Split, leaving: AbortSignal) => splitSignatures(dataset, split, pool, leaving)
  const weigh = ({ sizes, digests, bands }: SignedRows) => sizes.byteLength + digests.byteLength + bands.byteLength
  yield* inOrder(dataset.splits, open, { lanes: pool.batchLanes, weigh, maxWaiting: WAITING_BYTES, signal })
}

async function* splitSignatures(
  { recipe, column, shape, placeOf }: SignedDataset,
  split: Split,
  pool: Pool,
  signal: AbortSignal,
): AsyncGenerator<SignedRows> {
  let row = split.rowStart
  try {
    const params = { recipe, column, shape, place: await placeOf(split), ...split }
    for await (const part of pool.batch.nearSignatures(params, signal)) {
      yield part
      row += part.sizes.length
    }
  } catch (error) {
    if (!isDecoderFailure(error)) throw error
    while (row < split.rowEnd) {
      const rows = Math.min(LOST_ROWS, split.rowEnd - row)
      const words = (each: number) => new Uint32Array(rows * each)
      yield { sizes: words(1), digests: words(2), bands: words(shape.bands) }
      row += rows
    }
  }
}
