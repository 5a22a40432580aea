/** Sets of rows that are joined bit by bit; the first row of a set stands for it. 4 bytes a row. */
export class UnionFind {
  readonly #parents: Uint32Array<ArrayBuffer>

  constructor(rows: number) {
    this.#parents = new Uint32Array(rows)
    for (let row = 0; row < rows; row++) this.#parents[row] = row
  }

  /** The first row of the set that holds `row`. */
  find(row: number): number {
    const parents = this.#parents
    let at = row
    while (parents[at] !== at) {
      const up = parents[parents[at] as number] as number
      parents[at] = up // halves the way for the next time
      at = up
    }
    return at
  }

  join(one: number, other: number): void {
    const [a, b] = [this.find(one), this.find(other)]
    if (a < b) this.#parents[b] = a
    else this.#parents[a] = b
  }

  /** For each row the first one of its set. The array is this object's own: nothing may be joined afterwards. */
  firstRows(): Uint32Array<ArrayBuffer> {
    for (let row = 0; row < this.#parents.length; row++) this.#parents[row] = this.find(row)
    return this.#parents
  }
}
