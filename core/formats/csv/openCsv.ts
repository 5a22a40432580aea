import { EngineError } from '../../errors.ts'
import type { ByteSource } from '../../io/byteSource.ts'
import { readFull } from '../../io/readFull.ts'
import { scalarKernels } from '../../kernels/scalarKernels.ts'
import { byteOrderMarkBytes } from '../records/byteOrderMark.ts'
import { type OpenRecordsOptions, openRecords } from '../records/openRecords.ts'
import { byteFlags, isBlank, trimTerminator } from '../records/recordBytes.ts'
import type { RecordFormat } from '../records/recordFormat.ts'
import type { RecordsDataset } from '../records/recordsDataset.ts'
import { CsvCutter } from './csvCutter.ts'
import { type CsvHeader, readHeader } from './csvHeader.ts'
import { CsvInference } from './csvInference.ts'
import { CsvReader } from './csvReader.ts'
import { sniffDelimiter } from './sniffDelimiter.ts'

/** What is read to find the header, at first and at most. */
const HEAD_BYTES = 64 * 1024
const MAX_HEADER_BYTES = 16 * 1024 ** 2

const CARRIAGE_RETURN = 0x0d
const NEWLINE = 0x0a
const LINE_ENDS = byteFlags(CARRIAGE_RETURN, NEWLINE)

export interface OpenCsvOptions extends OpenRecordsOptions {
  /** Field separator, one ASCII character; default: the one of `, \t ; |` that fits best. */
  delimiter?: string
}

/** CSV whose first row starts at `dataStart`. */
export function csvFormat(header: CsvHeader, dataStart: number): RecordFormat {
  return {
    name: 'csv',
    dataStart,
    blank: LINE_ENDS,
    openIssues: header.issues,
    createCutter: (kernels) => new CsvCutter(kernels, header.delimiter),
    createReader: (_schema, wanted, onIssue) => new CsvReader(header, wanted, onIssue),
    createInference: (onIssue) => new CsvInference(header, onIssue),
  }
}

/**
 * CSV with a header, read as Python's `csv` reads it: `"` quotes, doubled inside quotes; lines end in LF or CRLF.
 * Column types follow from the values. Answers after reading about a mebibyte.
 * @throws EngineError `format/unsupported` for UTF-16 and for lines that end in CR alone, `limit/exceeded` for a
 * header over 16 MiB, `argument/invalid` for a delimiter that is none, besides what the source throws
 */
export async function openCsv(source: ByteSource, options: OpenCsvOptions): Promise<RecordsDataset> {
  const given = options.delimiter === undefined ? null : delimiterByte(options.delimiter)
  const { header, dataStart } = await findHeader(source, given, options.signal)
  return openRecords(source, csvFormat(header, dataStart), options)
}

async function findHeader(
  source: ByteSource,
  given: number | null,
  signal: AbortSignal | undefined,
): Promise<{ header: CsvHeader; dataStart: number }> {
  for (let size = HEAD_BYTES; ; size *= 4) {
    const head = await readFull(source, 0, size, signal)
    const isWhole = head.length < size
    const textStart = byteOrderMarkBytes(head)
    const text = head.subarray(textStart)
    const delimiter = given ?? sniffDelimiter(text, isWhole)
    const cutter = new CsvCutter(scalarKernels, delimiter)
    const found = cutter.cut(text)
    let start = 0
    for (let i = 0; i < found; i++) {
      const newline = cutter.ends[i]!
      if (!isBlank(text, start, newline, LINE_ENDS)) {
        const end = trimTerminator(text, start, newline)
        return { header: readHeader(text, start, end, delimiter, textStart), dataStart: textStart + newline + 1 }
      }
      start = newline + 1
    }
    if (isWhole) {
      rejectBareReturns(text)
      const end = trimTerminator(text, start, text.length)
      const isEmpty = isBlank(text, start, end, LINE_ENDS)
      const header = isEmpty ? { delimiter, names: [], issues: [] } : readHeader(text, start, end, delimiter, textStart)
      return { header, dataStart: head.length }
    }
    if (size >= MAX_HEADER_BYTES) {
      rejectBareReturns(text)
      throw new EngineError('limit/exceeded', `the CSV header does not end within ${size} bytes`, { byte: textStart })
    }
  }
}

function rejectBareReturns(text: Uint8Array): void {
  const at = text.indexOf(CARRIAGE_RETURN)
  if (at < 0 || at === text.length - 1 || text.indexOf(NEWLINE) >= 0) return
  throw new EngineError('format/unsupported', 'lines end in CR alone, LF or CRLF is expected', {
    feature: 'bare-cr',
    byte: at,
  })
}

function delimiterByte(delimiter: string): number {
  const byte = delimiter.charCodeAt(0)
  if (delimiter.length === 1 && byte < 0x80 && !'"\r\n'.includes(delimiter)) return byte
  throw new EngineError('argument/invalid', `not a CSV delimiter: ${JSON.stringify(delimiter)}`, {
    feature: 'delimiter',
  })
}
