import { throwIfAborted, withAbort } from '../../../core/abort.ts'
import { writeHashes } from '../../../core/dedup/hashFiles/writeHashes.ts'
import type { RowDigests } from '../../../core/hashing/digestRows.ts'
import { DIGEST_BYTES } from '../../../core/hashing/rowHasher.ts'
import type { RowKey } from '../../../core/hashing/rowKey.ts'
import type { JobResult, JobSpec } from '../../protocol/jobs.ts'
import type { Entry } from '../entry.ts'
import { digestEntry, type HashingJob } from './digestEntry.ts'

/** Digests of every row, as they come. */
export async function* hashRows(entry: Entry, key: RowKey, job: HashingJob): AsyncGenerator<RowDigests> {
  await withAbort(entry.indexed, job.signal)
  yield* digestEntry(entry, key, job)
}

/**
 * Writes the digests of all rows that have a key, whole or not at all.
 * @throws EngineError `sink/*`, `argument/invalid` for unknown columns; whatever scanning throws
 */
export async function writeHashFile(
  entry: Entry,
  { key, format, sink: target, overwrite }: Extract<JobSpec, { kind: 'hashes' }>,
  job: HashingJob,
): Promise<JobResult> {
  const { signal } = job
  job.report('Writing digests', null)
  await withAbort(entry.indexed, signal)
  const output = await job.platform.openOutput(target, { overwrite, folder: false })
  try {
    const file = await output.create('')
    const writer = writeHashes(format, file)
    const total = entry.dataset.extent.numRows
    let rows = 0
    for await (const part of digestEntry(entry, key, job)) {
      await writer.write(part)
      rows += part.digests.length / DIGEST_BYTES
      job.report('Writing digests', { done: rows, total, unit: 'rows' })
    }
    const written = await writer.close()
    await file.close()
    throwIfAborted(signal)
    await output.commit()
    return { kind: 'hashes', rows, ...written, sink: target }
  } catch (error) {
    await output.abort()
    throw error
  }
}
