import { numGroups, type RowGroups } from './duplicateGroups.ts'

/** A group of over this share of all rows is more likely a wrong key (an empty field, a template) than copies. */
const LARGE_GROUP = 0.05
/** A dataset that loses more than this deserves a look before anything is exported. */
const HIGH_REMOVAL = 0.5
const LISTED_SIZES = 1000

export interface GroupCounts {
  groups: number
  /** Rows of the largest group; 0 without groups. */
  largestGroup: number
  /** Ascending by size; the 1,000 smallest sizes. */
  groupSizes: { size: number; count: number }[]
}

export function countGroups(groups: RowGroups): GroupCounts {
  const sizes = new Map<number, number>()
  const total = numGroups(groups)
  let largestGroup = 0
  for (let group = 0; group < total; group++) {
    const size = groups.offsets[group + 1]! - groups.offsets[group]!
    sizes.set(size, (sizes.get(size) ?? 0) + 1)
    largestGroup = Math.max(largestGroup, size)
  }
  const groupSizes = [...sizes]
    .sort(([a], [b]) => a - b)
    .slice(0, LISTED_SIZES)
    .map(([size, count]) => ({ size, count }))
  return { groups: total, largestGroup, groupSizes }
}

/** What should make one look twice before the rows that are kept are used. */
export function groupWarnings(
  rows: number,
  removed: number,
  { largestGroup }: GroupCounts,
): { code: string; message: string }[] {
  const warnings: { code: string; message: string }[] = []
  const share = (part: number) => `${Math.round((part / rows) * 1000) / 10} %`
  // Of very few rows any pair is a large share.
  if (largestGroup > Math.max(2, rows * LARGE_GROUP)) {
    const message = `one group holds ${largestGroup.toLocaleString('en')} of ${rows.toLocaleString('en')} rows (${share(largestGroup)}): is the key what makes rows the same?`
    warnings.push({ code: 'dedup/large-group', message })
  }
  if (removed > rows * HIGH_REMOVAL) {
    warnings.push({ code: 'dedup/high-removal', message: `${share(removed)} of the rows are left out` })
  }
  return warnings
}
