import type { PackRule } from '../plan/packRule.ts'
import { ascending } from '../random/randomWords.ts'

/** No packing: every row a sequence of its own, empty ones too. */
export const none: PackRule = {
  capacity: ({ sequenceLen }) => sequenceLen,
  room: ({ sequenceLen }) => sequenceLen,
  keepsEmpty: true,
  rowsPerSlice: null,
  pack: ({ segments }, _options, counting) => ({
    packs: segments.count,
    packOffsets: counting ? null : ascending(segments.count + 1),
    order: null,
  }),
}
