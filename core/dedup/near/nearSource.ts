import type { RecordBatch } from 'apache-arrow'
import type { SignShape } from '../../kernels/minhashKernel.ts'
import type { SignedRows } from './signRows.ts'

/** Rows as near duplicates are looked for among them: of one dataset, or of two one behind the other. */
export interface NearSource {
  numRows: number
  /** Rows below it are another dataset's: what is the same as one of them is known outside. */
  outsideRows: number
  /** All rows in order, some at a time. The answers do not depend on how they are divided. */
  sign(shape: SignShape): AsyncIterable<SignedRows>
  /** The text column of some rows, ascending; one row each, in order. */
  texts(rows: Uint32Array): AsyncIterable<RecordBatch>
}

/** Told how far it is: of rows, in the pass that is named. */
export type NearProgress = (label: string, done: number, total: number) => void

/**
 * Bytes a row takes while candidates are compared, besides n-grams: size, first row of its set, component, a copy of that
 * and a size to group by, group.
 */
export const COMPARED_ROW_BYTES = 24

export interface NearOptions {
  /** Memory for what is kept of rows in order to find candidates. */
  budgetBytes: number
  /** Memory for sets of n-grams while candidates are compared, when the above is free but for `COMPARED_ROW_BYTES` a row. */
  ngramBytes: number
  signal?: AbortSignal
  onProgress?: NearProgress
}
