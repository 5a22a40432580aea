import { Bool, type Data, makeData } from 'apache-arrow'
import type { ColumnWriter } from './columnWriter.ts'
import { copyBits } from './copyBits.ts'
import { growBytes } from './growable.ts'
import { Validity } from './validity.ts'
import type { WriteBudget } from './writeBudget.ts'

/** Booleans, one bit each. */
export class BoolWriter implements ColumnWriter {
  readonly type = new Bool()
  length = 0
  #bits = new Uint8Array(32)
  readonly #validity: Validity
  readonly #budget: WriteBudget

  constructor(budget: WriteBudget) {
    this.#validity = new Validity(budget)
    this.#budget = budget
  }

  /** In eighths, so that the size of a batch is the sum of its parts' sizes. */
  get byteLength(): number {
    return this.length / 8
  }

  append(value: boolean): void {
    this.#room()
    if (value) this.#bits[this.length >> 3]! |= 1 << (this.length & 7)
    this.#validity.appendValid(this.length++)
  }

  /**
   * Appends `count` values at once.
   * @param bits a bit per value; 0 where it is null
   * @param validity bits of the values that are not null
   */
  appendRun(bits: Uint8Array, count: number, validity: Uint8Array, nullCount: number): void {
    if (count === 0) return
    const lastByte = (this.length + count - 1) >> 3
    if (lastByte >= this.#bits.length) this.#bits = growBytes(this.#bits, lastByte + 1, this.#budget)
    this.#validity.appendRun(this.length, count, validity, nullCount)
    copyBits(this.#bits, this.length, bits, count)
    this.length += count
  }

  appendNull(): void {
    this.#room()
    this.#validity.appendNull(this.length++)
  }

  truncate(length: number): void {
    this.#validity.truncate(length, this.length)
    for (let i = length; i < this.length; i++) this.#bits[i >> 3]! &= ~(1 << (i & 7))
    this.length = length
  }

  finish(): Data<Bool> {
    const { length } = this
    const nullCount = this.#validity.nullCount
    const data = makeData({
      type: this.type,
      length,
      nullCount,
      nullBitmap: this.#validity.finish(length),
      data: this.#bits.subarray(0, (length + 7) >> 3),
    })
    this.#bits = new Uint8Array(Math.max(32, (length + 7) >> 3))
    this.length = 0
    return data
  }

  #room(): void {
    if (this.length >> 3 >= this.#bits.length) {
      this.#bits = growBytes(this.#bits, (this.length >> 3) + 1, this.#budget)
    }
  }
}
