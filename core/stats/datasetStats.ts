import type { RecordBatch, Schema } from 'apache-arrow'
import { ColumnCollector } from './columnCollector.ts'
import type { Collector, ColumnStats } from './columnStats.ts'
import { statsBudget } from './statsBudget.ts'

/** Statistics of every column, in one pass over batches of `schema`. Memory is bounded, see `statsBudget`. */
export class DatasetStats implements Collector<RecordBatch, ColumnStats[]> {
  readonly #columns: readonly ColumnCollector[]

  constructor(schema: Schema, budget = statsBudget(schema.fields.length)) {
    this.#columns = schema.fields.map((field) => new ColumnCollector(field, budget))
  }

  add(batch: RecordBatch): void {
    this.#columns.forEach((column, i) => {
      column.add(batch.data.children[i]!)
    })
  }

  merge(other: DatasetStats): void {
    this.#columns.forEach((column, i) => {
      column.merge(other.#columns[i]!)
    })
  }

  finish(): ColumnStats[] {
    return this.#columns.map((column) => column.finish())
  }
}
