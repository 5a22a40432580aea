import { LengthSorter } from '../lengths/sortByLength.ts'
import type { Items } from '../plan/packItems.ts'
import { gatherPacks, type Packing } from '../plan/packRule.ts'
import { openBins } from './openBins.ts'

/** Best fit decreasing, slice by slice; of several packs with the same space the one that waits longest. */
export function bestFitSlices(items: Items, capacity: number, counting: boolean): Packing {
  const { segments, sliceOffsets, longest } = items
  const { lengths, count } = segments
  const packOf = new Uint32Array(counting ? 0 : count)
  const taken = new Uint32Array(counting ? 0 : count)
  const sorter = new LengthSorter()
  const open = openBins(capacity, 'longest-waiting')
  let packs = 0
  for (let slice = 0; slice + 1 < sliceOffsets.length; slice++) {
    const start = sliceOffsets[slice] as number
    const end = sliceOffsets[slice + 1] as number
    const order = sorter.sortRange(lengths, start, end, longest)
    const firstPack = packs
    open.clear()
    for (let i = 0; i < order.length; i++) {
      const length = lengths[order[i] as number] as number
      const found = open.take(length)
      const bin = found < 0 ? packs++ - firstPack : found
      const left = (found < 0 ? capacity : open.space) - length
      if (left > 0) open.put(bin, left)
      if (!counting) packOf[start + i] = firstPack + bin
    }
    if (!counting) taken.set(order, start)
  }
  return counting ? { packs, packOffsets: null, order: null } : gatherPacks(packs, packOf, taken)
}
