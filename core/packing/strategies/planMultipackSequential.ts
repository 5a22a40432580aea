import { nextFit } from '../bins/nextFit.ts'
import type { PackRule } from '../plan/packRule.ts'
import { multipackCapacity, wholeBatches } from './planMultipack.ts'

/**
 * Axolotl with `sample_packing_sequentially` (`allocate_sequentially`, axolotl-semantics §2.3): next fit, without
 * groups and without a limit of rows in a pack.
 */
export const multipackSequential: PackRule = {
  capacity: multipackCapacity,
  room: ({ sequenceLen }) => sequenceLen,
  keepsEmpty: true,
  rowsPerSlice: null,
  pack: ({ segments }, options) => wholeBatches(nextFit(segments, multipackCapacity(options)), options),
}
