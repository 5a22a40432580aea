/** A sum of doubles with the error of each addition kept and added in the end (Neumaier 1974). */
export class FloatSum {
  #sum = 0
  #lost = 0

  add(value: number): void {
    const sum = this.#sum + value
    if (Number.isFinite(sum)) {
      this.#lost += Math.abs(this.#sum) >= Math.abs(value) ? this.#sum - sum + value : value - sum + this.#sum
    }
    this.#sum = sum
  }

  merge(other: FloatSum): void {
    this.add(other.#sum)
    this.#lost += other.#lost
  }

  get value(): number {
    return Number.isFinite(this.#sum) ? this.#sum + this.#lost : this.#sum
  }
}

/** Additions of numbers below 2^32 before a double could lose one. */
const PARTS_BEFORE_CARRY = 2 ** 20

/** A sum of whole numbers, all digits of it. */
export class IntegerSum {
  #sum = 0n
  #part = 0
  #parts = 0

  /** @param value within ±2^32 */
  addSmall(value: number): void {
    this.#part += value
    if (++this.#parts === PARTS_BEFORE_CARRY) this.#carry()
  }

  add(value: bigint): void {
    this.#sum += value
  }

  merge(other: IntegerSum): void {
    this.#sum += other.value
  }

  get value(): bigint {
    this.#carry()
    return this.#sum
  }

  /** The mean of `count` values, to the last digit but one a double holds. */
  mean(count: number): number {
    const sum = this.value
    const whole = sum / BigInt(count)
    return Number(whole) + Number(sum - whole * BigInt(count)) / count
  }

  #carry(): void {
    this.#sum += BigInt(this.#part)
    this.#part = 0
    this.#parts = 0
  }
}
