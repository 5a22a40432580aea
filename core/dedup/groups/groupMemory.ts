import { EngineError } from '../../errors.ts'

/**
 * Bytes a row takes at most while groups are made: its first row (4), members and edges of groups (6), the rows kept of
 * them (2), scores and the order they are read in (8), kept and removed rows (4), a mark (1), and what counts sizes (4).
 */
const GROUPED_ROW_BYTES = 29
/** Bytes a row takes while digests come: its first row. */
const HASHED_ROW_BYTES = 4

export interface DedupMemory {
  /** For digests and the first row of each, while rows are hashed. */
  hashingBytes: number
  /** What digests alone get at most, and at least. */
  digestBytes: { most: number; least: number }
  /** For groups, when the digests are gone. */
  groupingBytes: number
}

/**
 * Memory that is left for digests: those beyond it go to scratch.
 * @throws EngineError `limit/exceeded` for more rows than there is memory to group
 */
export function digestBudget(numRows: number, { hashingBytes, digestBytes, groupingBytes }: DedupMemory): number {
  if (numRows * GROUPED_ROW_BYTES > groupingBytes) {
    const most = Math.floor(groupingBytes / GROUPED_ROW_BYTES)
    const message = `duplicates are grouped among ${most} rows at most, not ${numRows}`
    throw new EngineError('limit/exceeded', message, { feature: 'duplicates' })
  }
  return Math.max(digestBytes.least, Math.min(digestBytes.most, hashingBytes - numRows * HASHED_ROW_BYTES))
}
