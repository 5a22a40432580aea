import { offsetPacking } from '../bins/nextFit.ts'
import type { PackRule } from '../plan/packRule.ts'
import { SEGMENT_CUT } from '../plan/segmentFlags.ts'
import { OffsetList } from '../plan/segmentList.ts'

/**
 * fast-axolotl's `concatenate_and_pack` (axolotl-semantics §1.6): as `greedy`, with nothing added behind a row. The
 * original truncates rows that are too long, and writes a pack of padding only before one that finds its buffer empty;
 * so does this with `excess` `truncate`. Empty rows at the end of the data are in no pack.
 */
export const concat: PackRule = {
  capacity: ({ sequenceLen }) => sequenceLen,
  room: ({ sequenceLen }) => sequenceLen,
  keepsEmpty: true,
  rowsPerSlice: null,
  pack({ segments }, { sequenceLen }) {
    const { lengths, flags, count } = segments
    const offsets = new OffsetList()
    offsets.push(0)
    let filled = 0
    for (let i = 0; i < count; i++) {
      const length = lengths[i] as number
      const cut = ((flags[i] as number) & SEGMENT_CUT) !== 0
      if (filled === sequenceLen) {
        offsets.push(i)
        filled = 0
      }
      if (cut || filled + length > sequenceLen) {
        offsets.push(i)
        filled = 0
      }
      // The original keeps what it will cut in its buffer whole: overfull, not full, so the next row finds it so.
      filled = cut ? Number.POSITIVE_INFINITY : filled + length
    }
    if (filled > 0) offsets.push(count)
    return offsetPacking(offsets)
  },
}
