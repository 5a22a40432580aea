/**
 * Something wrong with data that could still be shown. Issues are values, counted always, listed up to a limit and
 * shown beside the rows. A row named by an `error` issue has null in every column it could not give; exports and
 * packing leave such rows out and say how many.
 */
export interface Issue {
  severity: 'error' | 'warning' | 'info'
  /** Stable identifier, e.g. `jsonl/bad-json`, `csv/ragged-row`, `parquet/row-group-unreadable`. */
  code: string
  message: string
  /** 0-based rows concerned, half-open; null when the issue is about the whole dataset. */
  rowStart: number | null
  rowEnd: number | null
  /** Plain byte offset of the cause, when known. */
  byteStart: number | null
}
