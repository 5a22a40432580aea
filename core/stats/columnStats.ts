/** A value as JSON can hold it with all its digits: whole numbers beyond 2^53 are texts, and so are dates and the like. */
export type StatsValue = number | string | boolean

/** Values of `QUANTILES`, by their share: `"0.5"` is the median. */
export type QuantileTable<T = StatsValue> = Record<string, T>

export interface LengthStats {
  min: number
  max: number
  mean: number
  quantiles: QuantileTable<number>
}

/** What can be said of a column as a whole. */
export interface ColumnStats {
  name: string
  /** Arrow's name of the type. */
  type: string
  rows: number
  nulls: number
  /** Values that are NaN; they are no nulls, and no part of the figures below. Null where there can be none. */
  nan: number | null
  /** Different values, nulls left out. */
  distinct: number
  /** Texts are compared by code points, and cut at 256 bytes. Null where there are no values, or no order. */
  min: StatsValue | null
  max: StatsValue | null
  /** Of numbers; of booleans, the share that is true. */
  mean: number | null
  quantiles: QuantileTable | null
  /** Of text in code points and in bytes of UTF-8, of binary in bytes, of lists and maps in items; null of all else. */
  lengths: { characters?: LengthStats; bytes?: LengthStats; items?: LengthStats } | null
  /** Which of the figures are estimates, because exact ones did not fit the budget. */
  approximate: ('distinct' | 'quantiles' | 'lengths')[]
}

/** Goes over a column batch by batch. Any number of them, over parts of a column, may be merged into one. */
export interface Collector<Batch, Result> {
  add(batch: Batch): void
  /** Takes in what another one, of the same kind, has gone over. */
  merge(other: Collector<Batch, Result>): void
  finish(): Result
}
