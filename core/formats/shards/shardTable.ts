import { EngineError } from '../../errors.ts'

/**
 * Which rows each shard holds. Rows of a shard have a place in the whole only when every shard before it is known to
 * its end.
 */
export class ShardTable {
  readonly #rows: Float64Array
  readonly #exact: Uint8Array
  /** First row of each shard, valid up to the first shard that is not exact. */
  readonly #starts: Float64Array
  /** Shards known to their end, counted from the first one on without a gap. */
  #settled = 0

  constructor(numShards: number) {
    this.#rows = new Float64Array(numShards)
    this.#exact = new Uint8Array(numShards)
    this.#starts = new Float64Array(numShards + 1)
  }

  get numShards(): number {
    return this.#rows.length
  }

  /** Rows that have a place: those of the settled shards, and those found so far of the one behind them. */
  get numRows(): number {
    return (this.#starts[this.#settled] as number) + (this.#rows[this.#settled] ?? 0)
  }

  get exact(): boolean {
    return this.#settled === this.numShards
  }

  /** Rows of a shard found so far. */
  rowsOf(shard: number): number {
    return this.#rows[shard] as number
  }

  isExact(shard: number): boolean {
    return this.#exact[shard] === 1
  }

  /** Its first row in the whole; null while shards before it are not known to their end. */
  startOf(shard: number): number | null {
    return shard <= this.#settled ? (this.#starts[shard] as number) : null
  }

  /** Takes in that a shard has at least `numRows` rows, or exactly so many. What is exact stays. */
  found(shard: number, numRows: number, exact: boolean): void {
    if (this.isExact(shard)) return
    this.#rows[shard] = Math.max(this.rowsOf(shard), numRows)
    if (!exact) return
    this.#rows[shard] = numRows
    this.#exact[shard] = 1
    while (this.#settled < this.numShards && this.isExact(this.#settled)) {
      this.#starts[this.#settled + 1] = (this.#starts[this.#settled] as number) + this.rowsOf(this.#settled)
      this.#settled++
    }
  }

  /**
   * The shard that holds a row; of rows that have no place yet, the first shard that may hold them. `numShards` past
   * the end.
   * @throws EngineError `argument/invalid` for a row that is no whole number from 0
   */
  shardOf(row: number): number {
    if (!(row >= 0)) throw new EngineError('argument/invalid', `not a row: ${row}`, { row })
    let low = 0
    let high = this.#settled
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#starts[middle + 1] as number) <= row) low = middle + 1
      else high = middle
    }
    return low
  }
}
