/** A set of small whole numbers: bits, and bits over the words that have any. Two look-ups find the next of them. */
export class SlotBits {
  readonly #bits: Uint32Array
  /** A bit for each word of `#bits` that is not 0. */
  readonly #words: Uint32Array
  readonly #most: number

  /** @param most the largest number put in */
  constructor(most: number) {
    this.#most = most
    this.#bits = new Uint32Array((most >>> 5) + 1)
    this.#words = new Uint32Array((most >>> 10) + 1)
  }

  /** @returns whether it was not among them yet */
  add(slot: number): boolean {
    const word = slot >>> 5
    const bit = 1 << (slot & 31)
    const bits = this.#bits[word] as number
    if ((bits & bit) !== 0) return false
    this.#bits[word] = bits | bit
    this.#words[word >>> 5] = (this.#words[word >>> 5] as number) | (1 << (word & 31))
    return true
  }

  remove(slot: number): void {
    const word = slot >>> 5
    const bits = (this.#bits[word] as number) & ~(1 << (slot & 31))
    this.#bits[word] = bits
    if (bits === 0) this.#words[word >>> 5] = (this.#words[word >>> 5] as number) & ~(1 << (word & 31))
  }

  clear(): void {
    for (let i = 0; i < this.#words.length; i++) {
      if (this.#words[i] === 0) continue
      this.#bits.fill(0, i * 32, i * 32 + 32)
      this.#words[i] = 0
    }
  }

  /** The smallest from `slot` on; -1 when there is none. */
  firstFrom(slot: number): number {
    let word = slot >>> 5
    let bits = (this.#bits[word] ?? 0) & (-1 << (slot & 31))
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

  /** The largest up to `slot`; -1 when there is none. */
  lastUpTo(slot: number): number {
    const limit = Math.min(slot, this.#most)
    let word = limit >>> 5
    const here = (this.#bits[word] as number) & (0xffffffff >>> (31 - (limit & 31)))
    if (here !== 0) return word * 32 + highestBit(here)
    let at = word >>> 5
    let words = (this.#words[at] as number) & ((1 << (word & 31)) - 1)
    while (words === 0) {
      if (at === 0) return -1
      words = this.#words[--at] as number
    }
    word = at * 32 + highestBit(words)
    return word * 32 + highestBit(this.#bits[word] as number)
  }
}

function lowestBit(bits: number): number {
  return highestBit(bits & -bits)
}

function highestBit(bits: number): number {
  return 31 - Math.clz32(bits)
}
