type Values = Float64Array<ArrayBuffer> | BigInt64Array<ArrayBuffer> | BigUint64Array<ArrayBuffer>

/** Values in one buffer of the sketch, unless the budget is smaller. */
const LEVEL_VALUES = 4096
const INITIAL_VALUES = 256

/** The shares of values that are told. */
export const QUANTILES = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99] as const

/**
 * Quantiles of numbers of one kind. While all values fit the budget they are kept and quantiles are exact: the least value
 * that at least a share of them does not exceed. From then on every second value of full, sorted buffers is kept with
 * double weight, buffers of a level making those of the next: the rank of what is told is then off by at most
 * `levels / 4096` of all, and usually by much less, since whether the odd or the even ones are kept is drawn each time.
 */
export class Quantiles<V extends Values> {
  count = 0
  isExact = true
  readonly #create: (length: number) => V
  readonly #budget: number
  readonly #levelValues: number
  /** All values, while exact. */
  #kept: V
  #levels: { values: V; count: number }[] = []
  #random = 0x9e3779b9

  /** @param budget most values that are kept, 8 bytes each */
  constructor(create: (length: number) => V, budget: number) {
    this.#create = create
    this.#budget = budget
    this.#levelValues = Math.min(LEVEL_VALUES, budget & ~1)
    this.#kept = create(INITIAL_VALUES)
  }

  /** Adds values; none is NaN. */
  add(values: V): void {
    if (this.isExact && this.count + values.length > this.#budget) this.#sketch()
    if (this.isExact) {
      this.#keep(values)
      this.count += values.length
    } else {
      this.count += values.length
      this.#push(0, values)
    }
  }

  merge(other: Quantiles<V>): void {
    if (other.isExact) {
      this.add(other.#kept.subarray(0, other.count) as V)
      return
    }
    if (this.isExact) this.#sketch()
    this.count += other.count
    other.#levels.forEach(({ values, count }, level) => {
      this.#push(level, values.subarray(0, count) as V)
    })
  }

  /** The value of each of `QUANTILES`; null where there is none. */
  finish(): V | null {
    if (this.count === 0) return null
    const result = this.#create(QUANTILES.length)
    const ranks = QUANTILES.map((share) => Math.max(1, Math.ceil(share * this.count)))
    if (this.isExact) {
      const sorted = this.#kept.slice(0, this.count).sort() as V
      ranks.forEach((rank, i) => {
        result[i] = sorted[rank - 1]!
      })
      return result
    }
    const weighted = this.#levels.flatMap(({ values, count }, level) =>
      Array.from({ length: count }, (_, i) => ({ value: values[i]!, weight: 2 ** level })),
    )
    weighted.sort((a, b) => (a.value < b.value ? -1 : a.value > b.value ? 1 : 0))
    let seen = 0
    let next = 0
    for (const { value, weight } of weighted) {
      seen += weight
      for (; next < ranks.length && ranks[next]! <= seen; next++) result[next] = value
    }
    for (; next < ranks.length; next++) result[next] = weighted.at(-1)!.value
    return result
  }

  #keep(values: V): void {
    const needed = this.count + values.length
    if (needed > this.#kept.length) {
      const grown = this.#create(Math.min(this.#budget, Math.max(needed, this.#kept.length * 2)))
      setValues(grown, this.#kept.subarray(0, this.count) as V, 0)
      this.#kept = grown
    }
    setValues(this.#kept, values, this.count)
  }

  #sketch(): void {
    this.isExact = false
    const kept = this.#kept.subarray(0, this.count) as V
    this.#kept = this.#create(0)
    this.#push(0, kept)
  }

  #push(level: number, values: V): void {
    this.#levels[level] ??= { values: this.#create(this.#levelValues), count: 0 }
    const buffer = this.#levels[level]!
    for (let at = 0; at < values.length; ) {
      const taken = Math.min(values.length - at, this.#levelValues - buffer.count)
      setValues(buffer.values, values.subarray(at, at + taken) as V, buffer.count)
      buffer.count += taken
      at += taken
      if (buffer.count === this.#levelValues) this.#halve(level)
    }
  }

  /** Sorts a full buffer and moves every second value up. */
  #halve(level: number): void {
    const buffer = this.#levels[level]!
    buffer.values.sort()
    this.#random ^= this.#random << 13
    this.#random ^= this.#random >>> 17
    this.#random ^= this.#random << 5
    const half = this.#create(this.#levelValues / 2)
    for (let i = 0; i < half.length; i++) half[i] = buffer.values[i * 2 + (this.#random & 1)]!
    buffer.count = 0
    this.#push(level + 1, half)
  }
}

/** `set` between arrays of the same kind, which the union of kinds hides. */
function setValues<V extends Values>(target: V, source: V, at: number): void {
  ;(target as Float64Array).set(source as Float64Array, at)
}
