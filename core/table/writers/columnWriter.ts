import type { Data, DataType } from 'apache-arrow'

/**
 * Fills one Arrow column through typed arrays. Each kind adds its own append methods; formats call those directly,
 * so no value passes through a JavaScript object on its way into a batch.
 */
export interface ColumnWriter {
  readonly type: DataType
  /** Values appended so far, nulls included. */
  readonly length: number
  /** Bytes the values take, without unused capacity. */
  readonly byteLength: number
  appendNull(): void
  /** Drops values from the end until `length` are left: how a row that turns out bad is taken back. */
  truncate(length: number): void
  /** Hands the values over as Arrow data and starts an empty column. */
  finish(): Data
}
