import { numGroups, type RowGroups } from './duplicateGroups.ts'

/** Which row of a group stays: the first, the one of most text, or the one with most columns filled. Ties: the first. */
export type KeepRule = 'first' | 'longest' | 'most-complete'

/**
 * The kept row of each group.
 * @param scores by row; the highest of a group stays, the first of equal ones. Null: the first
 */
export function keptRows(groups: RowGroups, scores: Uint32Array | null): Uint32Array<ArrayBuffer> {
  const { offsets, rows } = groups
  return Uint32Array.from({ length: numGroups(groups) }, (_, group) => {
    const start = offsets[group] as number
    let best = rows[start] as number
    if (!scores) return best
    for (let at = start + 1; at < offsets[group + 1]!; at++) {
      const row = rows[at] as number
      if (scores[row]! > scores[best]!) best = row
    }
    return best
  })
}

export interface SplitRows {
  kept: Uint32Array<ArrayBuffer>
  removed: Uint32Array<ArrayBuffer>
}

/**
 * All rows as those that stay and those that go, both ascending.
 * @param kept of each group
 * @param outside rows that go because they are known elsewhere, ascending
 */
export function splitRows(
  numRows: number,
  { offsets, rows }: RowGroups,
  kept: Uint32Array,
  outside: Uint32Array,
): SplitRows {
  const goes = new Uint8Array(numRows)
  let removed = outside.length
  for (const row of outside) goes[row] = 1
  for (let group = 0; group < kept.length; group++) {
    for (let at = offsets[group] as number; at < offsets[group + 1]!; at++) {
      if (rows[at] === kept[group]) continue
      goes[rows[at] as number] = 1
      removed++
    }
  }
  const split = { kept: new Uint32Array(numRows - removed), removed: new Uint32Array(removed) }
  let staying = 0
  let going = 0
  for (let row = 0; row < numRows; row++) {
    if (goes[row] === 1) split.removed[going++] = row
    else split.kept[staying++] = row
  }
  return split
}
