/** Items by their length, from which they are taken again, of equally long ones the last put in first. */
export interface LengthStacks {
  put(item: number, length: number): void
  /** The longest length of at most `most` that an item has; -1 when there is none. */
  longest(most: number): number
  /** Takes an item of a length that has some. */
  take(length: number): number
}

/** Up to this length a slot for every length is affordable: 4 bytes each. */
const MAX_SLOTS = 1 << 22

/** @param longest no length put in is above it */
export function lengthStacks(longest: number): LengthStacks {
  return longest < MAX_SLOTS ? new SlottedStacks(longest) : new SortedStacks()
}

/** A stack for every length, and bits over the stacks that are not empty: two look-ups find the next shorter length. */
export class SlottedStacks implements LengthStacks {
  /** The item on top of each stack; of one without items, whatever was there last. */
  readonly #top: Uint32Array
  /** The item below each item; an item at the bottom has itself. */
  #below = new Uint32Array(1024)
  readonly #bits: Uint32Array
  /** A bit for each word of `#bits` that is not 0. */
  readonly #words: Uint32Array

  constructor(longest: number) {
    this.#top = new Uint32Array(longest + 1)
    this.#bits = new Uint32Array((longest >>> 5) + 1)
    this.#words = new Uint32Array((longest >>> 10) + 1)
  }

  /** Items are kept by number: those below some thousands cost least. */
  put(item: number, length: number): void {
    if (item >= this.#below.length) {
      const below = new Uint32Array(2 * item)
      below.set(this.#below)
      this.#below = below
    }
    const word = length >>> 5
    const bit = 1 << (length & 31)
    const bits = this.#bits[word] as number
    if ((bits & bit) === 0) {
      this.#bits[word] = bits | bit
      this.#words[word >>> 5] = (this.#words[word >>> 5] as number) | (1 << (word & 31))
      this.#below[item] = item
    } else this.#below[item] = this.#top[length] as number
    this.#top[length] = item
  }

  longest(most: number): number {
    const bits = this.#bits
    const limit = Math.min(most, this.#top.length - 1)
    let word = limit >>> 5
    const here = (bits[word] as number) & (0xffffffff >>> (31 - (limit & 31)))
    if (here !== 0) return (word << 5) + 31 - Math.clz32(here)
    const words = this.#words
    let at = word >>> 5
    let some = (words[at] as number) & ((1 << (word & 31)) - 1)
    while (some === 0) {
      if (at === 0) return -1
      some = words[--at] as number
    }
    word = (at << 5) + 31 - Math.clz32(some)
    return (word << 5) + 31 - Math.clz32(bits[word] as number)
  }

  take(length: number): number {
    const item = this.#top[length] as number
    const below = this.#below[item] as number
    this.#top[length] = below
    if (below === item) {
      const word = length >>> 5
      const bits = (this.#bits[word] as number) & ~(1 << (length & 31))
      this.#bits[word] = bits
      if (bits === 0) this.#words[word >>> 5] = (this.#words[word >>> 5] as number) & ~(1 << (word & 31))
    }
    return item
  }
}

/** A sorted list, for lengths too large for slots. Putting and taking move what lies behind. */
export class SortedStacks implements LengthStacks {
  readonly #lengths: number[] = []
  readonly #items: number[][] = []

  put(item: number, length: number): void {
    const at = this.#place(length)
    if (this.#lengths[at] === length) {
      this.#items[at]?.push(item)
      return
    }
    this.#lengths.splice(at, 0, length)
    this.#items.splice(at, 0, [item])
  }

  longest(most: number): number {
    return this.#lengths[this.#place(most + 1) - 1] ?? -1
  }

  take(length: number): number {
    const at = this.#place(length)
    const items = this.#items[at] as number[]
    const item = items.pop() as number
    if (items.length === 0) {
      this.#lengths.splice(at, 1)
      this.#items.splice(at, 1)
    }
    return item
  }

  /** How many of the lengths are shorter. */
  #place(length: number): number {
    let low = 0
    let high = this.#lengths.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.#lengths[middle] as number) < length) low = middle + 1
      else high = middle
    }
    return low
  }
}
