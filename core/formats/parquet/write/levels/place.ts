/**
 * Marks an entry that goes on: it has a slot in the node at hand. Every other entry has ended further up, and its
 * definition level says where. Above all levels there are.
 */
export const PRESENT = 255

/** Which slots of a node there are, and the levels of the entries that lead to them. */
export interface Place {
  entries: number
  /** A byte an entry, `PRESENT` or the level it ended at; null: all go on. */
  definitions: Uint8Array | null
  /** A byte an entry; null: all begin a row. */
  repetitions: Uint8Array | null
  /** How many slots the entries that go on have, in their order. */
  slots: number
  /** The slots' rows in the node's own column; null: its first rows. */
  picks: Int32Array | null
  /** Row in the chunk of the first row, for messages. */
  firstRow: number
}

/** All rows of a column. @param firstRow row in the chunk of the first of them */
export function allRows(rows: number, firstRow: number): Place {
  return { entries: rows, definitions: null, repetitions: null, slots: rows, picks: null, firstRow }
}

/** Row in the chunk of an entry. */
export function rowOfEntry({ repetitions, firstRow }: Place, entry: number): number {
  if (!repetitions) return firstRow + entry
  let row = firstRow - 1
  for (let i = 0; i <= entry; i++) if (repetitions[i] === 0) row++
  return row
}

/** Row in the chunk of a slot, counted among those that are there. */
export function rowOfSlot(place: Place, slot: number): number {
  const { definitions, entries } = place
  if (!definitions) return rowOfEntry(place, slot)
  let left = slot
  for (let entry = 0; entry < entries; entry++) {
    if (definitions[entry] === PRESENT && left-- === 0) return rowOfEntry(place, entry)
  }
  return rowOfEntry(place, entries - 1)
}
