import { hash, hashBytes } from './hashBytes.ts'

const INITIAL_SLOTS = 1024
const INITIAL_BYTES = 4096

/** A set of byte strings, kept whole: two are the same only when all their bytes are. */
export class ByteSet {
  size = 0
  readonly #maxSize: number
  readonly #maxBytes: number
  /** Entry number + 1 per slot; 0: free. A power of two of them. */
  #slots = new Uint32Array(INITIAL_SLOTS)
  #hashes = new Uint32Array(INITIAL_SLOTS)
  /** Where each entry ends in `#bytes`. */
  #ends = new Uint32Array(INITIAL_SLOTS)
  #bytes = new Uint8Array(INITIAL_BYTES)

  constructor(maxSize: number, maxBytes: number) {
    this.#maxSize = maxSize
    this.#maxBytes = maxBytes
  }

  /** Adds `bytes[start, end)`; leaves its hash in `hash`. @returns false where it is new and over the budget: not added */
  add(bytes: Uint8Array, start: number, end: number): boolean {
    hashBytes(bytes, start, end)
    const mask = this.#slots.length - 1
    let slot = hash.low & mask
    for (let entry = this.#slots[slot]!; entry !== 0; entry = this.#slots[slot]!) {
      if (this.#hashes[entry - 1] === hash.low && this.#equals(entry - 1, bytes, start, end)) return true
      slot = (slot + 1) & mask
    }
    const at = this.#endOf(this.size - 1)
    const needed = at + end - start
    if (this.size >= this.#maxSize || needed > this.#maxBytes) return false
    if (needed > this.#bytes.length) this.#growBytes(needed)
    this.#bytes.set(bytes.subarray(start, end), at)
    this.#ends[this.size] = needed
    this.#hashes[this.size] = hash.low
    this.#slots[slot] = ++this.size
    if (this.size * 2 > this.#slots.length) this.#growSlots()
    return true
  }

  /** Calls `use` for every member. */
  each(use: (bytes: Uint8Array, start: number, end: number) => void): void {
    for (let entry = 0; entry < this.size; entry++) use(this.#bytes, this.#endOf(entry - 1), this.#endOf(entry))
  }

  #endOf(entry: number): number {
    return entry < 0 ? 0 : this.#ends[entry]!
  }

  #equals(entry: number, bytes: Uint8Array, start: number, end: number): boolean {
    const from = this.#endOf(entry - 1)
    if (this.#endOf(entry) - from !== end - start) return false
    for (let i = start, at = from; i < end; i++, at++) if (bytes[i] !== this.#bytes[at]) return false
    return true
  }

  #growBytes(needed: number): void {
    const grown = new Uint8Array(Math.max(needed, this.#bytes.length * 2))
    grown.set(this.#bytes)
    this.#bytes = grown
  }

  #growSlots(): void {
    const length = this.#slots.length * 2
    const hashes = new Uint32Array(length)
    const ends = new Uint32Array(length)
    hashes.set(this.#hashes)
    ends.set(this.#ends)
    this.#hashes = hashes
    this.#ends = ends
    this.#slots = new Uint32Array(length)
    for (let entry = 0; entry < this.size; entry++) {
      let slot = hashes[entry]! & (length - 1)
      while (this.#slots[slot] !== 0) slot = (slot + 1) & (length - 1)
      this.#slots[slot] = entry + 1
    }
  }
}
