import type { Entry } from '../entry.ts'

/** What a view of chosen rows was chosen from in the end, and which of its rows, ascending; null: all. */
export function chosenFrom(entry: Entry): { base: Entry; rows: Uint32Array | null } {
  let base = entry
  let rows: Uint32Array | null = null
  for (let { selection } = base; selection; { selection } = base) {
    const chosen: Uint32Array = selection.rows
    rows = rows ? rows.map((row) => chosen[row] as number) : chosen
    base = selection.base
  }
  return { base, rows }
}
