import { EmptiestFirst } from '../bins/emptiestFirst.ts'
import { openBins } from '../bins/openBins.ts'
import { LengthSorter } from '../lengths/sortByLength.ts'
import type { Items } from '../plan/packItems.ts'
import type { PlanOptions } from '../plan/packOptions.ts'
import { type Gathered, gatherInto, type Packing, type PackRule } from '../plan/packRule.ts'
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
  let memory = chunkMemory(2 * CHUNK_ITEMS)
  let carried = 0
  let placed = 0
  let packs = 0
  for (let start = 0; start < count; start += CHUNK_ITEMS) {
    const end = Math.min(count, start + CHUNK_ITEMS)
    const items = carried + end - start
    if (items > memory.chunk.length) memory = chunkMemory(2 * items, memory.chunk.subarray(0, carried))
    const { chunk, packOffsets, order: gathered } = memory
    for (let i = start; i < end; i++) chunk[carried + i - start] = i
    const sorted = sorter.sortList(lengths, chunk.subarray(0, items), longest)
    const packOf = memory.packOf.subarray(0, items)
    const opened = place(sorted, lengths, packOf)
    const kept = end === count ? opened : opened - 1
    gatherInto(opened, packOf, sorted, memory)
    const keptItems = packOffsets[kept] as number
    if (!counting) {
      order.set(gathered.subarray(0, keptItems), placed)
      for (let pack = 1; pack <= kept; pack++) offsets.push(placed + (packOffsets[pack] as number))
    }
    carried = items - keptItems
    chunk.set(gathered.subarray(keptItems, items))
    placed += keptItems
    packs += kept
  }
  if (counting) return { packs, packOffsets: null, order: null }
  return { packs, packOffsets: offsets.values.slice(0, offsets.count), order }
}

/**
 * Memory of the chunk under way, used again for the next: thousands of small arrays would have the garbage collector
 * at work all along.
 */
interface ChunkMemory extends Gathered {
  chunk: Uint32Array
  packOf: Uint32Array
}

/** @param carried items the chunk begins with */
function chunkMemory(items: number, carried?: Uint32Array): ChunkMemory {
  const some = () => new Uint32Array(items + 1)
  const chunk = new Uint32Array(items)
  if (carried) chunk.set(carried)
  return { chunk, packOf: some(), packOffsets: some(), next: some(), order: some() }
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
