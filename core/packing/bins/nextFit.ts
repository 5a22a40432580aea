import type { Packing } from '../plan/packRule.ts'
import { OffsetList, type SegmentList } from '../plan/segmentList.ts'

/** Items as they come, each in the last pack if it fits there with the `added` positions behind it, else in a new one. */
export function nextFit({ lengths, count }: SegmentList, capacity: number, added = 0): Packing {
  const offsets = new OffsetList()
  let filled = Number.POSITIVE_INFINITY // the first item opens the first pack
  for (let i = 0; i < count; i++) {
    const length = (lengths[i] as number) + added
    if (filled + length > capacity) {
      offsets.push(i)
      filled = 0
    }
    filled += length
  }
  offsets.push(count)
  return offsetPacking(offsets)
}

/** Items in order, packs between the offsets. */
export function offsetPacking(offsets: OffsetList): Packing {
  return { packs: offsets.count - 1, packOffsets: offsets.values.slice(0, offsets.count), order: null }
}
