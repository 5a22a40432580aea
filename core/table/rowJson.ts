import type { RecordBatch } from 'apache-arrow'
import { CellJsonOut } from './cellJson.ts'
import { writeJsonObject } from './json/writeJson.ts'
import type { IntegerStyle } from './jsonNumbers.ts'
import { CollectingSink } from './jsonSink.ts'

export interface RowJsonOptions {
  /** Default `digits`. */
  integers?: IntegerStyle
  /** Most bytes of UTF-8 the text may take; default: no limit. */
  maxBytes?: number
}

/**
 * A row as one valid JSON object on one line, columns in schema order, by the rules of `addCellJson`.
 *
 * @param row a row of the batch
 * @returns null when the text would be longer than `maxBytes`
 */
export function rowJson(batch: RecordBatch, row: number, options: RowJsonOptions & { maxBytes: number }): string | null
export function rowJson(batch: RecordBatch, row: number, options?: { integers?: IntegerStyle }): string
export function rowJson(batch: RecordBatch, row: number, options: RowJsonOptions = {}): string | null {
  const { integers = 'digits', maxBytes = Number.POSITIVE_INFINITY } = options
  const sink = new CollectingSink(maxBytes)
  writeJsonObject(new CellJsonOut(sink, integers), batch.schema.fields, batch.data.children, row)
  return sink.full ? null : sink.pieces.join('')
}
