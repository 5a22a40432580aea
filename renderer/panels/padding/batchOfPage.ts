import type { PadPage } from '../../../app/protocol/packing.ts'

/** One row of a batch; counts of tokens. */
export interface BatchRow {
  row: number
  /** Its number in the file. */
  rowNumber: number
  /** Of the source row. */
  length: number
  /** What is left of it in the batch. */
  kept: number
  padding: number
  cut: number
}

export interface Batch {
  batch: number
  /** Positions of every row. */
  width: number
  rows: BatchRow[]
  padTokens: number
  /** Padding over all positions of the batch; 0 where there are none. */
  waste: number
}

/** One batch of a page; null when the page does not hold it. */
export function batchOfPage(page: PadPage, batch: number): Batch | null {
  const index = batch - page.batchStart
  const start = page.rowOffsets[index]
  const end = page.rowOffsets[index + 1]
  const width = page.widths[index]
  if (start === undefined || end === undefined || width === undefined) return null
  const rows: BatchRow[] = []
  let padTokens = 0
  for (let at = start; at < end; at++) {
    const length = page.lengths[at]!
    const kept = Math.min(length, width)
    padTokens += width - kept
    const row = page.rows[at]!
    rows.push({ row, rowNumber: page.rowNumbers?.[at] ?? row, length, kept, padding: width - kept, cut: length - kept })
  }
  const positions = rows.length * width
  return { batch, width, rows, padTokens, waste: positions === 0 ? 0 : padTokens / positions }
}
