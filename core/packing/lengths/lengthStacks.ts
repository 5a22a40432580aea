import { SlotBits } from './slotBits.ts'

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

/** A stack for every length, and the lengths whose stacks are not empty. */
export class SlottedStacks implements LengthStacks {
  /** The item on top of each stack; of one without items, whatever was there last. */
  readonly #top: Uint32Array
  /** The item below each item; an item at the bottom has itself. */
  #below = new Uint32Array(1024)
  readonly #taken: SlotBits

  constructor(longest: number) {
    this.#top = new Uint32Array(longest + 1)
    this.#taken = new SlotBits(longest)
  }

  /** Items are kept by number: those below some thousands cost least. */
  put(item: number, length: number): void {
    if (item >= this.#below.length) {
      const below = new Uint32Array(2 * item)
      below.set(this.#below)
      this.#below = below
    }
    this.#below[item] = this.#taken.add(length) ? item : (this.#top[length] as number)
    this.#top[length] = item
  }

  longest(most: number): number {
    return this.#taken.lastUpTo(most)
  }

  take(length: number): number {
    const item = this.#top[length] as number
    const below = this.#below[item] as number
    this.#top[length] = below
    if (below === item) this.#taken.remove(length)
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
