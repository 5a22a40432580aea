import { nextFit } from '../bins/nextFit.ts'
import { cutThrough } from '../plan/cutThrough.ts'
import type { PackRule } from '../plan/packRule.ts'

/**
 * torchtune's `PackedDataset` (axolotl-semantics §10): rows in order; a row that overflows the pack starts a new one,
 * or with `split_across_pack` (`excess` `split`) is cut exactly at `sequenceLen` and goes on in the next. Without it
 * torchtune refuses rows longer than `sequenceLen` (`excess` `error`). Data without any token gives no pack.
 */
export const torchtune: PackRule = {
  capacity: ({ sequenceLen }) => sequenceLen,
  room: ({ sequenceLen, excess }) => (excess === 'split' ? Number.POSITIVE_INFINITY : sequenceLen),
  keepsEmpty: true,
  rowsPerSlice: null,
  pack(items, { sequenceLen, excess }, counting) {
    if (excess === 'split') return cutThrough(items, sequenceLen, counting)
    if (items.tokens === 0) return { packs: 0, packOffsets: new Uint32Array(1), order: null }
    return nextFit(items.segments, sequenceLen)
  },
}
