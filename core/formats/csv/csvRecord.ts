import { decodeUtf8, encodeUtf8, findInvalidUtf8 } from '../../bytes/utf8.ts'
import type { Issue } from '../../issues.ts'
import type { OnIssue, RecordSpan } from '../records/recordFormat.ts'
import { CsvFields } from './csvFields.ts'
import { NEWLINE } from './scalarCut.ts'

/**
 * One record divided into fields, with everything that is wrong with it as such told as issues: malformed UTF-8
 * (replaced), stray and unclosed quotes, more or fewer fields than the header has.
 */
export class CsvRecord {
  readonly fields = new CsvFields()
  /** What the fields' offsets point into: the record's bytes, or a repaired copy. */
  bytes: Uint8Array = new Uint8Array(0)
  readonly #delimiter: number
  readonly #numColumns: number
  readonly #onIssue: OnIssue

  constructor(delimiter: number, numColumns: number, onIssue: OnIssue) {
    this.#delimiter = delimiter
    this.#numColumns = numColumns
    this.#onIssue = onIssue
  }

  read(record: RecordSpan): void {
    const { fields } = this
    const { start, end } = record
    this.bytes = record.bytes
    fields.split(record.bytes, start, end, this.#delimiter)
    if (fields.hasHighBytes) {
      const invalid = findInvalidUtf8(record.bytes, start, end)
      if (invalid >= 0) this.#repair(record, invalid)
    }
    if (fields.strayQuoteAt >= 0) this.#tell(record, 'warning', STRAY, fields.strayQuoteAt)
    if (fields.textBehindQuoteAt >= 0) this.#tellBehind(record)
    if (fields.openQuoteAt >= 0) this.#tell(record, 'error', OPEN, fields.openQuoteAt)
    if (fields.count !== this.#numColumns) this.#tellRagged(record)
  }

  #repair(record: RecordSpan, invalid: number): void {
    this.#tell(record, 'warning', INVALID, invalid)
    this.bytes = encodeUtf8(decodeUtf8(record.bytes, record.start, record.end))
    this.fields.split(this.bytes, 0, this.bytes.length, this.#delimiter)
  }

  /** A quote that closes in another line than it opened in, with text behind it, may well be one that opens a field. */
  #tellBehind(record: RecordSpan): void {
    const { textBehindQuoteAt: at } = this.fields
    let lines = 1
    for (let i = this.bytes === record.bytes ? record.start : 0; i < at; i++) if (this.bytes[i] === NEWLINE) lines++
    if (lines === 1) this.#tell(record, 'warning', BEHIND, at)
    else this.#tell(record, 'error', ['csv/text-behind-quote', `${BEHIND[1]}; ${lines} lines ${SWALLOWED}`], at)
  }

  #tellRagged(record: RecordSpan): void {
    const { fields } = this
    const expected = this.#numColumns
    let severity: Issue['severity'] = 'warning'
    for (let i = expected; i < fields.count; i++) if (fields.starts[i]! < fields.ends[i]!) severity = 'error'
    const extra = fields.count > expected ? ': the fields beyond are left out' : ': the missing ones are null'
    const reason = `has ${fields.count} fields, the header has ${expected}${extra}`
    this.#tell(record, severity, ['csv/ragged-row', reason], record.start)
  }

  #tell(record: RecordSpan, severity: Issue['severity'], [code, reason]: readonly [string, string], at: number): void {
    const { row, bytesAt, start } = record
    const byteStart = bytesAt + (this.bytes === record.bytes ? at : start)
    this.#onIssue({ severity, code, message: `row ${row} ${reason}`, rowStart: row, rowEnd: row + 1, byteStart })
  }
}

const INVALID = ['csv/invalid-utf8', 'is not valid UTF-8: malformed bytes are shown as U+FFFD'] as const
const STRAY = ['csv/stray-quote', 'has a quote inside a field without quotes: it is taken as it stands'] as const
const BEHIND = ['csv/text-behind-quote', 'has text behind a closing quote: it is added to the field'] as const
const SWALLOWED = 'are in this row, perhaps since a quote was never closed'
const OPEN = [
  'csv/unclosed-quote',
  'has a quote that is never closed: the field is taken to end with its line',
] as const
