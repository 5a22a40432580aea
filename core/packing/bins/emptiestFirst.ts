/** Packs in a heap: the one with most space on top, of several the first opened. */
export class EmptiestFirst {
  packs = 0
  readonly #heap: { pack: number; space: number }[] = []

  clear(): void {
    this.packs = 0
    this.#heap.length = 0
  }

  /** Puts an item in the emptiest pack, or in a new one where it has no room there. @returns the pack */
  place(length: number, capacity: number): number {
    const top = this.#heap[0]
    if (!top || top.space < length) {
      const pack = this.packs++
      this.#rise({ pack, space: capacity - length })
      return pack
    }
    top.space -= length
    this.#sink(top)
    return top.pack
  }

  #rise(entry: { pack: number; space: number }): void {
    const heap = this.#heap
    let at = heap.length
    heap.push(entry)
    while (at > 0) {
      const above = (at - 1) >>> 1
      const parent = heap[above] as { pack: number; space: number }
      if (!isBefore(entry, parent)) break
      heap[at] = parent
      at = above
    }
    heap[at] = entry
  }

  #sink(entry: { pack: number; space: number }): void {
    const heap = this.#heap
    let at = 0
    for (;;) {
      const left = heap[2 * at + 1]
      const right = heap[2 * at + 2]
      if (!left) break
      const child = right && isBefore(right, left) ? right : left
      if (!isBefore(child, entry)) break
      heap[at] = child
      at = 2 * at + (child === left ? 1 : 2)
    }
    heap[at] = entry
  }
}

function isBefore(a: { pack: number; space: number }, b: { pack: number; space: number }): boolean {
  return a.space > b.space || (a.space === b.space && a.pack < b.pack)
}
