import { copyBits, setBits } from './copyBits.ts'
import { growBytes } from './growable.ts'
import type { WriteBudget } from './writeBudget.ts'

const NO_BYTES = new Uint8Array(0)

/** Arrow's validity bitmap of a column being written. Not allocated before the first null. */
export class Validity {
  nullCount = 0
  #bits: Uint8Array<ArrayBuffer> = NO_BYTES
  #active = false
  readonly #budget: WriteBudget

  constructor(budget: WriteBudget) {
    this.#budget = budget
  }

  /** Marks the value at `index`, the next one, as present. */
  appendValid(index: number): void {
    if (!this.#active) return
    const byte = index >> 3
    if (byte >= this.#bits.length) this.#bits = growBytes(this.#bits, byte + 1, this.#budget)
    this.#bits[byte]! |= 1 << (index & 7)
  }

  /** Marks the value at `index`, the next one, as null. */
  appendNull(index: number): void {
    const byte = index >> 3
    if (byte >= this.#bits.length) this.#bits = growBytes(this.#bits, byte + 1, this.#budget)
    if (!this.#active) {
      this.#active = true
      this.#bits.fill(0xff, 0, byte)
      this.#bits[byte] = (1 << (index & 7)) - 1
    }
    this.nullCount++
  }

  /**
   * Marks the `count` values from `index` on, the next ones.
   * @param bits of those that are present, lowest first
   */
  appendRun(index: number, count: number, bits: Uint8Array, nullCount: number): void {
    if (count === 0 || (nullCount === 0 && !this.#active)) return
    const lastByte = (index + count - 1) >> 3
    if (lastByte >= this.#bits.length) this.#bits = growBytes(this.#bits, lastByte + 1, this.#budget)
    if (!this.#active) {
      this.#active = true
      setBits(this.#bits, 0, index)
    }
    if (nullCount === 0) setBits(this.#bits, index, count)
    else copyBits(this.#bits, index, bits, count)
    this.nullCount += nullCount
  }

  /** Forgets the values `[length, oldLength)`. */
  truncate(length: number, oldLength: number): void {
    if (!this.#active) return
    for (let i = length; i < oldLength; i++) {
      const mask = 1 << (i & 7)
      if ((this.#bits[i >> 3]! & mask) === 0) this.nullCount--
      else this.#bits[i >> 3]! &= ~mask
    }
  }

  /** The bitmap of `length` values, undefined when none is null; starts anew. */
  finish(length: number): Uint8Array<ArrayBuffer> | undefined {
    const bits = this.nullCount > 0 ? this.#bits.subarray(0, (length + 7) >> 3) : undefined
    this.#bits = NO_BYTES
    this.#active = false
    this.nullCount = 0
    return bits
  }
}
