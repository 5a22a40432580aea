import { SlotBits } from '../lengths/slotBits.ts'

/** Bins by the space they have left. */
export interface OpenBins {
  /** The space the bin of the last `take` had. */
  space: number
  /** Removes a bin of the smallest space that is `length` or more; -1 when there is none. */
  take(length: number): number
  put(bin: number, space: number): void
  clear(): void
}

/** Which of several bins of equal space is taken: the one that waits longest (TRL), or the first opened (ms-swift). */
export type Among = 'longest-waiting' | 'first-opened'

/** Up to this capacity a slot for every space is affordable: 8 bytes each. */
const MAX_SLOTS = 1 << 22

/** @param capacity no space put in is larger */
export function openBins(capacity: number, among: Among): OpenBins {
  return capacity < MAX_SLOTS ? new SlottedBins(capacity, among) : new SortedBins(among)
}

/** A queue for every space, and the spaces whose queues are not empty. */
export class SlottedBins implements OpenBins {
  space = 0
  readonly #among: Among
  readonly #first: Int32Array
  readonly #last: Int32Array
  #next = new Int32Array(1024)
  readonly #taken: SlotBits

  constructor(capacity: number, among: Among) {
    this.#among = among
    this.#first = new Int32Array(capacity + 1)
    this.#last = new Int32Array(capacity + 1)
    this.#taken = new SlotBits(capacity)
  }

  take(length: number): number {
    const space = this.#taken.firstFrom(length)
    if (space < 0) return -1
    const bin = this.#first[space] as number
    const next = this.#next[bin] as number
    this.#first[space] = next
    if (next < 0) this.#taken.remove(space)
    this.space = space
    return bin
  }

  put(bin: number, space: number): void {
    if (bin >= this.#next.length) {
      const next = new Int32Array(2 * bin)
      next.set(this.#next)
      this.#next = next
    }
    if (this.#taken.add(space)) {
      this.#first[space] = bin
      this.#last[space] = bin
      this.#next[bin] = -1
    } else this.#join(bin, space)
  }

  #join(bin: number, space: number): void {
    const next = this.#next
    const last = this.#last[space] as number
    if (this.#among === 'longest-waiting' || bin > last) {
      next[last] = bin
      next[bin] = -1
      this.#last[space] = bin
      return
    }
    let before = -1
    let after = this.#first[space] as number
    while (after < bin) {
      before = after
      after = next[after] as number
    }
    next[bin] = after
    if (before < 0) this.#first[space] = bin
    else next[before] = bin
  }

  clear(): void {
    this.#taken.clear()
  }
}

/**
 * A sorted list, for capacities too large for slots. Putting and taking move the bins behind: of the order of the open
 * bins of one slice of 1,000 rows.
 */
export class SortedBins implements OpenBins {
  space = 0
  readonly #among: Among
  readonly #bins: { bin: number; space: number }[] = []

  constructor(among: Among) {
    this.#among = among
  }

  take(length: number): number {
    const at = this.#place(length, -1)
    const [taken] = this.#bins.splice(at, 1)
    if (!taken) return -1
    this.space = taken.space
    return taken.bin
  }

  put(bin: number, space: number): void {
    const at = this.#place(space, this.#among === 'first-opened' ? bin : Number.POSITIVE_INFINITY)
    this.#bins.splice(at, 0, { bin, space })
  }

  clear(): void {
    this.#bins.length = 0
  }

  /** How many bins have less space, or as much and come before `bin`. */
  #place(space: number, bin: number): number {
    let low = 0
    let high = this.#bins.length
    while (low < high) {
      const middle = (low + high) >>> 1
      const at = this.#bins[middle] as { bin: number; space: number }
      if (at.space < space || (at.space === space && at.bin < bin)) low = middle + 1
      else high = middle
    }
    return low
  }
}
