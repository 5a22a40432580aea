import type { Items } from './packItems.ts'
import type { PlanOptions } from './packOptions.ts'
import type { ExcessLengthStrategy } from './packPlan.ts'
import type { SegmentList } from './segmentList.ts'

/** One way of packing: which items it takes, and which of them share a pack. Pure. */
export interface PackRule {
  /** Positions of a pack. */
  capacity(options: PlanOptions): number
  /** Most tokens of one item. */
  room(options: PlanOptions): number
  /** What happens to longer rows, where the rule itself decides that; default: as asked for. */
  excess?(options: PlanOptions): ExcessLengthStrategy
  /** Whether rows without tokens take part. */
  keepsEmpty: boolean
  /** Rows that are packed together; null: all. */
  rowsPerSlice: number | null
  /** Positions added behind each segment, of which `eosPerSegment` hold an EOS token; default 0. */
  addedPerSegment?: number
  eosPerSegment?: number
  /** Tokens of each segment that take no position of the capacity; default 0. */
  uncountedPerSegment?: number
  /** The rule shuffles by itself: rows come in dataset order, whatever `shuffleSeed` says. */
  shuffles?: boolean
  /** Least `sequenceLen`; default 1. */
  leastSequenceLen?: number
  /**
   * Packs all items.
   * @param counting only numbers are asked for: `packOffsets` and `order` may be null where every item is in a pack
   */
  pack(items: Items, options: PlanOptions, counting: boolean): Packing
}

/** What shares a pack. */
export interface Packing {
  packs: number
  /** `packs + 1` offsets into `order`. */
  packOffsets: Uint32Array<ArrayBuffer> | null
  /** Items pack by pack; null: as they are. Items behind the last offset are in no pack: they are lost. */
  order: Uint32Array<ArrayBuffer> | null
  /** Lengths of the items in `order`, where the rule has them at hand. */
  lengths?: Uint32Array<ArrayBuffer>
  /** The pieces the rule made of the items, where it cuts through rows; offsets and order are theirs. */
  pieces?: SegmentList
  /** Rows in several of those pieces. */
  cutRows?: number
}

/** Offsets and order from the pack of each item, items of a pack in the order they are taken. */
export function gatherPacks(packs: number, packOf: Uint32Array, taken: Uint32Array | Uint16Array | null): Packing {
  const packOffsets = new Uint32Array(packs + 1)
  const order = new Uint32Array(packOf.length)
  gatherInto(packs, packOf, taken, { packOffsets, next: new Uint32Array(packs), order })
  return { packs, packOffsets, order }
}

/** Where `gatherInto` writes: `packs + 1` offsets, `packs` of its own, and the order; what is longer is left alone. */
export interface Gathered {
  packOffsets: Uint32Array
  next: Uint32Array
  order: Uint32Array
}

/** As `gatherPacks`, into memory that is there. */
export function gatherInto(
  packs: number,
  packOf: Uint32Array,
  taken: Uint32Array | Uint16Array | null,
  { packOffsets, next, order }: Gathered,
): void {
  packOffsets.fill(0, 0, packs + 1)
  for (let i = 0; i < packOf.length; i++) {
    const after = (packOf[i] as number) + 1
    packOffsets[after] = (packOffsets[after] as number) + 1
  }
  for (let pack = 0; pack < packs; pack++) {
    const start = packOffsets[pack] as number
    next[pack] = start
    packOffsets[pack + 1] = (packOffsets[pack + 1] as number) + start
  }
  for (let i = 0; i < packOf.length; i++) {
    const pack = packOf[i] as number
    const at = next[pack] as number
    next[pack] = at + 1
    order[at] = taken ? (taken[i] as number) : i
  }
}
