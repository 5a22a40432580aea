import { ByteSet } from './byteSet.ts'
import { hash, hashBytes } from './hashBytes.ts'
import { HyperLogLog } from './hyperLogLog.ts'
import type { StatsBudget } from './statsBudget.ts'

/** How many different values there are: exactly while they fit the budget, estimated from then on. */
export class DistinctCount {
  #exact: ByteSet | null
  #estimated: HyperLogLog | null = null
  readonly #scratch = new Uint8Array(8)
  readonly #scratchView = new DataView(this.#scratch.buffer)

  constructor({ distinct, distinctBytes }: StatsBudget) {
    this.#exact = new ByteSet(distinct, distinctBytes)
  }

  get isExact(): boolean {
    return this.#exact !== null
  }

  get count(): number {
    return this.#exact?.size ?? this.#estimated!.estimate()
  }

  addBytes(bytes: Uint8Array, start: number, end: number): void {
    if (!this.#exact) {
      hashBytes(bytes, start, end)
      this.#estimated!.add(hash.low, hash.high)
    } else if (!this.#exact.add(bytes, start, end)) this.#estimate().add(hash.low, hash.high)
  }

  /** All NaN are one value, and both zeros are. */
  addFloat(value: number): void {
    this.#scratchView.setFloat64(0, Number.isNaN(value) ? Number.NaN : value === 0 ? 0 : value)
    this.addBytes(this.#scratch, 0, 8)
  }

  addBigInt(value: bigint): void {
    this.#scratchView.setBigInt64(0, BigInt.asIntN(64, value))
    this.addBytes(this.#scratch, 0, 8)
  }

  merge(other: DistinctCount): void {
    if (other.#exact) other.#exact.each((bytes, start, end) => this.addBytes(bytes, start, end))
    else this.#estimate().merge(other.#estimated!)
  }

  /** Gives up being exact. */
  #estimate(): HyperLogLog {
    if (this.#estimated) return this.#estimated
    const estimated = new HyperLogLog()
    const { low, high } = hash // of the value that was too much
    this.#exact?.each((bytes, start, end) => {
      hashBytes(bytes, start, end)
      estimated.add(hash.low, hash.high)
    })
    hash.low = low
    hash.high = high
    this.#exact = null
    this.#estimated = estimated
    return estimated
  }
}
