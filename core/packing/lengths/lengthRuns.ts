/** Items of one length, next to each other in a list sorted by length. */
export interface LengthRun {
  length: number
  /** First place in the list, and how many places. */
  start: number
  count: number
}

/**
 * The runs of equal lengths in sorted items. Looks at a few items of each run only: reading the lengths of millions of
 * items in sorted order costs more than sorting them.
 */
export function lengthRuns(sorted: Uint32Array, lengths: Uint32Array): LengthRun[] {
  const at = (place: number) => lengths[sorted[place] as number] as number
  const runs: LengthRun[] = []
  for (let start = 0; start < sorted.length; ) {
    const length = at(start)
    let inside = start
    let step = 1
    while (inside + step < sorted.length && at(inside + step) === length) {
      inside += step
      step *= 2
    }
    let outside = Math.min(sorted.length, inside + step)
    while (outside - inside > 1) {
      const middle = (inside + outside) >>> 1
      if (at(middle) === length) inside = middle
      else outside = middle
    }
    runs.push({ length, start, count: outside - start })
    start = outside
  }
  return runs
}
