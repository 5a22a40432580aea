/** Stands for a row's first occurrence where that is outside of the dataset. */
export const OUTSIDE = 0xffff_ffff

/**
 * Groups of two or more rows that are the same: members of group `g` are `rows[offsets[g], offsets[g + 1])`, ascending.
 * Groups come in the order of their first rows.
 */
export interface RowGroups {
  offsets: Uint32Array<ArrayBuffer>
  rows: Uint32Array<ArrayBuffer>
}

/**
 * @param firstOf for each row the first row that is the same: itself where there is none before; `OUTSIDE` for rows
 * that are in no group
 */
export function groupRows(firstOf: Uint32Array): RowGroups {
  const sizes = new Uint32Array(firstOf.length)
  for (const first of firstOf) if (first !== OUTSIDE) sizes[first]!++
  let groups = 0
  let members = 0
  for (const size of sizes) {
    if (size < 2) continue
    groups++
    members += size
  }
  const offsets = new Uint32Array(groups + 1)
  const rows = new Uint32Array(members)
  // From here on `sizes[first]` is where the group's next member goes, plus one: 0 says that there is no group.
  let group = 0
  let at = 0
  for (let first = 0; first < sizes.length; first++) {
    const size = sizes[first] as number
    sizes[first] = size < 2 ? 0 : at + 1
    if (size < 2) continue
    at += size
    offsets[++group] = at
  }
  for (let row = 0; row < firstOf.length; row++) {
    const first = firstOf[row] as number
    if (first === OUTSIDE || sizes[first] === 0) continue
    rows[sizes[first]!++ - 1] = row
  }
  return { offsets, rows }
}

/** The rows that are known outside, ascending. @param firstOf as of `groupRows` */
export function rowsOutside(firstOf: Uint32Array): Uint32Array<ArrayBuffer> {
  let count = 0
  for (const first of firstOf) if (first === OUTSIDE) count++
  const rows = new Uint32Array(count)
  let at = 0
  for (let row = 0; at < count; row++) if (firstOf[row] === OUTSIDE) rows[at++] = row
  return rows
}

export function numGroups({ offsets }: RowGroups): number {
  return offsets.length - 1
}

/**
 * Rows and those outside, which were counted first, are told apart.
 * @param firstOf for each row the first one that is the same, in numbers that begin with the rows outside; afterwards as
 * of `groupRows`
 * @returns for each row that is known outside, in order, the row it is the same as there
 */
export function takeMatches(firstOf: Uint32Array, outsideRows: number): Uint32Array<ArrayBuffer> {
  let count = 0
  for (const first of firstOf) if (first < outsideRows) count++
  const matches = new Uint32Array(count)
  let at = 0
  for (let row = 0; row < firstOf.length; row++) {
    const first = firstOf[row] as number
    if (first < outsideRows) {
      matches[at++] = first
      firstOf[row] = OUTSIDE
    } else firstOf[row] = first - outsideRows
  }
  return matches
}
