/** Share of slots that may be taken. */
const LOAD = 0.75

/** Finds the first row of every hash. 5 to 11 bytes a row. */
export class RowTable {
  readonly #slots: Uint32Array
  readonly #mask: number

  /** @param rows how many are added at most between two `clear` */
  constructor(rows: number) {
    const size = 2 ** Math.ceil(Math.log2(Math.max(16, rows / LOAD)))
    this.#slots = new Uint32Array(size)
    this.#mask = size - 1
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
    for (let slot = hash & this.#mask; ; slot = (slot + 1) & this.#mask) {
      const taken = slots[slot] as number
      if (taken === 0) {
        slots[slot] = row + 1
        return row
      }
      if (isSame(taken - 1)) return taken - 1
    }
  }
}
