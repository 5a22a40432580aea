import { EmptiestFirst } from '../bins/emptiestFirst.ts'
import { openBins } from '../bins/openBins.ts'
import { LengthSorter } from '../lengths/sortByLength.ts'
import type { Items } from '../plan/packItems.ts'
import type { PlanOptions } from '../plan/packOptions.ts'
import { gatherPacks, type Packing, type PackRule } from '../plan/packRule.ts'
import { OffsetList } from '../plan/segmentList.ts'

/** `PackingDataset.PACKING_BATCH_SIZE`; of all chunks but the last, the pack opened last goes back into the next. */
const CHUNK_ITEMS = 1000

/**
 * ms-swift's packing (`calculate_matched_group` over `binpacking.to_constant_volume`, axolotl-semantics §10): longest
 * rows first, each in the fullest pack it fits in (`swiftFit`), the first opened of equally full ones. Rows of equal
 * length come in the order they have in the chunk. ms-swift has dropped rows longer than `max_length` before.
 */
export const swift: PackRule = {
  capacity: ({ sequenceLen }) => sequenceLen,
  room: ({ sequenceLen }) => sequenceLen,
  keepsEmpty: true,
  rowsPerSlice: null,
  pack: packChunks,
}

function packChunks({ segments, longest }: Items, options: PlanOptions, counting: boolean): Packing {
  const { lengths, count } = segments
  const capacity = options.sequenceLen
  const place = options.swiftFit === 'emptiest' ? emptiestFit(capacity) : fullestFit(capacity)
  const order = new Uint32Array(counting ? 0 : count)
  const offsets = new OffsetList()
  offsets.push(0)
  const sorter = new LengthSorter()
  let carried = new Uint32Array(0)
  let placed = 0
  let packs = 0
  for (let start = 0; start < count; start += CHUNK_ITEMS) {
    const end = Math.min(count, start + CHUNK_ITEMS)
    const chunk = new Uint32Array(carried.length + end - start)
    chunk.set(carried)
    for (let i = start; i < end; i++) chunk[carried.length + i - start] = i
    const sorted = sorter.sortList(lengths, chunk, longest)
    const packOf = new Uint32Array(sorted.length)
    const opened = place(sorted, lengths, packOf)
    const kept = end === count ? opened : opened - 1
    const gathered = gatherPacks(opened, packOf, sorted)
    const chunkOffsets = gathered.packOffsets as Uint32Array
    const chunkOrder = gathered.order as Uint32Array
    const keptItems = chunkOffsets[kept] as number
    if (!counting) {
      order.set(chunkOrder.subarray(0, keptItems), placed)
      for (let pack = 1; pack <= kept; pack++) offsets.push(placed + (chunkOffsets[pack] as number))
    }
    carried = chunkOrder.slice(keptItems)
    placed += keptItems
    packs += kept
  }
  if (counting) return { packs, packOffsets: null, order: null }
  return { packs, packOffsets: offsets.values.slice(0, offsets.count), order }
}

/** Puts sorted items in packs; enters the pack of each in `packOf` and returns how many there are. */
type Place = (sorted: Uint32Array, lengths: Uint32Array, packOf: Uint32Array) => number

/** The fullest pack that takes the item, the first opened of several: binpacking before 2.0. */
function fullestFit(capacity: number): Place {
  const open = openBins(capacity, 'first-opened')
  return (sorted, lengths, packOf) => {
    let packs = 0
    open.clear()
    for (let i = 0; i < sorted.length; i++) {
      const length = lengths[sorted[i] as number] as number
      const found = open.take(length)
      const pack = found < 0 ? packs++ : found
      open.put(pack, (found < 0 ? capacity : open.space) - length)
      packOf[i] = pack
    }
    return packs
  }
}

/** The emptiest pack, the first opened of several: binpacking since 2.0. A new pack only where that has no room. */
function emptiestFit(capacity: number): Place {
  const tree = new EmptiestFirst()
  return (sorted, lengths, packOf) => {
    tree.clear()
    for (let i = 0; i < sorted.length; i++) {
      packOf[i] = tree.place(lengths[sorted[i] as number] as number, capacity)
    }
    return tree.packs
  }
}
