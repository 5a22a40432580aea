import type { LengthRun } from './lengthRuns.ts'

/**
 * No packing of whole rows has fewer packs: Martello and Toth's bound L2. Beside counting tokens it sees that rows of
 * more than half a pack need a pack each, and that only short rows can use the gaps behind them.
 * @param groups longest first, none above `capacity`
 */
export function packLowerBound(groups: readonly LengthRun[], capacity: number): number {
  let tokens = 0
  let large = 0
  while (large < groups.length && 2 * (groups[large] as LengthRun).length > capacity) large++
  let largeRows = 0
  for (const [i, { length, count }] of groups.entries()) {
    tokens += length * count
    if (i < large) largeRows += count
  }
  let bound = Math.max(largeRows, Math.ceil(tokens / capacity))
  /** Room behind the large rows that are short enough for a row of the length looked at. */
  let gaps = 0
  let open = large - 1
  let small = 0
  for (let i = large; i < groups.length; i++) {
    const { length, count } = groups[i] as LengthRun
    small += length * count
    for (; open >= 0 && (groups[open] as LengthRun).length + length <= capacity; open--) {
      const group = groups[open] as LengthRun
      gaps += (capacity - group.length) * group.count
    }
    bound = Math.max(bound, largeRows + Math.ceil(Math.max(0, small - gaps) / capacity))
  }
  return bound
}
