import { numGroups, type RowGroups } from './duplicateGroups.ts'

/**
 * Groups by size, the largest first; of equal size in the order of their first rows.
 * @returns group numbers
 */
export function groupsBySize(groups: RowGroups): Uint32Array {
  const { offsets } = groups
  const total = numGroups(groups)
  const sizeOf = (group: number) => offsets[group + 1]! - offsets[group]!
  const sizes = new Set<number>()
  for (let group = 0; group < total; group++) sizes.add(sizeOf(group))
  // Ranks instead of sizes: there are few different ones, so that rank and group together are a safe integer.
  const ranks = new Map([...sizes].sort((a, b) => b - a).map((size, rank) => [size, rank]))
  return sortedBy(total, (group) => ranks.get(sizeOf(group)) as number)
}

/** Groups by similarity, the least alike first. @param similarity 0..1, one per group */
export function groupsBySimilarity(similarity: Float32Array): Uint32Array {
  return sortedBy(similarity.length, (group) => Math.floor((similarity[group] as number) * 2 ** 20))
}

/** Sorted as plain numbers, which takes a tenth of the time of comparing through a function. */
function sortedBy(total: number, rankOf: (group: number) => number): Uint32Array {
  return Uint32Array.from(
    Float64Array.from({ length: total }, (_, group) => rankOf(group) * total + group).sort(),
    (key) => key % total,
  )
}
