import type { Data } from 'apache-arrow'
import type { StatsValue } from '../columnStats.ts'
import type { DistinctCount } from '../distinctCount.ts'
import { IntegerSum } from '../exactSum.ts'
import { Quantiles } from '../quantiles.ts'
import { quantileTable } from '../quantileTable.ts'
import type { StatsBudget } from '../statsBudget.ts'
import type { PartFigures, StatsPart } from './part.ts'

/** Values put into the quantiles at once. */
const AT_ONCE = 1024

export interface IntegerOptions {
  isUnsigned: boolean
  /** Whether a mean makes sense: not of dates. */
  hasMean: boolean
  show(value: bigint): StatsValue
}

/** Whole numbers of up to 64 bits, and the dates and times that are stored as such: all digits of all figures. */
export class IntegerPart implements StatsPart {
  readonly #distinct: DistinctCount
  readonly #options: IntegerOptions
  readonly #quantiles: Quantiles<BigInt64Array<ArrayBuffer> | BigUint64Array<ArrayBuffer>>
  readonly #waiting: BigInt64Array<ArrayBuffer> | BigUint64Array<ArrayBuffer>
  #numWaiting = 0
  readonly #sum = new IntegerSum()
  #count = 0
  #min = 0n
  #max = 0n

  constructor(budget: StatsBudget, distinct: DistinctCount, options: IntegerOptions) {
    this.#distinct = distinct
    this.#options = options
    const create = (length: number) => (options.isUnsigned ? new BigUint64Array(length) : new BigInt64Array(length))
    this.#quantiles = new Quantiles(create, budget.values)
    this.#waiting = create(AT_ONCE)
  }

  add(data: Data, row: number): void {
    const stored = data.values[row] as number | bigint
    const value = BigInt(stored)
    if (typeof stored === 'number') this.#sum.addSmall(stored)
    else this.#sum.add(stored)
    this.#distinct.addBigInt(value)
    this.#stretch(value, value)
    this.#count++
    this.#waiting[this.#numWaiting++] = value
    if (this.#numWaiting === AT_ONCE) this.#flush()
  }

  merge(other: IntegerPart): void {
    this.#flush()
    other.#flush()
    this.#quantiles.merge(other.#quantiles)
    this.#sum.merge(other.#sum)
    if (other.#count > 0) this.#stretch(other.#min, other.#max)
    this.#count += other.#count
  }

  finish(): Partial<PartFigures> {
    this.#flush()
    const quantiles = this.#quantiles.finish()
    if (!quantiles) return {}
    const { show, hasMean } = this.#options
    return {
      min: show(this.#min),
      max: show(this.#max),
      mean: hasMean ? this.#sum.mean(this.#count) : null,
      quantiles: quantileTable(quantiles, (value) => show(BigInt(value))),
      approximate: this.#quantiles.isExact ? [] : ['quantiles'],
    }
  }

  #stretch(min: bigint, max: bigint): void {
    if (this.#count === 0 || min < this.#min) this.#min = min
    if (this.#count === 0 || max > this.#max) this.#max = max
  }

  #flush(): void {
    this.#quantiles.add(this.#waiting.slice(0, this.#numWaiting) as BigInt64Array<ArrayBuffer>)
    this.#numWaiting = 0
  }
}
