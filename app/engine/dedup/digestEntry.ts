import type { Split } from '../../../core/dataset/dataset.ts'
import { digestRows, type RowDigests } from '../../../core/hashing/digestRows.ts'
import { keyReading, type RowKey } from '../../../core/hashing/rowKey.ts'
import type { Kernels } from '../../../core/kernels/kernels.ts'
import type { JobContext } from '../../jobs/job.ts'
import { poolDigests } from '../../jobs/rowDigests.ts'
import type { Entry } from '../entry.ts'
import { partsOf, scanPlace } from '../recordParts.ts'
import { shardParts } from '../shardParts.ts'
import { chosenFrom } from '../views/chosenFrom.ts'

/**
 * Workers hash chosen rows with those between them; where they are fewer than one in so many, workers only read them: there
 * are not many, and what lies between is jumped over.
 */
const MOST_SKIPPED = 32

/** A job that may hash rows in the engine's own thread. */
export interface HashingJob extends JobContext {
  kernels: Promise<Kernels>
}

/**
 * Digests of the keys of all rows of a dataset, in order: by workers where its rows are those of a source, or chosen from
 * them; here over the rows that workers decode where it is made of them in another way.
 * @throws EngineError `argument/invalid` for unknown columns; whatever scanning throws
 */
export async function* digestEntry(entry: Entry, key: RowKey, job: HashingJob): AsyncGenerator<RowDigests> {
  const { signal } = job
  const reading = keyReading(entry.dataset.schema, key)
  const { base, rows } = chosenFrom(entry)
  const { recipe, text, shards, dataset } = base
  if (!recipe || (rows && rows.length * MOST_SKIPPED < dataset.extent.numRows)) {
    const bulk = await entry.bulk(signal)
    const hasher = await (await job.kernels).hashing()
    yield* digestRows((request) => bulk.scan(request), reading, hasher, { signal })
    return
  }
  const splits = text ? partsOf(text, job.pool.batchLanes) : shards ? shardParts(shards) : dataset.splits
  const placeOf = async (split: Split) => text && scanPlace(text, split)
  yield* poolDigests({ recipe, key, rows, splits, placeOf }, job.pool, signal)
}
