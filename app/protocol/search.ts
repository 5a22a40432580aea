import type { SearchQuery } from '../../core/search/searchQuery.ts'

export type { SearchQuery }

/** What was found in the rows since the last answer. */
export interface SearchedRows {
  /** Rows searched so far. */
  rowEnd: number
  /** Rows that match, as the file numbers them, ascending. */
  rows: number[]
  /** Rows on which a regular expression took too long: whether they match is not known. */
  undecided: number[]
}
