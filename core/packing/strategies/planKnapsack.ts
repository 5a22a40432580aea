import { lengthStacks } from '../lengths/lengthStacks.ts'
import type { PackRule } from '../plan/packRule.ts'

/** LLaMA-Factory's `preprocessing_batch_size`; packs do not span batches. */
const ROWS_PER_SLICE = 1000

/**
 * LLaMA-Factory's `packing` (`greedy_knapsack`, axolotl-semantics §10): pack by pack, always the longest row that still
 * fits; of equally long rows the last one. It drops rows longer than `cutoff_len` (`sequenceLen`).
 */
export const knapsack: PackRule = {
  capacity: ({ sequenceLen }) => sequenceLen,
  room: ({ sequenceLen }) => sequenceLen,
  keepsEmpty: true,
  rowsPerSlice: ROWS_PER_SLICE,
  pack(items, { sequenceLen }, counting) {
    const { segments, sliceOffsets, longest } = items
    const { lengths, count } = segments
    const order = new Uint32Array(counting ? 0 : count)
    const packOffsets = counting ? null : new Uint32Array(count + 1)
    const stacks = lengthStacks(longest)
    let packs = 0
    for (let slice = 0; slice + 1 < sliceOffsets.length; slice++) {
      const start = sliceOffsets[slice] as number
      const end = sliceOffsets[slice + 1] as number
      for (let i = start; i < end; i++) stacks.put(i - start, lengths[i] as number)
      for (let at = start; at < end; ) {
        let space = sequenceLen
        for (let length = stacks.longest(space); length >= 0; length = stacks.longest(space)) {
          const item = stacks.take(length)
          if (packOffsets) order[at] = start + item
          at++
          space -= length
        }
        packs++
        if (packOffsets) packOffsets[packs] = at
      }
    }
    return { packs, packOffsets: packOffsets?.slice(0, packs + 1) ?? null, order: packOffsets && order }
  },
}
