/** Groups of `from` to `to` rows, both inclusive. */
export interface SizeBucket {
  from: number
  to: number
  groups: number
  /** Rows in these groups together. */
  rows: number
}

/** Small sizes stand alone: nearly all groups are pairs and threes. */
const ALONE = 5

/**
 * Group sizes in few buckets: 2, 3, 4, 5, 6–9, then 10–19, 20–49, 50–99 and so on, to the largest there is. Empty ones
 * between are there, so that the axis has no leaps.
 */
export function sizeBuckets(sizes: readonly { size: number; count: number }[]): SizeBucket[] {
  const largest = sizes.reduce((most, { size }) => Math.max(most, size), 0)
  const buckets: SizeBucket[] = []
  for (let from = 2; from <= largest; from = buckets.at(-1)!.to + 1) {
    buckets.push({ from, to: endOf(from), groups: 0, rows: 0 })
  }
  for (const { size, count } of sizes) {
    const bucket = buckets.find(({ to }) => size <= to)
    if (!bucket || size < 2) continue
    bucket.groups += count
    bucket.rows += size * count
  }
  return buckets
}

function endOf(from: number): number {
  if (from <= ALONE) return from
  if (from < 10) return 9
  const decade = 10 ** Math.floor(Math.log10(from) + 1e-9)
  const first = Math.round(from / decade)
  return (first < 2 ? 2 : first < 5 ? 5 : 10) * decade - 1
}

/** `2`, `6–9`, `1k–1.9k`; only where it begins when there is no room for more. */
export function bucketName({ from, to }: SizeBucket, isNarrow = false): string {
  return from === to || isNarrow ? short(from) : `${short(from)}–${short(to)}`
}

function short(size: number): string {
  for (const [unit, letter] of [
    [1e6, 'M'],
    [1e3, 'k'],
  ] as const) {
    // Downwards: 1,999 is not yet 2 k.
    if (size >= unit) return `${Math.floor((size / unit) * 10) / 10}${letter}`
  }
  return String(size)
}
