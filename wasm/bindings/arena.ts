/** Addresses and sizes are multiples of this. */
const ALIGNMENT = 16

interface Gap {
  at: number
  size: number
}

/**
 * Places in a growing memory: first fit, gaps joined when they touch. Made for tens to thousands of large buffers, not
 * for objects. Plain arithmetic; the memory itself is the caller's.
 */
export class Arena {
  #gaps: Gap[] = []
  readonly #sizes = new Map<number, number>()
  #end: number
  usedBytes = 0

  /** @param start first address there is */
  constructor(start: number) {
    this.#end = align(start)
  }

  /** One past the last address in use: what the memory must have grown to. */
  get end(): number {
    return this.#end
  }

  /** The address of `size` bytes. */
  take(size: number): number {
    const wanted = align(Math.max(size, 1))
    this.usedBytes += wanted
    const index = this.#gaps.findIndex((gap) => gap.size >= wanted)
    if (index >= 0) {
      const gap = this.#gaps[index]!
      const at = gap.at
      gap.at += wanted
      gap.size -= wanted
      if (gap.size === 0) this.#gaps.splice(index, 1)
      this.#sizes.set(at, wanted)
      return at
    }
    const at = this.#end
    this.#end = at + wanted
    this.#sizes.set(at, wanted)
    return at
  }

  /** The first gap behind an address; there are thousands of them where a file has thousands of columns. */
  #firstBehind(at: number): number {
    let low = 0
    let high = this.#gaps.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#gaps[middle] as Gap).at > at) high = middle
      else low = middle + 1
    }
    return low
  }

  /** Gives a taken address back. */
  give(at: number): void {
    const size = this.#sizes.get(at)
    if (size === undefined) return
    this.#sizes.delete(at)
    this.usedBytes -= size
    const index = this.#firstBehind(at)
    const before = this.#gaps[index - 1]
    const after = this.#gaps[index]
    const joinsAfter = after !== undefined && at + size === after.at
    if (before && before.at + before.size === at) {
      before.size += size + (joinsAfter ? after.size : 0)
      if (joinsAfter) this.#gaps.splice(index, 1)
    } else if (joinsAfter) {
      after.at = at
      after.size += size
    } else {
      this.#gaps.splice(index, 0, { at, size })
    }
    const last = this.#gaps.at(-1)
    if (last && last.at + last.size === this.#end) {
      this.#end = last.at
      this.#gaps.pop()
    }
  }
}

function align(size: number): number {
  return Math.ceil(size / ALIGNMENT) * ALIGNMENT
}
