import type { LeafColumn } from '../levels/leafColumn.ts'

/** Most bytes of a page's values where it has several rows, and most rows: what other writers keep to as well. */
export const PAGE_BYTES = 1024 * 1024
export const PAGE_ROWS = 20_000
/** Entries of a row from which on a search for the next one is quicker than a look at each. */
const LONG_ROW = 32

/** A page's part of a leaf: rows, entries of its levels, and values. */
export interface PageRange {
  rowStart: number
  rowEnd: number
  entryStart: number
  entryEnd: number
  valueStart: number
  valueEnd: number
}

/** Where each row's entries begin, and one more; null: a row is an entry. */
function rowEntries({ repetitions, rows, entries }: LeafColumn): Int32Array | null {
  if (repetitions === null) return null
  const starts = new Int32Array(rows + 1)
  if (entries < rows * LONG_ROW) {
    for (let entry = 0, row = 0; entry < entries; entry++) if (repetitions[entry] === 0) starts[row++] = entry
  } else {
    for (let entry = 0, row = 0; row < rows; row++) {
      entry = repetitions.indexOf(0, entry)
      starts[row] = entry++
    }
  }
  starts[rows] = entries
  return starts
}

/** Where each row's values begin, and one more; null: an entry is a value. */
function rowValues(column: LeafColumn, starts: Int32Array | null): Int32Array | null {
  const { definitions, rows, leaf } = column
  if (definitions === null) return starts
  const values = new Int32Array(rows + 1)
  let entry = 0
  let value = 0
  for (let row = 0; row < rows; row++) {
    values[row] = value
    const end = starts === null ? row + 1 : (starts[row + 1] as number)
    for (; entry < end; entry++) if (definitions[entry] === leaf.maxDefinition) value++
  }
  values[rows] = value
  return values
}

/**
 * Cuts a leaf into pages of whole rows, as many as fit `PAGE_BYTES` and `PAGE_ROWS`, at least one.
 *
 * @param size bytes that values `[from, to)` take in a page; never less for more of them
 */
export function cutPages(column: LeafColumn, size: (from: number, to: number) => number): PageRange[] {
  const { rows } = column
  const starts = rowEntries(column)
  const values = rowValues(column, starts)
  const entryAt = (row: number) => (starts === null ? row : (starts[row] as number))
  const valueAt = (row: number) => (values === null ? row : (values[row] as number))
  const pages: PageRange[] = []
  for (let rowStart = 0; rowStart < rows; ) {
    const valueStart = valueAt(rowStart)
    let low = rowStart + 1
    let high = Math.min(rowStart + PAGE_ROWS, rows)
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (size(valueStart, valueAt(middle)) <= PAGE_BYTES) low = middle
      else high = middle - 1
    }
    const range = { rowStart, rowEnd: low, entryStart: entryAt(rowStart), entryEnd: entryAt(low) }
    pages.push({ ...range, valueStart, valueEnd: valueAt(low) })
    rowStart = low
  }
  return pages
}
