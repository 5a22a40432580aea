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

/** A queue for every space, and bits over the queues that are not empty: two look-ups find the next larger space. */
export class SlottedBins implements OpenBins {
  space = 0
  readonly #among: Among
  readonly #first: Int32Array
  readonly #last: Int32Array
  #next = new Int32Array(1024)
  readonly #bits: Uint32Array
  /** A bit for each word of `#bits` that is not 0. */
  readonly #words: Uint32Array

  constructor(capacity: number, among: Among) {
    this.#among = among
    this.#first = new Int32Array(capacity + 1)
    this.#last = new Int32Array(capacity + 1)
    this.#bits = new Uint32Array((capacity >>> 5) + 1)
    this.#words = new Uint32Array((capacity >>> 10) + 1)
  }

  take(length: number): number {
    const space = this.#spaceFrom(length)
    if (space < 0) return -1
    const bin = this.#first[space] as number
    const next = this.#next[bin] as number
    this.#first[space] = next
    if (next < 0) {
      const word = space >>> 5
      const bits = (this.#bits[word] as number) & ~(1 << (space & 31))
      this.#bits[word] = bits
      if (bits === 0) this.#words[word >>> 5] = (this.#words[word >>> 5] as number) & ~(1 << (word & 31))
    }
    this.space = space
    return bin
  }

  put(bin: number, space: number): void {
    if (bin >= this.#next.length) {
      const next = new Int32Array(2 * bin)
      next.set(this.#next)
      this.#next = next
    }
    const word = space >>> 5
    const bit = 1 << (space & 31)
    const bits = this.#bits[word] as number
    if ((bits & bit) === 0) {
      this.#bits[word] = bits | bit
      this.#words[word >>> 5] = (this.#words[word >>> 5] as number) | (1 << (word & 31))
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
    for (let i = 0; i < this.#words.length; i++) {
      if (this.#words[i] === 0) continue
      this.#bits.fill(0, i * 32, i * 32 + 32)
      this.#words[i] = 0
    }
  }

  #spaceFrom(length: number): number {
    let word = length >>> 5
    let bits = (this.#bits[word] ?? 0) & (-1 << (length & 31))
    if (bits === 0) {
      word++
      let at = word >>> 5
      let words = (this.#words[at] ?? 0) & (-1 << (word & 31))
      while (words === 0) {
        if (++at >= this.#words.length) return -1
        words = this.#words[at] as number
      }
      word = at * 32 + lowestBit(words)
      bits = this.#bits[word] as number
    }
    return word * 32 + lowestBit(bits)
  }
}

function lowestBit(bits: number): number {
  return 31 - Math.clz32(bits & -bits)
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
