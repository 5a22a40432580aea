import { withAbort } from '../../../core/abort.ts'
import { faultWarnings, HashReader } from '../../../core/dedup/hashFiles/readHashes.ts'
import { EngineError } from '../../../core/errors.ts'
import { type Format, isTextFormat } from '../../../core/formats/format.ts'
import type { RowDigests } from '../../../core/hashing/digestRows.ts'
import { DIGEST_BYTES } from '../../../core/hashing/rowHasher.ts'
import type { RowKey } from '../../../core/hashing/rowKey.ts'
import type { DedupAgainst } from '../../protocol/dedup.ts'
import type { SourceRef } from '../../protocol/refs.ts'
import type { Entry } from '../entry.ts'
import { openEntry } from '../openEntry.ts'
import type { Runtime } from '../runtime.ts'
import { digestEntry, type HashingJob } from './digestEntry.ts'

/** Where digests from outside of a dataset come from. */
export interface Outside {
  runtime: Runtime
  entryOf: (datasetId: string) => Entry
  /** An id of nothing else, for what is opened for it. */
  nextId: () => string
}

/**
 * The digests rows are compared with besides those of their own dataset.
 * @param warn told what else stands in a file of digests
 * @throws EngineError `argument/invalid` when the other dataset lacks a column; whatever opening and reading throws
 */
export async function* outsideDigests(
  against: DedupAgainst,
  key: RowKey,
  outside: Outside,
  job: HashingJob,
  warn: (warnings: { code: string; message: string }[]) => void,
): AsyncGenerator<RowDigests> {
  if (against.kind === 'dataset') {
    const other = outside.entryOf(against.datasetId)
    await withAbort(other.indexed, job.signal)
    const total = other.dataset.extent.numRows
    let done = 0
    for await (const part of digestEntry(other, key, job)) {
      yield part
      done += part.digests.length / DIGEST_BYTES
      job.report('Hashing the other dataset', { done, total, unit: 'rows' })
    }
    return
  }
  const { signal } = job
  const entry = await openHashes(outside, against.source, signal)
  try {
    const reader = new HashReader()
    let done = 0
    for await (const { digests, rows } of reader.read(entry.dataset, signal)) {
      yield { digests, keyless: null }
      done += rows
      job.report('Reading digests', { done, total: null, unit: 'rows' })
    }
    warn(faultWarnings(reader.faults, entry.info.name))
  } finally {
    if (entry.recipe) outside.runtime.pool.release([entry.recipe.key])
    await entry.opened?.close()
  }
}

/** Opens a file of digests; what is text is read line by line, whatever its lines look like. */
async function openHashes({ runtime, nextId }: Outside, source: SourceRef, signal: AbortSignal): Promise<Entry> {
  const open = (format: Format | null) => openEntry(runtime, nextId(), source, format, signal)
  const entry = await open(null).catch((error: unknown) => {
    if (error instanceof EngineError && error.code === 'format/unknown') return null // text that looks like nothing
    throw error
  })
  const format = entry?.info.format
  if (entry && !(format && isTextFormat(format) && format !== 'text')) return entry
  await entry?.opened?.close()
  return open('text')
}
