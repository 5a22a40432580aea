import type { Split } from '../../../core/dataset/dataset.ts'
import { digestRows, type RowDigests } from '../../../core/hashing/digestRows.ts'
import { keyReading, type RowKey } from '../../../core/hashing/rowKey.ts'
import type { Kernels } from '../../../core/kernels/kernels.ts'
import type { JobContext } from '../../jobs/job.ts'
import { poolDigests } from '../../jobs/rowDigests.ts'
import type { Entry } from '../entry.ts'
import { partsOf, scanPlace } from '../recordParts.ts'
import { shardParts } from '../shardParts.ts'

/** A job that may hash rows in the engine's own thread. */
export interface HashingJob extends JobContext {
  kernels: Promise<Kernels>
}

/**
 * Digests of the keys of all rows of a dataset, in order: by workers where it was opened from a source, here over the
 * rows that workers decode where it is a view.
 * @throws EngineError `argument/invalid` for unknown columns; whatever scanning throws
 */
export async function* digestEntry(entry: Entry, key: RowKey, job: HashingJob): AsyncGenerator<RowDigests> {
  const { recipe, text, shards, dataset } = entry
  const { signal } = job
  const reading = keyReading(dataset.schema, key)
  if (!recipe) {
    const bulk = await entry.bulk(signal)
    const hasher = await (await job.kernels).hashing()
    yield* digestRows((request) => bulk.scan(request), reading, hasher, { signal })
    return
  }
  const splits = text ? partsOf(text, job.pool.batchLanes) : shards ? shardParts(shards) : dataset.splits
  const placeOf = async (split: Split) => text && scanPlace(text, split)
  yield* poolDigests({ recipe, key, splits, placeOf }, job.pool, signal)
}
