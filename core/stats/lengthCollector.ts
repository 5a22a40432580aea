import type { LengthStats } from './columnStats.ts'
import { Quantiles } from './quantiles.ts'
import { quantileTable } from './quantileTable.ts'

/** Lengths put into the quantiles at once. */
const AT_ONCE = 1024

/** Lengths of texts or lists. */
export class LengthCollector {
  readonly #quantiles: Quantiles<Float64Array<ArrayBuffer>>
  readonly #waiting = new Float64Array(AT_ONCE)
  #numWaiting = 0
  #count = 0
  #sum = 0
  #min = Number.POSITIVE_INFINITY
  #max = 0

  /** @param budget most lengths that are kept */
  constructor(budget: number) {
    this.#quantiles = new Quantiles((length) => new Float64Array(length), budget)
  }

  get isExact(): boolean {
    return this.#quantiles.isExact
  }

  add(length: number): void {
    this.#count++
    this.#sum += length
    if (length < this.#min) this.#min = length
    if (length > this.#max) this.#max = length
    this.#waiting[this.#numWaiting++] = length
    if (this.#numWaiting === AT_ONCE) this.#flush()
  }

  merge(other: LengthCollector): void {
    this.#flush()
    other.#flush()
    this.#count += other.#count
    this.#sum += other.#sum
    this.#min = Math.min(this.#min, other.#min)
    this.#max = Math.max(this.#max, other.#max)
    this.#quantiles.merge(other.#quantiles)
  }

  /** Null where there was nothing. */
  finish(): LengthStats | null {
    this.#flush()
    const quantiles = this.#quantiles.finish()
    if (!quantiles) return null
    return {
      min: this.#min,
      max: this.#max,
      mean: this.#sum / this.#count,
      quantiles: quantileTable(quantiles, (value) => value as number),
    }
  }

  #flush(): void {
    this.#quantiles.add(this.#waiting.slice(0, this.#numWaiting))
    this.#numWaiting = 0
  }
}
