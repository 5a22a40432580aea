/** How much of a column-oriented file is held at a time. Bytes; part of a dataset's memory bound. */
export interface ReadBudget {
  /** A stored batch or row group whose wanted columns take no more is read whole. */
  wholeBytes: number
  /** What is read at a time of a larger one, when a few of its rows are wanted. */
  windowBytes: number
  /** Decoded batches kept for the next scan. */
  cacheBytes: number
}

/** Fewest rows of a window, however heavy they are: a page of the grid should not take many reads. */
const MIN_WINDOW_ROWS = 64

/** Rows of a window of `numRows` rows that take `bytes`: a power of two, so windows are the same whatever is asked. */
export function windowRows(numRows: number, bytes: number, windowBytes: number): number {
  if (bytes <= windowBytes) return Math.max(1, numRows)
  return 2 ** Math.floor(Math.log2(Math.max(MIN_WINDOW_ROWS, (numRows * windowBytes) / bytes)))
}
