import type { Schema } from 'apache-arrow'
import { decodeUtf8, encodeUtf8, findInvalidUtf8 } from '../../bytes/utf8.ts'
import { EngineError } from '../../errors.ts'
import type { Issue } from '../../issues.ts'
import { BatchWriter } from '../../table/writers/batchWriter.ts'
import { Utf8Writer } from '../../table/writers/utf8Writer.ts'
import type { OnIssue, RecordReader, RecordSpan } from '../records/recordFormat.ts'

/** The one column of a text. */
export const TEXT_COLUMN = 'text'

/** Lines into batches: the line as `text`, null in any other column. */
export class TextReader implements RecordReader {
  readonly batch: BatchWriter
  readonly #onIssue: OnIssue
  /** The writers of the columns that hold the line. */
  readonly #texts: readonly Utf8Writer[]

  /**
   * @param wanted the columns to fill
   * @throws EngineError `format/unsupported` where the column `text` is of any other type than text
   */
  constructor(wanted: Schema, onIssue: OnIssue) {
    this.batch = new BatchWriter(wanted)
    this.#onIssue = onIssue
    this.#texts = wanted.fields.flatMap((field, i) => {
      if (field.name !== TEXT_COLUMN) return []
      const writer = this.batch.columns[i]
      if (writer instanceof Utf8Writer) return [writer]
      throw new EngineError('format/unsupported', `lines cannot be read into a column of type ${field.type}`, {
        feature: String(field.type),
      })
    })
  }

  read(record: RecordSpan): void {
    const { bytes, start, end } = record
    const invalid = findInvalidUtf8(bytes, start, end)
    if (invalid >= 0) this.#onIssue(invalidText(record, invalid))
    try {
      for (const column of this.batch.columns) {
        if (!(column instanceof Utf8Writer) || !this.#texts.includes(column)) column.appendNull()
        else if (invalid < 0) column.appendBytes(bytes, start, end)
        else {
          const repaired = encodeUtf8(decodeUtf8(bytes, start, end))
          column.appendBytes(repaired, 0, repaired.length)
        }
      }
      this.batch.endRow()
    } catch (error) {
      if (!(error instanceof EngineError) || error.code !== 'limit/exceeded') throw error
      this.batch.dropRow()
      this.batch.appendNullRow()
      const rows = { rowStart: record.row, rowEnd: record.row + 1, byteStart: record.bytesAt + start }
      this.#onIssue({
        ...rows,
        severity: 'error',
        code: 'limit/exceeded',
        message: `row ${record.row} ${error.message}`,
      })
    }
  }
}

/** The issue of a line with malformed UTF-8, `at` in its bytes. */
export function invalidText({ row, bytesAt }: RecordSpan, at: number): Issue {
  const message = `row ${row} is not valid UTF-8: malformed bytes are shown as U+FFFD`
  const rows = { rowStart: row, rowEnd: row + 1, byteStart: bytesAt + at }
  return { ...rows, severity: 'warning', code: 'text/invalid-utf8', message }
}
