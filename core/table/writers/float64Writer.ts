import { type Data, Float64, makeData } from 'apache-arrow'
import type { ColumnWriter } from './columnWriter.ts'
import { growFloat64, INITIAL_CAPACITY } from './growable.ts'
import { Validity } from './validity.ts'
import type { WriteBudget } from './writeBudget.ts'

/** Double-precision numbers. */
export class Float64Writer implements ColumnWriter {
  readonly type = new Float64()
  length = 0
  #values = new Float64Array(INITIAL_CAPACITY)
  readonly #validity: Validity
  readonly #budget: WriteBudget

  constructor(budget: WriteBudget) {
    this.#validity = new Validity(budget)
    this.#budget = budget
  }

  get byteLength(): number {
    return this.length * 8
  }

  append(value: number): void {
    this.#room()
    this.#values[this.length] = value
    this.#validity.appendValid(this.length++)
  }

  /**
   * Appends values at once.
   * @param values any where it is null
   * @param validity bits of the values that are not null
   */
  appendRun(values: Float64Array, validity: Uint8Array, nullCount: number): void {
    const end = this.length + values.length
    if (end > this.#values.length) this.#values = growFloat64(this.#values, end, this.#budget)
    this.#validity.appendRun(this.length, values.length, validity, nullCount)
    this.#values.set(values, this.length)
    this.length = end
  }

  appendNull(): void {
    this.#room()
    this.#values[this.length] = 0
    this.#validity.appendNull(this.length++)
  }

  truncate(length: number): void {
    this.#validity.truncate(length, this.length)
    this.length = length
  }

  finish(): Data<Float64> {
    const { length } = this
    const nullCount = this.#validity.nullCount
    const data = makeData({
      type: this.type,
      length,
      nullCount,
      nullBitmap: this.#validity.finish(length),
      data: this.#values.subarray(0, length),
    })
    this.#values = new Float64Array(Math.max(INITIAL_CAPACITY, length))
    this.length = 0
    return data
  }

  #room(): void {
    if (this.length >= this.#values.length) {
      this.#values = growFloat64(this.#values, this.length + 1, this.#budget)
    }
  }
}
