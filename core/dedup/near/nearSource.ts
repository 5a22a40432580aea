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

export interface NearOptions {
  /** Memory for signatures, and again for sets of n-grams. */
  budgetBytes: number
  signal?: AbortSignal
  onProgress?: NearProgress
}
