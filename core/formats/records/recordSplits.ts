import type { Split } from '../../dataset/dataset.ts'
import { SPLIT_BYTES } from './limits.ts'
import type { RecordIndex } from './recordIndex.ts'

/** The rows found so far, divided at the first entries at or behind `bytes`, which ascend. */
export function recordSplitsAt(index: RecordIndex, bytes: readonly number[]): Split[] {
  const rows = [0]
  let at = 0
  for (const byte of bytes) {
    while (at < index.numEntries && index.entryAt(at).byteStart < byte) at++
    if (at === index.numEntries) break
    const { row } = index.entryAt(at)
    if (row > rows.at(-1)!) rows.push(row)
  }
  return rows.map((rowStart, i) => ({ rowStart, rowEnd: rows[i + 1] ?? index.numRows }))
}

/** The rows found so far, divided at entries into parts of at least `SPLIT_BYTES` (the last one may be smaller). */
export function recordSplits(index: RecordIndex): Split[] {
  const splits: Split[] = []
  if (index.numEntries === 0) return splits
  let start = index.entryAt(0)
  for (let i = 1; i < index.numEntries; i++) {
    const entry = index.entryAt(i)
    if (entry.byteStart - start.byteStart < SPLIT_BYTES) continue
    splits.push({ rowStart: start.row, rowEnd: entry.row })
    start = entry
  }
  splits.push({ rowStart: start.row, rowEnd: index.numRows })
  return splits
}
