import type { RecordBatch, Schema } from 'apache-arrow'
import { makeBatch } from '../batches.ts'
import type { ColumnWriter } from './columnWriter.ts'
import { createWriter } from './createWriter.ts'
import { WriteBudget } from './writeBudget.ts'

/**
 * Collects rows into record batches of one schema. A row is written by giving every column exactly one value and
 * then calling `endRow`, or taken back, wherever the writing stopped, by `dropRow`.
 */
export class BatchWriter {
  readonly schema: Schema
  readonly columns: readonly ColumnWriter[]
  numRows = 0
  readonly #budget: WriteBudget

  constructor(schema: Schema, budget = new WriteBudget()) {
    this.schema = schema
    this.columns = schema.fields.map((field) => createWriter(field, budget))
    this.#budget = budget
  }

  /** Bytes of the rows so far. */
  get byteLength(): number {
    let total = 0
    for (const column of this.columns) total += column.byteLength
    return total
  }

  endRow(): void {
    this.numRows++
  }

  /** Ends `count` rows, of which every column has been given a value. */
  endRows(count: number): void {
    this.numRows += count
  }

  /** Takes back whatever was written since the last `endRow`. */
  dropRow(): void {
    for (const column of this.columns) column.truncate(this.numRows)
  }

  appendNullRow(): void {
    for (const column of this.columns) column.appendNull()
    this.numRows++
  }

  /** Hands the rows over and starts an empty batch. */
  finish(): RecordBatch {
    const columns = this.columns.map((column) => column.finish())
    const batch = makeBatch(this.schema, columns, this.numRows)
    this.numRows = 0
    this.#budget.reset()
    return batch
  }
}
