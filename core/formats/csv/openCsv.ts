import { EngineError } from '../../errors.ts'
import type { ByteSource } from '../../io/byteSource.ts'
import { type OpenRecordsOptions, openRecords } from '../records/openRecords.ts'
import type { RecordsDataset } from '../records/recordsDataset.ts'
import { csvFormat } from './csvFormat.ts'
import { findStart } from './csvStart.ts'

export interface OpenCsvOptions extends OpenRecordsOptions {
  /** Field separator, one ASCII character; default: the one of `, \t ; |` that fits best. */
  delimiter?: string
  /** Whether the first record holds the column names; default: whether it looks like it (see `isRow`). */
  header?: boolean
  /** A quote that is not closed within so many bytes is taken for one that never is; default 64 MiB. */
  maxQuotedBytes?: number
}

/**
 * CSV, read as Python's `csv` reads it: `"` quotes, doubled inside quotes; lines end in LF, CRLF or CR. Column types
 * follow from the values. Answers after reading about a mebibyte. Other than in Python, a quote that is never closed
 * costs its own line only.
 * @throws EngineError `format/unsupported` for UTF-16, `limit/exceeded` for a header over 16 MiB, `argument/invalid` for
 * a delimiter that is none, besides what the source throws
 */
export async function openCsv(source: ByteSource, options: OpenCsvOptions): Promise<RecordsDataset> {
  const { header: hasHeader = null, maxQuotedBytes, signal } = options
  const delimiter = options.delimiter === undefined ? null : delimiterByte(options.delimiter)
  const { header, dataStart } = await findStart(source, { delimiter, hasHeader, signal })
  const kernels = await options.kernels.csv()
  return openRecords(source, csvFormat(header, { dataStart, kernels, maxQuotedBytes }), options)
}

function delimiterByte(delimiter: string): number {
  const byte = delimiter.charCodeAt(0)
  if (delimiter.length === 1 && byte < 0x80 && !'"\r\n'.includes(delimiter)) return byte
  throw new EngineError('argument/invalid', `not a CSV delimiter: ${JSON.stringify(delimiter)}`, {
    feature: 'delimiter',
  })
}
