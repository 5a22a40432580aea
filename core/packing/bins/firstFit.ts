import { NARROW, NarrowBins } from './narrowBins.ts'

/** Of so many lengths looked at, how many are shorter than the usual one. */
const SAMPLE = 256
const SHORTER = 16

/** Leaves of the smallest tree; a power of two, as all are. */
const LEAST_LEAVES = 64

/** Space of a bin that takes nothing any more, and of a leaf without a bin. */
const CLOSED = -1

/**
 * First fit in O(log n): the first bin, in the order they were opened, that has space and a free place.
 *
 * A tournament tree over the open bins, each inner node the most space below it, finds it. Most bins soon have so
 * little space left that few items are short enough for it; those are kept apart, so that the tree stays small. What
 * is closed is weeded out of it when it is full.
 */
export class FirstFit {
  readonly #capacity: number
  readonly #binSize: number
  #least = 0
  #usual = 0
  #size = LEAST_LEAVES
  /** Node 1 is the root; leaf `i` is node `size + i`. */
  #tree = new Int32Array(2 * this.#size).fill(CLOSED)
  #leaves = 0
  #binOfLeaf = new Uint32Array(this.#size)
  readonly #narrow = new NarrowBins()
  /** Items of each bin; not counted where any number fits. */
  #itemsOf = new Uint32Array(0)
  /** Bins opened since `start`. */
  bins = 0
  /** Items the last call to `place` put in its bin. */
  placed = 0

  /** @param binSize most items in a bin */
  constructor(capacity: number, binSize: number) {
    this.#capacity = capacity
    this.#binSize = binSize
  }

  /**
   * Forgets all bins.
   * @param least no item placed from now on is shorter
   * @param usual few items are shorter; the bins are the same whatever it is
   */
  start(least: number, usual = least): void {
    if (this.#leaves > 0) this.#tree.fill(CLOSED)
    this.#narrow.clear()
    this.#leaves = 0
    this.#least = least
    this.#usual = Math.max(least, Math.min(usual, NARROW))
    this.bins = 0
  }

  /**
   * Puts an item in the first bin that takes it, or in a new one; a new bin takes any length. Up to `most` items of
   * that length go in the same bin: where first fit would put them.
   * @returns the bin; `placed` says how many items went in
   */
  place(length: number, most: number): number {
    const tree = this.#tree
    const size = this.#size
    let node = 1
    if ((tree[1] as number) < length) node = 0
    else {
      while (node < size) {
        node <<= 1
        // One further where the left half has less space: without a branch, as none could be foretold.
        node += ((tree[node] as number) - length) >>> 31
      }
    }
    let bin = node === 0 ? this.bins : (this.#binOfLeaf[node - size] as number)
    if (length < this.#usual) {
      const narrow = this.#narrow.first(length, this.#usual)
      if (narrow < bin) {
        this.#narrow.take()
        this.#keep(narrow, this.#fill(narrow, this.#narrow.space, length, most))
        return narrow
      }
    }
    if (node === 0) {
      bin = this.#open()
      this.#keep(bin, this.#fill(bin, this.#capacity, length, most))
      return bin
    }
    const left = this.#fill(bin, tree[node] as number, length, most)
    if (left >= this.#usual) this.#set(node, left)
    else {
      this.#set(node, CLOSED)
      if (left !== CLOSED) this.#narrow.put(bin, left)
    }
    return bin
  }

  /** Fills a bin and sets `placed`. @returns the space it has left; `CLOSED` where nothing goes in any more */
  #fill(bin: number, space: number, length: number, most: number): number {
    if (most === 1 && this.#binSize === Number.POSITIVE_INFINITY) {
      this.placed = 1
      return space - length < this.#least ? CLOSED : space - length
    }
    let fits = most
    if (most > 1 && length > 0) fits = Math.max(1, Math.min(most, Math.floor(space / length)))
    let full = false
    if (this.#binSize !== Number.POSITIVE_INFINITY) {
      const items = this.#itemsOf[bin] as number
      fits = Math.min(fits, this.#binSize - items)
      this.#itemsOf[bin] = items + fits
      full = items + fits === this.#binSize
    }
    this.placed = fits
    const left = space - fits * length
    return full || left < this.#least ? CLOSED : left
  }

  #open(): number {
    const bin = this.bins++
    if (this.#binSize === Number.POSITIVE_INFINITY) return bin
    if (bin === this.#itemsOf.length) {
      const items = new Uint32Array(Math.max(1024, 2 * bin))
      items.set(this.#itemsOf)
      this.#itemsOf = items
    }
    this.#itemsOf[bin] = 0
    return bin
  }

  /** Puts a bin that is not in the tree where its space belongs. New bins only have more space than narrow ones. */
  #keep(bin: number, left: number): void {
    if (left === CLOSED) return
    if (left < this.#usual) {
      this.#narrow.put(bin, left)
      return
    }
    if (this.#leaves === this.#size) this.#makeRoom()
    const leaf = this.#leaves++
    this.#binOfLeaf[leaf] = bin
    this.#set(this.#size + leaf, left)
  }

  /** Up to the root, whether the nodes on the way change or not: no branch that could not be foretold. */
  #set(leafNode: number, space: number): void {
    const tree = this.#tree
    let most = space
    tree[leafNode] = most
    for (let node = leafNode; node > 1; node >>= 1) {
      const sibling = tree[node ^ 1] as number
      most ^= (most ^ sibling) & -Number(most < sibling)
      tree[node >> 1] = most
    }
  }

  /** Weeds out closed bins; doubles the tree when more than half of them are open still. */
  #makeRoom(): void {
    const length = this.#size
    let open = 0
    for (let leaf = 0; leaf < length; leaf++) if (this.#tree[length + leaf] !== CLOSED) open++
    const size = open > length / 2 ? length * 2 : length
    const from = this.#tree
    const binOf = this.#binOfLeaf
    const tree = size === length ? from : new Int32Array(2 * size)
    const binOfLeaf = size === length ? binOf : new Uint32Array(size)
    let to = 0
    for (let leaf = 0; leaf < length; leaf++) {
      const space = from[length + leaf] as number
      if (space === CLOSED) continue
      tree[size + to] = space
      binOfLeaf[to++] = binOf[leaf] as number
    }
    tree.fill(CLOSED, size + to)
    for (let node = size - 1; node > 0; node--) {
      const left = tree[2 * node] as number
      const right = tree[2 * node + 1] as number
      tree[node] = left > right ? left : right
    }
    this.#size = size
    this.#tree = tree
    this.#leaves = to
    this.#binOfLeaf = binOfLeaf
  }
}

/** A length that only few of the items `[start, end)` are below, from a look at some of them. */
export function usualLength(lengths: Uint32Array, start: number, end: number): number {
  const step = Math.max(1, Math.floor((end - start) / SAMPLE))
  const sample: number[] = []
  for (let i = start; i < end; i += step) sample.push(lengths[i] as number)
  sample.sort((a, b) => a - b)
  return sample[Math.floor((sample.length * SHORTER) / SAMPLE)] ?? 0
}
