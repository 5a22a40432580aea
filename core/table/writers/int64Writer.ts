import { type Data, Int64, makeData } from 'apache-arrow'
import type { ColumnWriter } from './columnWriter.ts'
import { growInt32, INITIAL_CAPACITY } from './growable.ts'
import { Validity } from './validity.ts'
import type { WriteBudget } from './writeBudget.ts'

const TWO_32 = 4294967296

/** 64-bit integers, written as two 32-bit halves (low first) so that the usual small ones need no BigInt. */
export class Int64Writer implements ColumnWriter {
  readonly type = new Int64()
  length = 0
  #halves = new Int32Array(INITIAL_CAPACITY * 2)
  readonly #validity: Validity
  readonly #budget: WriteBudget

  constructor(budget: WriteBudget) {
    this.#validity = new Validity(budget)
    this.#budget = budget
  }

  get byteLength(): number {
    return this.length * 8
  }

  /** Appends an integer within ±2^53. */
  append(value: number): void {
    const at = this.#room()
    const low = value | 0
    this.#halves[at] = low
    this.#halves[at + 1] = low === value ? low >> 31 : Math.floor(value / TWO_32)
    this.#validity.appendValid(this.length++)
  }

  /** Appends an integer within the range of int64. */
  appendBigInt(value: bigint): void {
    const at = this.#room()
    this.#halves[at] = Number(BigInt.asIntN(32, value))
    this.#halves[at + 1] = Number(BigInt.asIntN(32, value >> 32n))
    this.#validity.appendValid(this.length++)
  }

  /**
   * Appends values at once.
   * @param halves two per value, low first; any where it is null
   * @param validity bits of the values that are not null
   */
  appendRun(halves: Int32Array, validity: Uint8Array, nullCount: number): void {
    const at = this.length * 2
    const end = at + halves.length
    if (end > this.#halves.length) this.#halves = growInt32(this.#halves, end, this.#budget)
    this.#validity.appendRun(this.length, halves.length / 2, validity, nullCount)
    this.#halves.set(halves, at)
    this.length = end / 2
  }

  appendNull(): void {
    const at = this.#room()
    this.#halves[at] = 0
    this.#halves[at + 1] = 0
    this.#validity.appendNull(this.length++)
  }

  truncate(length: number): void {
    this.#validity.truncate(length, this.length)
    this.length = length
  }

  finish(): Data<Int64> {
    const { length } = this
    const nullCount = this.#validity.nullCount
    const data = makeData({
      type: this.type,
      length,
      nullCount,
      nullBitmap: this.#validity.finish(length),
      data: new BigInt64Array(this.#halves.buffer, 0, length),
    })
    this.#halves = new Int32Array(Math.max(INITIAL_CAPACITY, length) * 2)
    this.length = 0
    return data
  }

  #room(): number {
    const at = this.length * 2
    if (at >= this.#halves.length) this.#halves = growInt32(this.#halves, at + 2, this.#budget)
    return at
  }
}
