import type { TokenAccount } from './packPlan.ts'
import { SEGMENT_CONTINUES, SEGMENT_CUT } from './segmentFlags.ts'
import type { SegmentList } from './segmentList.ts'

/**
 * Enters what a rule left over: a last batch that is not full, empty rows at the end. A row of which nothing is left
 * counts as dropped, one that lost some of its pieces as truncated behind the last that is left.
 * @param order segments pack by pack; those from `placed` on are in no pack
 * @returns tokens lost
 */
export function enterLost(
  account: TokenAccount,
  segments: SegmentList,
  placed: number,
  order: Uint32Array | null,
): number {
  if (placed === segments.count) return 0
  const { rows, starts, lengths, flags } = segments
  const at = (i: number) => (order ? (order[i] as number) : i)
  let lostTokens = 0
  /** Rows of which a piece is lost; whether they were split. */
  const lostRows = new Map<number, boolean>()
  for (let i = placed; i < segments.count; i++) {
    const segment = at(i)
    lostTokens += lengths[segment] as number
    const flag = flags[segment] as number
    if (flag & SEGMENT_CUT) account.truncatedRows-- // it is dropped now
    lostRows.set(rows[segment] as number, (starts?.[segment] ?? 0) > 0 || (flag & SEGMENT_CONTINUES) !== 0)
  }
  const lastPieces = new Map<number, number>()
  if ([...lostRows.values()].includes(true)) {
    for (let i = 0; i < placed; i++) {
      const segment = at(i)
      const row = rows[segment] as number
      if (lostRows.has(row)) lastPieces.set(row, Math.max(segment, lastPieces.get(row) ?? 0))
    }
  }
  for (const [row, split] of lostRows) {
    const last = lastPieces.get(row)
    if (last !== undefined) {
      segments.mark(last, SEGMENT_CUT)
      account.truncatedRows++
    } else {
      account.droppedRows++
      if (split) account.splitRows--
    }
  }
  account.cutTokens += lostTokens
  return lostTokens
}
