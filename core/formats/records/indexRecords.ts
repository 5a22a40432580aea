import { throwIfAborted } from '../../abort.ts'
import type { ByteSource } from '../../io/byteSource.ts'
import type { Kernels } from '../../kernels/kernels.ts'
import { cutChunks } from './cutChunks.ts'
import { CHUNK_BYTES, REPORT_BYTES, REPORT_MS } from './limits.ts'
import { holdsRecord, isBlank } from './recordBytes.ts'
import type { RecordFormat } from './recordFormat.ts'
import { EntryBuilder, type RecordEntry, type RecordIndexDelta } from './recordIndex.ts'

export interface IndexRange {
  /** An entry to go on after; default: the whole source. */
  after?: RecordEntry | null
  /** Stop once this row has been found; default: at the end of the source. */
  untilRow?: number
  chunkBytes?: number
}

/**
 * Finds every row of a source without parsing any, at the speed of the newline search. A delta comes every 64 MiB or
 * 100 ms, and one at the end, which is `complete` unless `untilRow` ended the pass early.
 */
export async function* indexRecords(
  source: ByteSource,
  format: RecordFormat,
  kernels: Kernels,
  signal?: AbortSignal,
  range: IndexRange = {},
): AsyncGenerator<RecordIndexDelta, void, void> {
  const { after = null, untilRow = Number.POSITIVE_INFINITY, chunkBytes = CHUNK_BYTES } = range
  const { blank, extent = 'lines' } = format
  const entries = new EntryBuilder(after)
  let numRows = after?.row ?? 0
  let recordStart = after?.byteStart ?? format.dataStart
  let pendingIsRow = false
  let byteEnd = recordStart
  let reportedBytes = byteEnd
  let reportedAt = performance.now()

  const bytesRange = { byteStart: recordStart, firstChunkBytes: chunkBytes, chunkBytes, signal }
  for await (const { bytes, byteStart, ends, count, again } of cutChunks(source, format, kernels, bytesRange)) {
    if (again) {
      recordStart = byteStart
      pendingIsRow = false
    }
    let at = 0
    for (let i = 0; i < count; i++) {
      const newline = ends[i]!
      if (pendingIsRow || holdsRecord(bytes, at, newline, extent, blank)) {
        entries.add(numRows++, recordStart)
        pendingIsRow = false
      }
      at = newline + 1
      recordStart = byteStart + at
    }
    if (!pendingIsRow) pendingIsRow = !isBlank(bytes, at, bytes.length, blank)
    byteEnd = Math.max(byteEnd, byteStart + bytes.length)

    throwIfAborted(signal)
    if (numRows > untilRow) {
      yield entries.take(numRows, byteEnd, false)
      return
    }
    const now = performance.now()
    if (byteEnd - reportedBytes >= REPORT_BYTES || now - reportedAt >= REPORT_MS) {
      yield entries.take(numRows, byteEnd, false)
      reportedBytes = byteEnd
      reportedAt = performance.now()
    }
  }
  if (pendingIsRow) entries.add(numRows++, recordStart)
  yield entries.take(numRows, byteEnd, true)
}
