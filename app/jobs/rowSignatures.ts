import type { Split } from '../../core/dataset/dataset.ts'
import { firstFrom } from '../../core/dataset/firstFrom.ts'
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
  /** The rows wanted, ascending; null: all. */
  rows: Uint32Array | null
  /** Where each scan starts; they cover rows `[0, numRows)`. */
  splits: readonly Split[]
  /** What a worker has to know to read a split of a text format. */
  placeOf: (split: Split) => Promise<ScanPlace | null>
}

/**
 * Signatures of every row wanted of a dataset, in order, by as many workers as there are. Rows of a split whose decoder fails (a
 * damaged row group) have no text from there to its end; the next split is read again.
 */
export async function* poolSignatures(
  dataset: SignedDataset,
  pool: Pool,
  signal: AbortSignal,
): AsyncGenerator<SignedRows> {
  const open = (part: Part, leaving: AbortSignal) => partSignatures(dataset, part, pool, leaving)
  const weigh = ({ sizes, digests, bands }: SignedRows) => sizes.byteLength + digests.byteLength + bands.byteLength
  const parts = partsOf(dataset)
  yield* inOrder(parts, open, { lanes: pool.batchLanes, weigh, maxWaiting: WAITING_BYTES, signal })
}

interface Part extends Split {
  /** The rows wanted of it; null: all. */
  rows: Uint32Array<ArrayBuffer> | null
}

/** Splits from their first wanted row to their last, those without one left out. */
function partsOf({ splits, rows }: SignedDataset): Part[] {
  if (!rows) return splits.map((split) => ({ ...split, rows: null }))
  return splits.flatMap((split) => {
    const own = rows.slice(firstFrom(rows, split.rowStart), firstFrom(rows, split.rowEnd))
    const last = own.at(-1)
    return last === undefined ? [] : [{ rowStart: own[0] as number, rowEnd: last + 1, rows: own }]
  })
}

async function* partSignatures(
  { recipe, column, shape, placeOf }: SignedDataset,
  part: Part,
  pool: Pool,
  signal: AbortSignal,
): AsyncGenerator<SignedRows> {
  let left = part.rows?.length ?? part.rowEnd - part.rowStart
  try {
    const params = { recipe, column, shape, place: await placeOf(part), ...part }
    for await (const signed of pool.batch.nearSignatures(params, signal)) {
      yield signed
      left -= signed.sizes.length
    }
  } catch (error) {
    if (!isDecoderFailure(error)) throw error
    for (; left > 0; left -= LOST_ROWS) {
      const words = (each: number) => new Uint32Array(Math.min(LOST_ROWS, left) * each)
      yield { sizes: words(1), digests: words(2), bands: words(shape.bands) }
    }
  }
}
