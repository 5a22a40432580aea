import { Schema, Utf8 } from 'apache-arrow'
import { findInvalidUtf8 } from '../../bytes/utf8.ts'
import type { ByteSource } from '../../io/byteSource.ts'
import { readFull } from '../../io/readFull.ts'
import { nullableField } from '../../table/jsonField.ts'
import { byteOrderMarkBytes } from '../records/byteOrderMark.ts'
import { type OpenRecordsOptions, openRecords } from '../records/openRecords.ts'
import { byteFlags } from '../records/recordBytes.ts'
import type { OnIssue, RecordFormat, RecordInference } from '../records/recordFormat.ts'
import type { RecordsDataset } from '../records/recordsDataset.ts'
import { TextCutter } from './textCutter.ts'
import { invalidText, TEXT_COLUMN, TextReader } from './textReader.ts'

/** No line is left out, empty ones are rows. */
const NOTHING = byteFlags()

/** Plain text whose first line starts at `dataStart`. */
export function textFormat(dataStart: number): RecordFormat {
  return {
    name: 'text',
    dataStart,
    blank: NOTHING,
    openIssues: [],
    createCutter: (kernels) => new TextCutter(kernels),
    createReader: (_schema, wanted, onIssue) => new TextReader(wanted, onIssue),
    createInference: textInference,
  }
}

/**
 * Plain text: a row per line, in one column `text`, as `datasets` reads it. Lines end in LF, CRLF or CR; empty ones
 * are rows; malformed UTF-8 is replaced, with an issue.
 * @throws EngineError `format/unsupported` for UTF-16, besides what the source throws
 */
export async function openText(source: ByteSource, options: OpenRecordsOptions): Promise<RecordsDataset> {
  const head = await readFull(source, 0, 3, options.signal)
  return openRecords(source, textFormat(byteOrderMarkBytes(head)), options)
}

/** Nothing is to be learnt, only told. */
function textInference(onIssue: OnIssue): RecordInference {
  return {
    add(record) {
      const invalid = findInvalidUtf8(record.bytes, record.start, record.end)
      if (invalid >= 0) onIssue(invalidText(record, invalid))
    },
    schema: () => new Schema([nullableField(TEXT_COLUMN, new Utf8())]),
    columnIssues: () => [],
  }
}
