import type { Split } from '../../dataset/dataset.ts'
import { SPLIT_BYTES } from './limits.ts'
import type { RecordIndex } from './recordIndex.ts'

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
