import type { Schema } from 'apache-arrow'
import { EngineError } from '../../errors.ts'
import type { CsvWindow } from '../../kernels/csvKernels.ts'
import { firstPlaces } from '../../table/batches.ts'
import { typeName } from '../../table/typeName.ts'
import { BatchWriter } from '../../table/writers/batchWriter.ts'
import type { RecordBlock } from '../records/recordBlock.ts'
import type { OnIssue, RecordReader, RecordSpan } from '../records/recordFormat.ts'
import { appendFields } from './csvBlockColumns.ts'
import { CsvBlocks, type WindowRows } from './csvBlocks.ts'
import { type CsvColumn, createCsvColumn } from './csvColumns.ts'
import type { CsvHeader } from './csvHeader.ts'
import { CsvRecord } from './csvRecord.ts'

/** Records of CSV into batches of one schema. */
export class CsvReader implements RecordReader {
  readonly batch: BatchWriter
  readonly #record: CsvRecord
  readonly #columns: readonly CsvColumn[]
  /** Per column of the batch, its position in the record; -1: the file has no such column. */
  readonly #positions: readonly number[]
  readonly #onIssue: OnIssue
  readonly #blocks: CsvBlocks | null

  /**
   * @param wanted the columns to fill
   * @param window reads blocks; null: every record is read by itself
   */
  constructor(header: CsvHeader, wanted: Schema, onIssue: OnIssue, window: CsvWindow | null = null) {
    this.batch = new BatchWriter(wanted)
    this.#record = new CsvRecord(header.delimiter, header.names.length, onIssue)
    this.#columns = wanted.fields.map((field, i) => createCsvColumn(field, this.batch.columns[i]!))
    const places = firstPlaces(header.names)
    this.#positions = wanted.fields.map(({ name }) => places.get(name) ?? -1)
    this.#onIssue = onIssue
    this.#blocks = window && new CsvBlocks(window, header.delimiter, header.names.length)
  }

  readBlock(block: RecordBlock, from: number, to: number): number {
    if (!this.#blocks) return from
    let at = from
    while (at < to) {
      const rows = this.#blocks.rowsAt(block, at, to)
      if (!rows) return at
      const read = this.#readRows(this.#blocks.window, rows)
      at += read
      if (read < rows.to - rows.from) return at
    }
    return to
  }

  /** Appends rows of a window as far as they fit all columns; returns how many. */
  #readRows(window: CsvWindow, { from, to }: WindowRows): number {
    const { batch } = this
    let end = to
    try {
      for (let i = 0; i < batch.columns.length && end > from; i++) {
        end = Math.min(end, appendFields(batch.columns[i]!, window, this.#positions[i]!, { from, to: end }))
      }
    } catch (error) {
      if (!(error instanceof EngineError) || error.code !== 'limit/exceeded') throw error
      end = from // over the budget of a batch: row by row, the ones that fit are kept
    }
    batch.endRows(end - from)
    if (end < to) batch.dropRow()
    return end - from
  }

  read(record: RecordSpan): void {
    this.#record.read(record)
    try {
      this.#readFields(record)
      this.batch.endRow()
    } catch (error) {
      if (!(error instanceof EngineError) || error.code !== 'limit/exceeded') throw error
      this.batch.dropRow()
      this.batch.appendNullRow()
      const message = `row ${record.row} ${error.message}`
      const byteStart = record.bytesAt + record.start
      const rows = { rowStart: record.row, rowEnd: record.row + 1 }
      this.#onIssue({ ...rows, severity: 'error', code: 'limit/exceeded', message, byteStart })
    }
  }

  #readFields(record: RecordSpan): void {
    const { bytes, fields } = this.#record
    const { starts, ends, kinds, count } = fields
    for (let i = 0; i < this.#columns.length; i++) {
      const position = this.#positions[i]!
      if (position < 0 || position >= count) this.batch.columns[i]!.appendNull()
      else if (!this.#columns[i]!(bytes, starts[position]!, ends[position]!, kinds[position]!)) {
        this.#tellConflict(record, i, bytes === record.bytes ? starts[position]! : record.start)
      }
    }
  }

  #tellConflict({ row, bytesAt }: RecordSpan, column: number, at: number): void {
    const { name, type } = this.batch.schema.fields[column]!
    const message = `row ${row} has a value in ${name} that is not ${typeName(type)}`
    const rows = { rowStart: row, rowEnd: row + 1 }
    this.#onIssue({ ...rows, severity: 'warning', code: 'csv/type-conflict', message, byteStart: bytesAt + at })
  }
}
