import { decodeUtf8, utf8CutEnd } from '../../bytes/utf8.ts'
import { EngineError } from '../../errors.ts'
import type { ByteSource } from '../../io/byteSource.ts'
import { readFull } from '../../io/readFull.ts'
import type { Kernels } from '../../kernels/kernels.ts'
import { readRecords } from './readRecords.ts'
import type { RecordFormat } from './recordFormat.ts'
import type { RecordEntry } from './recordIndex.ts'

export interface RecordText {
  text: string
  /** Offset of the record in the source. */
  byteStart: number
  /** Bytes of the whole record, its line terminator left out. */
  byteLength: number
  /** Whether `text` is only the beginning. */
  truncated: boolean
}

export interface ReadRecordOptions {
  /** Where to start reading: at or before `row`. */
  entry: RecordEntry
  row: number
  maxBytes: number
  maxRecordBytes: number
  signal?: AbortSignal
}

/** One record as it stands in the file, cut at a character at most `maxBytes` in. */
export async function readRecordText(
  source: ByteSource,
  format: RecordFormat,
  kernels: Kernels,
  { entry, row, maxBytes, maxRecordBytes, signal }: ReadRecordOptions,
): Promise<RecordText> {
  const range = { byteStart: entry.byteStart, row: entry.row, maxRecordBytes, signal }
  for await (const block of readRecords(source, format, kernels, range)) {
    if (row >= block.row + block.count) continue
    const start = block.starts[row - block.row]!
    const end = block.ends[row - block.row]!
    const byteStart = block.bytesAt + start
    const byteLength = block.oversizedBytes || end - start
    const size = Math.min(byteLength, maxBytes)
    const held =
      block.oversizedBytes > 0 ? await readFull(source, byteStart, byteStart + size + 4, signal) : block.bytes
    const from = block.oversizedBytes > 0 ? 0 : start
    const truncated = size < byteLength
    const to = truncated ? utf8CutEnd(held, from, from + size) : from + size
    return { text: decodeUtf8(held, from, to), byteStart, byteLength, truncated }
  }
  throw new EngineError('source/changed', `row ${row} is no longer there`, { row, byte: entry.byteStart })
}
