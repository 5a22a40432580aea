import { decodeUtf8 } from '../../bytes/utf8.ts'
import { EngineError } from '../../errors.ts'
import type { ByteSource } from '../../io/byteSource.ts'
import { memorySource } from '../../io/memorySource.ts'
import { readFull } from '../../io/readFull.ts'
import type { Issue } from '../../issues.ts'
import { scalarKernels } from '../../kernels/scalarKernels.ts'
import { byteOrderMarkBytes } from '../records/byteOrderMark.ts'
import { readRecords } from '../records/readRecords.ts'
import { CsvFields, fieldText } from './csvFields.ts'
import { csvFormat } from './csvFormat.ts'
import { type CsvHeader, columnNames, nameOfPlace } from './csvHeader.ts'
import { isRow, lookAt, type RecordLook } from './headerRule.ts'
import { type PreambleLook, preambleLength, separatorLine } from './preamble.ts'
import { sniffDelimiter } from './sniffDelimiter.ts'

/** What is read to find out how the file begins. */
const HEAD_BYTES = 64 * 1024
const MAX_HEADER_BYTES = 16 * 1024 ** 2
/** Records the header is compared with, at most. */
const COMPARED_RECORDS = 100

export interface CsvStart {
  header: CsvHeader
  /** Byte offset of the first row. */
  dataStart: number
}

export interface CsvStartOptions {
  /** Field separator, one ASCII byte; null: the one that fits best. */
  delimiter: number | null
  /** Whether the first record holds the names; null: decided by `isRow`. */
  hasHeader: boolean | null
  signal?: AbortSignal
}

/** A record of the beginning. */
interface FirstRecord extends RecordLook, PreambleLook {
  byteStart: number
  /** Offset behind the record, before its line end. */
  byteEnd: number
}

/**
 * Delimiter, column names and the place of the first row, from the first 64 KiB (more where the header is longer).
 * @throws EngineError `format/unsupported` for UTF-16, `limit/exceeded` for a header over 16 MiB, what the source throws
 */
export async function findStart(source: ByteSource, options: CsvStartOptions): Promise<CsvStart> {
  const head = await readFull(source, 0, HEAD_BYTES, options.signal)
  const isWhole = head.length < HEAD_BYTES
  const textStart = byteOrderMarkBytes(head)
  const separator = separatorLine(head, textStart)
  const firstStart = separator?.byteEnd ?? textStart
  const delimiter = options.delimiter ?? separator?.delimiter ?? sniffDelimiter(head.subarray(firstStart), isWhole)
  const from = isWhole ? memorySource(head) : source
  const all = await firstRecords(from, firstStart, delimiter, isWhole ? head.length : HEAD_BYTES, options.signal)
  const skipped = preambleLength(all)
  const records = all.slice(skipped)
  const [first, ...others] = records
  const issues: Issue[] = []
  const tellAt = (byteStart: number, severity: Issue['severity']) => (code: string, message: string) =>
    issues.push({ severity, code, message, rowStart: null, rowEnd: null, byteStart })
  if (skipped > 0) {
    const lines = skipped === 1 ? 'a line' : `${skipped} lines`
    tellAt(textStart, 'warning')('csv/preamble', `${lines} before the header left out: ${all[0]!.text.slice(0, 80)}`)
  }
  if (!first) return { header: { delimiter, names: [], issues }, dataStart: isWhole ? head.length : firstStart }

  const alike = others.filter(({ kinds }) => kinds.length === first.kinds.length)
  if (!(options.hasHeader ?? !isRow(first, alike))) {
    if (options.hasHeader === null) {
      const reason = 'the first record is a row, not a header: columns are called by their place'
      tellAt(first.byteStart, 'info')('csv/no-header', reason)
    }
    return {
      header: { delimiter, names: first.texts.map((_, i) => nameOfPlace(i)), issues },
      dataStart: first.byteStart,
    }
  }
  const tell = tellAt(first.byteStart, 'warning')
  const names = columnNames(first.texts, tell)
  if (first.text.includes('\ufffd')) {
    tell('csv/invalid-utf8', 'the header is not valid UTF-8: malformed bytes are shown as U+FFFD')
  }
  return { header: { delimiter, names, issues }, dataStart: others[0]?.byteStart ?? first.byteEnd }
}

/** The records that start before `byteEnd`, as far as they are wanted; the first one whatever its length. */
async function firstRecords(
  source: ByteSource,
  byteStart: number,
  delimiter: number,
  byteEnd: number,
  signal: AbortSignal | undefined,
): Promise<FirstRecord[]> {
  const format = csvFormat({ delimiter, names: [], issues: [] }, { dataStart: byteStart })
  const fields = new CsvFields()
  const records: FirstRecord[] = []
  const range = { firstChunkBytes: HEAD_BYTES, maxRecordBytes: MAX_HEADER_BYTES, signal }
  for await (const { bytes, bytesAt, starts, ends, count, oversizedBytes } of readRecords(
    source,
    format,
    scalarKernels,
    range,
  )) {
    if (oversizedBytes > 0) {
      if (records.length > 0) break
      const reason = `the CSV header has ${oversizedBytes} bytes, at most ${MAX_HEADER_BYTES} are read`
      throw new EngineError('limit/exceeded', reason, { byte: bytesAt })
    }
    for (let i = 0; i < count && records.length < COMPARED_RECORDS; i++) {
      const start = starts[i]!
      const end = ends[i]!
      fields.split(bytes, start, end, delimiter)
      const textOf = (n: number) => fieldText(bytes, fields.starts[n]!, fields.ends[n]!, fields.kinds[n]!)
      const text = decodeUtf8(bytes, start, end)
      const apart = i > 0 && /^(?:\r\n|\n|\r)[\r\n]/.test(decodeUtf8(bytes, ends[i - 1]!, start))
      records.push({
        ...lookAt(fields, bytes, textOf),
        byteStart: bytesAt + start,
        byteEnd: bytesAt + end,
        text,
        apart,
      })
    }
    if (records.length >= COMPARED_RECORDS || bytesAt + bytes.length >= byteEnd) break
  }
  return records
}
