/** Share of slots that may be taken. */
const LOAD = 0.75

/** What the table takes for a row, in bytes. */
export const TABLE_ROW_BYTES = 4 / LOAD

/** Finds the first row of every hash. */
export class RowTable {
  readonly #slots: Uint32Array

  /** @param rows how many are added at most between two `clear` */
  constructor(rows: number) {
    this.#slots = new Uint32Array(Math.max(16, Math.ceil(rows / LOAD)))
  }

  clear(): void {
    this.#slots.fill(0)
  }

  /**
   * The row added first with what `isSame` takes for the same; `row` itself where there is none.
   * @param hash 32 bits, evenly spread
   */
  first(hash: number, row: number, isSame: (earlier: number) => boolean): number {
    const slots = this.#slots
    const end = slots.length
    for (let slot = Math.floor((hash / 0x1_0000_0000) * end); ; slot = slot + 1 === end ? 0 : slot + 1) {
      const taken = slots[slot] as number
      if (taken === 0) {
        slots[slot] = row + 1
        return row
      }
      if (isSame(taken - 1)) return taken - 1
    }
  }
}
