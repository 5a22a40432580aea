import type { Data, DataType } from 'apache-arrow'
import { decimalText } from '../../table/scalarText.ts'
import type { DistinctCount } from '../distinctCount.ts'
import { Quantiles } from '../quantiles.ts'
import { quantileTable } from '../quantileTable.ts'
import type { StatsBudget } from '../statsBudget.ts'
import type { PartFigures, StatsPart } from './part.ts'

/** Decimals: extremes and the sum with all digits, quantiles of the nearest doubles. */
export class DecimalPart implements StatsPart {
  readonly #distinct: DistinctCount
  readonly #scale: number
  readonly #quantiles: Quantiles<Float64Array<ArrayBuffer>>
  #count = 0
  #sum = 0n
  #min = 0n
  #max = 0n

  constructor(budget: StatsBudget, distinct: DistinctCount, type: DataType) {
    this.#distinct = distinct
    this.#scale = (type as DataType & { scale: number }).scale
    this.#quantiles = new Quantiles((length) => new Float64Array(length), budget.values)
  }

  add(data: Data, row: number): void {
    const words = (data.values as Uint32Array).subarray(row * data.stride, (row + 1) * data.stride)
    let value = 0n
    for (let i = words.length - 1; i >= 0; i--) value = (value << 32n) | BigInt(words[i]!)
    value = BigInt.asIntN(words.length * 32, value)
    this.#distinct.addBytes(new Uint8Array(words.buffer, words.byteOffset, words.byteLength), 0, words.byteLength)
    this.#quantiles.add(Float64Array.of(Number(this.#text(value))))
    this.#stretch(value, value)
    this.#sum += value
    this.#count++
  }

  merge(other: DecimalPart): void {
    this.#quantiles.merge(other.#quantiles)
    if (other.#count > 0) this.#stretch(other.#min, other.#max)
    this.#sum += other.#sum
    this.#count += other.#count
  }

  finish(): Partial<PartFigures> {
    const quantiles = this.#quantiles.finish()
    if (!quantiles) return {}
    return {
      min: this.#text(this.#min),
      max: this.#text(this.#max),
      mean: Number(this.#text(this.#sum)) / this.#count,
      quantiles: quantileTable(quantiles, Number),
      approximate: ['quantiles'],
    }
  }

  #stretch(min: bigint, max: bigint): void {
    if (this.#count === 0 || min < this.#min) this.#min = min
    if (this.#count === 0 || max > this.#max) this.#max = max
  }

  #text(value: bigint): string {
    const words = Uint32Array.from({ length: 16 }, (_, i) => Number(BigInt.asUintN(32, value >> BigInt(i * 32))))
    return decimalText(words, this.#scale)
  }
}
