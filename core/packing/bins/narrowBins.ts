/** Spaces narrow bins can have: below this. */
export const NARROW = 64

/** No bin. */
export const NO_BIN = 0xffffffff

/** Bins with little space: a heap for each space, the bin opened first on top. */
export class NarrowBins {
  readonly #heaps = Array.from({ length: NARROW }, () => new Uint32Array(16))
  readonly #sizes = new Uint32Array(NARROW)
  /** The top of each heap, side by side: they are looked through more often than the heaps change. */
  readonly #tops = new Uint32Array(NARROW).fill(NO_BIN)
  /** The space of the bin the last call to `first` found. */
  space = 0

  clear(): void {
    this.#sizes.fill(0)
    this.#tops.fill(NO_BIN)
  }

  /** @param space below `NARROW` */
  put(bin: number, space: number): void {
    let heap = this.#heaps[space] as Uint32Array<ArrayBuffer>
    let at = this.#sizes[space] as number
    if (at === heap.length) heap = this.#grow(space)
    this.#sizes[space] = at + 1
    while (at > 0) {
      const above = (at - 1) >>> 1
      const parent = heap[above] as number
      if (parent < bin) break
      heap[at] = parent
      at = above
    }
    heap[at] = bin
    this.#tops[space] = heap[0] as number
  }

  /** The bin opened first of those with space of `length` to below `end`; `NO_BIN` when there is none. */
  first(length: number, end: number): number {
    let first = NO_BIN
    for (let space = length; space < end; space++) {
      const top = this.#tops[space] as number
      if (top < first) {
        first = top
        this.space = space
      }
    }
    return first
  }

  /** Removes the bin that `first` found. */
  take(): void {
    const heap = this.#heaps[this.space] as Uint32Array
    const length = (this.#sizes[this.space] as number) - 1
    const last = heap[length] as number
    this.#sizes[this.space] = length
    if (length === 0) {
      this.#tops[this.space] = NO_BIN
      return
    }
    let at = 0
    for (;;) {
      let child = 2 * at + 1
      if (child >= length) break
      if (child + 1 < length && (heap[child + 1] as number) < (heap[child] as number)) child++
      if ((heap[child] as number) > last) break
      heap[at] = heap[child] as number
      at = child
    }
    heap[at] = last
    this.#tops[this.space] = heap[0] as number
  }

  #grow(space: number): Uint32Array<ArrayBuffer> {
    const heap = this.#heaps[space] as Uint32Array
    const larger = new Uint32Array(2 * heap.length)
    larger.set(heap)
    this.#heaps[space] = larger
    return larger
  }
}
