import type { Data } from 'apache-arrow'
import { floatAt } from '../../table/scalarText.ts'
import type { StatsValue } from '../columnStats.ts'
import type { DistinctCount } from '../distinctCount.ts'
import { FloatSum } from '../exactSum.ts'
import { Quantiles } from '../quantiles.ts'
import { quantileTable } from '../quantileTable.ts'
import type { StatsBudget } from '../statsBudget.ts'
import type { PartFigures, StatsPart } from './part.ts'

const AT_ONCE = 1024

/** Floating-point numbers of any width. NaN is counted apart; the infinities take part, as numbers. */
export class FloatPart implements StatsPart {
  readonly #distinct: DistinctCount
  readonly #quantiles: Quantiles<Float64Array<ArrayBuffer>>
  readonly #waiting = new Float64Array(AT_ONCE)
  #numWaiting = 0
  readonly #sum = new FloatSum()
  #nan = 0
  #count = 0
  #min = Number.POSITIVE_INFINITY
  #max = Number.NEGATIVE_INFINITY

  constructor(budget: StatsBudget, distinct: DistinctCount) {
    this.#distinct = distinct
    this.#quantiles = new Quantiles((length) => new Float64Array(length), budget.values)
  }

  add(data: Data, row: number): void {
    const value = floatAt(data, row)
    this.#distinct.addFloat(value)
    if (Number.isNaN(value)) {
      this.#nan++
      return
    }
    this.#sum.add(value)
    this.#count++
    if (value < this.#min) this.#min = value
    if (value > this.#max) this.#max = value
    this.#waiting[this.#numWaiting++] = value
    if (this.#numWaiting === AT_ONCE) this.#flush()
  }

  merge(other: FloatPart): void {
    this.#flush()
    other.#flush()
    this.#quantiles.merge(other.#quantiles)
    this.#sum.merge(other.#sum)
    this.#nan += other.#nan
    this.#count += other.#count
    this.#min = Math.min(this.#min, other.#min)
    this.#max = Math.max(this.#max, other.#max)
  }

  finish(): Partial<PartFigures> {
    this.#flush()
    const quantiles = this.#quantiles.finish()
    if (!quantiles) return { nan: this.#nan }
    return {
      nan: this.#nan,
      min: showFloat(this.#min),
      max: showFloat(this.#max),
      mean: this.#sum.value / this.#count,
      quantiles: quantileTable(quantiles, (value) => showFloat(Number(value))),
      approximate: this.#quantiles.isExact ? [] : ['quantiles'],
    }
  }

  #flush(): void {
    this.#quantiles.add(this.#waiting.slice(0, this.#numWaiting))
    this.#numWaiting = 0
  }
}

/** JSON has no infinities: they are told by name. Of the two zeros, the one without a sign is shown. */
function showFloat(value: number): StatsValue {
  return Number.isFinite(value) ? value + 0 : String(value)
}
