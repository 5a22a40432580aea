/** Space of a bin that takes nothing any more, and of a leaf without a bin. */
const CLOSED = -1

/**
 * First fit in O(log n): a tournament tree over the open bins in the order they were opened, each inner node the most
 * space below it. Bins that can take nothing any more are weeded out when the tree is full, so that it stays as small
 * as the open bins are few.
 */
export class FirstFit {
  readonly #capacity: number
  readonly #binSize: number
  #least = 0
  #size = 1024
  /** Node 1 is the root; leaf `i` is node `size + i`. */
  #tree = new Int32Array(2 * this.#size).fill(CLOSED)
  #leaves = 0
  #binOfLeaf = new Uint32Array(this.#size)
  #itemsOfLeaf = new Uint32Array(this.#size)
  /** Bins opened since `start`. */
  bins = 0
  /** Items the last call to `place` put in its bin. */
  placed = 0

  /** @param binSize most items in a bin */
  constructor(capacity: number, binSize: number) {
    this.#capacity = capacity
    this.#binSize = binSize
  }

  /** Forgets all bins. @param least no item placed from now on is shorter */
  start(least: number): void {
    if (this.#leaves > 0) this.#tree.fill(CLOSED)
    this.#leaves = 0
    this.#least = least
    this.bins = 0
  }

  /**
   * Puts an item in the first bin with space and a free place, or in a new one; a new bin takes any length. Up to
   * `most` items of that length go in the same bin: where first fit would put them.
   * @returns the bin; `placed` says how many items went in
   */
  place(length: number, most: number): number {
    const tree = this.#tree
    if ((tree[1] as number) < length) return this.#open(length, most)
    const size = this.#size
    let node = 1
    while (node < size) {
      node <<= 1
      // One further where the left half has less space: without a branch, as none could be foretold.
      node += ((tree[node] as number) - length) >>> 31
    }
    const leaf = node - size
    const space = tree[node] as number
    const items = this.#itemsOfLeaf[leaf] as number
    let fits = most
    if (most > 1) {
      fits = Math.min(most, this.#binSize - items)
      if (length > 0) fits = Math.min(fits, Math.floor(space / length))
    }
    this.placed = fits
    this.#itemsOfLeaf[leaf] = items + fits
    const left = space - fits * length
    this.#set(node, left < this.#least || items + fits === this.#binSize ? CLOSED : left)
    return this.#binOfLeaf[leaf] as number
  }

  #open(length: number, most: number): number {
    const bin = this.bins++
    let fits = Math.min(most, this.#binSize)
    if (length > 0) fits = Math.max(1, Math.min(fits, Math.floor(this.#capacity / length)))
    this.placed = fits
    const left = this.#capacity - fits * length
    if (left < this.#least || fits === this.#binSize) return bin
    if (this.#leaves === this.#size) this.#makeRoom()
    const leaf = this.#leaves++
    this.#binOfLeaf[leaf] = bin
    this.#itemsOfLeaf[leaf] = fits
    this.#set(this.#size + leaf, left)
    return bin
  }

  #set(leafNode: number, space: number): void {
    const tree = this.#tree
    let node = leafNode
    let most = space
    tree[node] = most
    while (node > 1) {
      const sibling = tree[node ^ 1] as number
      node >>= 1
      if (sibling > most) most = sibling
      if (tree[node] === most) return
      tree[node] = most
    }
  }

  /** Weeds out closed bins; doubles the tree when more than half of them are open still. */
  #makeRoom(): void {
    const { length } = this.#binOfLeaf
    let open = 0
    for (let leaf = 0; leaf < length; leaf++) if ((this.#tree[length + leaf] as number) !== CLOSED) open++
    const size = open > length / 2 ? length * 2 : length
    const tree = new Int32Array(2 * size).fill(CLOSED)
    const binOfLeaf = new Uint32Array(size)
    const itemsOfLeaf = new Uint32Array(size)
    let to = 0
    for (let leaf = 0; leaf < length; leaf++) {
      const space = this.#tree[length + leaf] as number
      if (space === CLOSED) continue
      tree[size + to] = space
      binOfLeaf[to] = this.#binOfLeaf[leaf] as number
      itemsOfLeaf[to] = this.#itemsOfLeaf[leaf] as number
      to++
    }
    for (let node = size - 1; node > 0; node--) {
      tree[node] = Math.max(tree[2 * node] as number, tree[2 * node + 1] as number)
    }
    this.#size = size
    this.#tree = tree
    this.#leaves = to
    this.#binOfLeaf = binOfLeaf
    this.#itemsOfLeaf = itemsOfLeaf
  }
}
