import type { ByteSource } from '../../io/byteSource.ts'
import { readFull } from '../../io/readFull.ts'
import { kernelSlot } from '../jsonl/kernel/kernelSlot.ts'
import { byteOrderMarkBytes } from '../records/byteOrderMark.ts'
import { type OpenRecordsOptions, openRecords } from '../records/openRecords.ts'
import type { RecordsDataset } from '../records/recordsDataset.ts'
import { findLayout } from './findLayout.ts'
import { jsonFormat } from './jsonFormat.ts'
import type { JsonLayout } from './jsonLayout.ts'

const FIRST_HEAD_BYTES = 64 * 1024
/** In a document the array of the rows begins before this, or the document is itself a row. */
const MAX_HEAD_BYTES = 16 * 1024 ** 2

/**
 * JSON that is not in lines: an array of rows, an array inside a document, or whole values one after the other (a single
 * object is one row). Streamed: the array is never parsed as a whole.
 * @throws EngineError `format/unsupported` for UTF-16, besides what the source throws
 */
export async function openJson(source: ByteSource, options: OpenRecordsOptions): Promise<RecordsDataset> {
  const slot = kernelSlot(options.kernels)
  return openRecords(source, jsonFormat(await readLayout(source, options.signal), slot), options)
}

async function readLayout(source: ByteSource, signal: AbortSignal | undefined): Promise<JsonLayout> {
  for (let length = FIRST_HEAD_BYTES; ; length *= 4) {
    const head = await readFull(source, 0, length, signal)
    const isAll = head.length < length || length >= MAX_HEAD_BYTES
    const found = findLayout(head, byteOrderMarkBytes(head), isAll)
    if (found) return found
  }
}
