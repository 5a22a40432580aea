import type { PackPlan } from '../plan/packPlan.ts'
import { SEGMENT_CONTINUES, SEGMENT_CUT } from '../plan/segmentFlags.ts'

/** In `indexOf`: the row is not among the rows. */
export const NO_INDEX = 0xffffffff

/** Rows of which a part is in packs and a part is lost, ascending, with the parts that are kept. */
export interface PartlyKept {
  rows: Uint32Array<ArrayBuffer>
  /** `rows.length + 1` offsets into `starts` and `lengths`. */
  offsets: Uint32Array<ArrayBuffer>
  starts: Uint32Array<ArrayBuffer>
  lengths: Uint32Array<ArrayBuffer>
}

/** The same, found from any row of the source. */
export interface IndexedPartlyKept extends PartlyKept {
  /** Per row of the source its place in `rows`, or `NO_INDEX`; null where no row is cut. */
  indexOf: Uint32Array<ArrayBuffer> | null
}

/** The rows whose labels must be read to know what the loss still sees of them: `SEGMENT_CUT` marks each once. */
export function partlyKept(plan: PackPlan, numRows: number): IndexedPartlyKept {
  const { segmentRows, segmentStarts, segmentLengths, segmentFlags } = plan
  const count = plan.account.truncatedRows
  const rows = new Uint32Array(count)
  const offsets = new Uint32Array(count + 1)
  const none = new Uint32Array(0)
  if (count === 0) return { rows, indexOf: null, offsets, starts: none, lengths: none }
  const indexOf = new Uint32Array(numRows).fill(NO_INDEX)
  for (let s = 0; s < segmentRows.length; s++) {
    if ((segmentFlags[s] as number) & SEGMENT_CUT) indexOf[segmentRows[s] as number] = 0
  }
  let found = 0
  for (let row = 0; row < numRows; row++) {
    if (indexOf[row] === NO_INDEX) continue
    rows[found] = row
    indexOf[row] = found++
  }
  const eachPart = (visit: (index: number, s: number) => void) => {
    for (let s = 0; s < segmentRows.length; s++) {
      if (segmentFlags[s] === 0 && (segmentStarts === null || segmentStarts[s] === 0)) continue
      const index = indexOf[segmentRows[s] as number] as number
      if (index !== NO_INDEX) visit(index, s)
    }
  }
  eachPart((index) => {
    offsets[index + 1] = (offsets[index + 1] as number) + 1
  })
  for (let i = 0; i < count; i++) offsets[i + 1] = (offsets[i + 1] as number) + (offsets[i] as number)
  const next = offsets.slice()
  const parts = offsets[count] as number
  const starts = new Uint32Array(parts)
  const lengths = new Uint32Array(parts)
  eachPart((index, s) => {
    const at = next[index] as number
    next[index] = at + 1
    starts[at] = segmentStarts?.[s] ?? 0
    lengths[at] = segmentLengths[s] as number
  })
  return { rows, indexOf, offsets, starts, lengths }
}

/** Whether a segment is one piece of several of its row. */
export function isPiece({ segmentFlags, segmentStarts }: PackPlan, s: number): boolean {
  return ((segmentFlags[s] as number) & SEGMENT_CONTINUES) !== 0 || (segmentStarts?.[s] ?? 0) > 0
}
