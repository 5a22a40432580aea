import { nextFit } from '../bins/nextFit.ts'
import type { PackRule } from '../plan/packRule.ts'

/** Every row is followed by EOS and one pad position. */
const ADDED = 2

/**
 * fast-axolotl's `pack_sequences` (axolotl-semantics §1.5): rows in order, each followed by EOS and a pad position; a
 * row that does not fit what is left starts a new pack. The original crashes on rows longer than `sequenceLen - 2`;
 * here `excess` decides.
 */
export const greedy: PackRule = {
  capacity: ({ sequenceLen }) => sequenceLen,
  room: ({ sequenceLen }) => sequenceLen - ADDED,
  keepsEmpty: true,
  rowsPerSlice: null,
  addedPerSegment: ADDED,
  eosPerSegment: 1,
  leastSequenceLen: ADDED + 1,
  pack: ({ segments }, { sequenceLen }) => nextFit(segments, sequenceLen, ADDED),
}
