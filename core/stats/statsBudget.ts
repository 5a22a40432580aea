/** What the collectors of one column may keep: up to these, results are exact. */
export interface StatsBudget {
  /** Values kept for quantiles, 8 bytes each. */
  values: number
  /** Different values kept, and bytes of them. */
  distinct: number
  distinctBytes: number
}

/** About 256 MiB for all columns of a dataset together, and no more for one than is of use. */
export function statsBudget(numColumns: number): StatsBudget {
  const share = (total: number, least: number, most: number) =>
    Math.max(least, Math.min(most, Math.floor(total / Math.max(1, numColumns))))
  return {
    values: share(2 ** 23, 512, 2 ** 20),
    distinct: share(2 ** 20, 256, 2 ** 17),
    distinctBytes: share(2 ** 26, 8192, 2 ** 24),
  }
}
