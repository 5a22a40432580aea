import { cutThrough } from '../plan/cutThrough.ts'
import type { PackRule } from '../plan/packRule.ts'

/** As for `bfd`: the last pack of each slice may be short. */
const ROWS_PER_SLICE = 1000

/**
 * TRL's `pack_dataset(strategy="wrapped")` (axolotl-semantics §9.1): everything one behind the other, cut every
 * `sequenceLen` tokens, through rows. No row is too long for it, so `excess` has no say.
 */
export const wrapped: PackRule = {
  capacity: ({ sequenceLen }) => sequenceLen,
  room: () => Number.POSITIVE_INFINITY,
  keepsEmpty: false,
  rowsPerSlice: ROWS_PER_SLICE,
  pack: (items, { sequenceLen }, counting) => cutThrough(items, sequenceLen, counting),
}
