import type { Split } from '../../../core/dataset/dataset.ts'
import { digestRows, type RowDigests } from '../../../core/hashing/digestRows.ts'
import { DIGEST_BYTES } from '../../../core/hashing/rowHasher.ts'
import { keyReading, type RowKey } from '../../../core/hashing/rowKey.ts'
import type { Kernels } from '../../../core/kernels/kernels.ts'
import type { JobContext } from '../../jobs/job.ts'
import { poolDigests } from '../../jobs/rowDigests.ts'
import type { Entry } from '../entry.ts'
import { partsOf, scanPlace } from '../recordParts.ts'
import { shardParts } from '../shardParts.ts'

/** Chosen rows are hashed with those between them, by workers, where they are at least one in so many. */
const MOST_SKIPPED = 2

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
  const { selection } = entry
  if (selection && selection.rows.length * MOST_SKIPPED >= selection.base.dataset.extent.numRows) {
    yield* chosenDigests(digestEntry(selection.base, key, job), selection.rows)
    return
  }
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

/** Digests of some rows of those that come. @param rows ascending */
async function* chosenDigests(parts: AsyncIterable<RowDigests>, rows: Uint32Array): AsyncGenerator<RowDigests> {
  let start = 0
  let next = 0
  for await (const { digests, keyless } of parts) {
    const end = start + digests.length / DIGEST_BYTES
    const first = next
    while (next < rows.length && rows[next]! < end) next++
    const chosen = {
      digests: new Uint8Array((next - first) * DIGEST_BYTES),
      keyless: keyless && new Uint8Array(next - first),
    }
    for (let i = first; i < next; i++) {
      const at = rows[i]! - start
      chosen.digests.set(digests.subarray(at * DIGEST_BYTES, (at + 1) * DIGEST_BYTES), (i - first) * DIGEST_BYTES)
      if (keyless && chosen.keyless) chosen.keyless[i - first] = keyless[at] as number
    }
    start = end
    yield chosen
  }
}
