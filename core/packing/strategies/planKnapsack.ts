import { LengthSorter } from '../lengths/sortByLength.ts'
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
    const sorter = new LengthSorter()
    const groups = new LengthGroups()
    let packs = 0
    for (let slice = 0; slice + 1 < sliceOffsets.length; slice++) {
      const start = sliceOffsets[slice] as number
      const end = sliceOffsets[slice + 1] as number
      const sorted = sorter.sortRange(lengths, start, end, longest)
      groups.fill(sorted, lengths)
      let at = start
      while (at < end) {
        let space = sequenceLen
        let group = groups.fitting(space, 0)
        while (group >= 0) {
          const place = groups.takeLast(group)
          if (packOffsets) order[at] = sorted[place] as number
          at++
          space -= groups.length(group)
          group = groups.fitting(space, group)
        }
        packs++
        if (packOffsets) packOffsets[packs] = at
      }
    }
    return { packs, packOffsets: packOffsets?.slice(0, packs + 1) ?? null, order: packOffsets && order }
  },
}

/** Sorted items as groups of one length each, longest first, from which items are taken. */
class LengthGroups {
  #lengths = new Uint32Array(1024)
  /** Places `[starts[g], ends[g])` of the sorted items are left in group `g`. */
  #starts = new Uint32Array(1024)
  #ends = new Uint32Array(1024)
  /** A group at or behind `g` that has items, as far as is known: paths are shortened on the way. */
  #next = new Uint32Array(1025)
  #count = 0

  fill(sorted: Uint32Array, lengths: Uint32Array): void {
    if (sorted.length > this.#lengths.length) {
      this.#lengths = new Uint32Array(sorted.length)
      this.#starts = new Uint32Array(sorted.length)
      this.#ends = new Uint32Array(sorted.length)
      this.#next = new Uint32Array(sorted.length + 1)
    }
    let count = 0
    for (let place = 0; place < sorted.length; place++) {
      const length = lengths[sorted[place] as number] as number
      if (count === 0 || this.#lengths[count - 1] !== length) {
        this.#lengths[count] = length
        this.#starts[count] = place
        this.#next[count] = count
        count++
      }
      this.#ends[count - 1] = place + 1
    }
    this.#next[count] = count
    this.#count = count
  }

  length(group: number): number {
    return this.#lengths[group] as number
  }

  /** The first group from `from` on with items of at most `space` tokens; -1 when there is none. */
  fitting(space: number, from: number): number {
    let low = from
    let high = this.#count
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.#lengths[middle] as number) > space) low = middle + 1
      else high = middle
    }
    const next = this.#next
    while (next[low] !== low) {
      const skipped = next[low] as number
      next[low] = next[skipped] as number
      low = skipped
    }
    return low === this.#count ? -1 : low
  }

  /** @returns the place of the item taken */
  takeLast(group: number): number {
    const end = (this.#ends[group] as number) - 1
    this.#ends[group] = end
    if (end === this.#starts[group]) this.#next[group] = group + 1
    return end
  }
}
