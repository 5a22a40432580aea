const FIELDS = 4

/** Merges by the two tokens they join: open addressing in one array of (left, right, rank, whole), at most half full. */
export class PairTable {
  readonly slots: Int32Array
  readonly #shift: number
  readonly #mask: number

  /** @param merges how many will be put in at most */
  constructor(merges: number) {
    let bits = 1
    while (1 << bits < merges * 2) bits++
    this.slots = new Int32Array(FIELDS << bits).fill(-1)
    this.#shift = 32 - bits
    this.#mask = (1 << bits) - 1
  }

  /** Of merges of the same pair the last one counts, as in Rust. */
  put(left: number, right: number, rank: number, whole: number): void {
    let slot = this.#first(left, right)
    while (this.slots[slot] !== -1 && (this.slots[slot] !== left || this.slots[slot + 1] !== right)) {
      slot = (slot + FIELDS) & (this.#mask * FIELDS)
    }
    this.slots[slot] = left
    this.slots[slot + 1] = right
    this.slots[slot + 2] = rank
    this.slots[slot + 3] = whole
  }

  /** Where the merge stands in `slots`: rank at +2, the token it makes at +3; -1 for none. */
  find(left: number, right: number): number {
    const slots = this.slots
    const mask = this.#mask * FIELDS
    let slot = this.#first(left, right)
    for (;;) {
      const there = slots[slot]
      if (there === -1) return -1
      if (there === left && slots[slot + 1] === right) return slot
      slot = (slot + FIELDS) & mask
    }
  }

  #first(left: number, right: number): number {
    return ((Math.imul(left, 0x9e3779b1) ^ Math.imul(right, 0x85ebca77)) >>> this.#shift) * FIELDS
  }
}
