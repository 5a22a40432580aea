import type { Split } from './dataset.ts'

/** Splits that follow each other, as one task goes through them. */
export interface SplitRun extends Split {
  /** Ascending, without gaps. */
  splits: readonly Split[]
}

/**
 * Puts small splits together, so that there is a task for many of them; a split of more than `mostRows` stays by itself.
 * @param splits in row order, without gaps
 */
export function joinSplits(splits: readonly Split[], mostRows: number): SplitRun[] {
  const runs: (SplitRun & { splits: Split[] })[] = []
  for (const split of splits) {
    const last = runs.at(-1)
    if (last && split.rowEnd - last.rowStart <= mostRows) {
      last.splits.push(split)
      last.rowEnd = split.rowEnd
    } else runs.push({ ...split, splits: [split] })
  }
  return runs
}
