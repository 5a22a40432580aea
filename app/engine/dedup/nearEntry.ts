import type { RecordBatch } from 'apache-arrow'
import { withAbort } from '../../../core/abort.ts'
import type { Dataset, Split } from '../../../core/dataset/dataset.ts'
import { firstFrom } from '../../../core/dataset/firstFrom.ts'
import { selectRows } from '../../../core/dataset/selectRows.ts'
import { findNear, type NearResult } from '../../../core/dedup/near/findNear.ts'
import { checkNearParams, signShape } from '../../../core/dedup/near/nearParams.ts'
import { COMPARED_ROW_BYTES, type NearSource } from '../../../core/dedup/near/nearSource.ts'
import { type SignedRows, signScan } from '../../../core/dedup/near/signRows.ts'
import { EngineError } from '../../../core/errors.ts'
import type { SignShape } from '../../../core/kernels/minhashKernel.ts'
import { poolSignatures } from '../../jobs/rowSignatures.ts'
import type { DedupAgainst, DedupMethod } from '../../protocol/dedup.ts'
import type { Entry } from '../entry.ts'
import { partsOf, scanPlace } from '../recordParts.ts'
import { shardParts } from '../shardParts.ts'
import { chosenFrom } from '../views/chosenFrom.ts'
import type { HashingJob } from './digestEntry.ts'

/** Memory for rows and their bands: 50 million at most, over 8 million rows of 25 bands in one pass. */
const NEAR_BUDGET_BYTES = 1024 ** 3
/** What n-grams of rows that are compared have of it at least. */
const LEAST_NGRAM_BYTES = NEAR_BUDGET_BYTES / 8

/**
 * Near duplicates among the rows of a dataset, and of another one that comes before it.
 * @throws EngineError `argument/invalid`, `limit/exceeded`; whatever scanning throws
 */
export async function nearEntry(
  base: Entry,
  method: Extract<DedupMethod, { kind: 'near' }>,
  against: DedupAgainst | null,
  entryOf: (datasetId: string) => Entry,
  job: HashingJob,
): Promise<NearResult> {
  const { signal } = job
  checkNearParams(method)
  if (against?.kind === 'hashes') {
    throw new EngineError('argument/invalid', 'digests tell nothing of near duplicates: compare with a dataset')
  }
  const other = against && entryOf(against.datasetId)
  if (other) await withAbort(other.indexed, signal)
  const { column } = method
  const parts = other ? [other, base] : [base]
  const counts = parts.map(({ dataset }) => dataset.extent.numRows)
  const outsideRows = other ? (counts[0] as number) : 0
  const bulk: Dataset[] = []
  for (const part of parts) bulk.push(await part.bulk(signal))
  const source: NearSource = {
    numRows: counts.reduce((sum, rows) => sum + rows, 0),
    outsideRows,
    async *sign(shape) {
      for (const part of parts) yield* signEntry(part, column, shape, job)
    },
    async *texts(rows) {
      const at = firstFrom(rows, outsideRows)
      if (other) yield* textsOf(bulk[0] as Dataset, rows.subarray(0, at), column, signal)
      const own = rows.subarray(at).map((row) => row - outsideRows)
      yield* textsOf(bulk.at(-1) as Dataset, own, column, signal)
    },
  }
  const signer = (await (await job.kernels).minhash()).createSigner(signShape(method))
  return findNear(source, method, column, signer, {
    budgetBytes: NEAR_BUDGET_BYTES,
    ngramBytes: Math.max(LEAST_NGRAM_BYTES, NEAR_BUDGET_BYTES - source.numRows * COMPARED_ROW_BYTES),
    signal,
    onProgress: (label, done, total) => job.report(label, { done, total, unit: 'rows' }),
  })
}

/** By workers where its rows are those of a source, or chosen from them; here over rows that workers decode otherwise. */
async function* signEntry(entry: Entry, column: string, shape: SignShape, job: HashingJob): AsyncGenerator<SignedRows> {
  const { signal } = job
  const { base, rows } = chosenFrom(entry)
  const { recipe, text, shards, dataset } = base
  if (!recipe) {
    const kernel = await (await job.kernels).minhash()
    const view = await entry.bulk(signal)
    yield* signScan((request) => view.scan(request), column, kernel, shape, { signal })
    return
  }
  const splits = text ? partsOf(text, job.pool.batchLanes) : shards ? shardParts(shards) : dataset.splits
  const placeOf = async (split: Split) => text && scanPlace(text, split)
  yield* poolSignatures({ recipe, column, shape, rows, splits, placeOf }, job.pool, signal)
}

async function* textsOf(
  dataset: Dataset,
  rows: Uint32Array,
  column: string,
  signal: AbortSignal,
): AsyncGenerator<RecordBatch> {
  if (rows.length > 0) yield* selectRows(dataset, rows).scan({ columns: [column], signal })
}
