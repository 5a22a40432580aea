import type { RowGroupFacts } from '../chunk/leafFacts.ts'

/** A row group that is in the file. */
export interface WrittenGroup {
  rows: number
  /** Offset in the file. */
  start: number
  storedBytes: number
  facts: RowGroupFacts
}
