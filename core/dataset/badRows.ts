import type { Issue } from '../issues.ts'

/**
 * Which rows could not be read: half-open ranges, sorted and apart, so that a damaged range of any length costs as much
 * as one row. Ranges that touch become one. Adding in row order is constant time, a look-up logarithmic.
 */
export class BadRows {
  readonly #maxRanges: number
  readonly #starts: number[] = []
  readonly #ends: number[] = []

  /** @param maxRanges ranges kept; what would make one more is not remembered */
  constructor(maxRanges = Number.POSITIVE_INFINITY) {
    this.#maxRanges = maxRanges
  }

  get isEmpty(): boolean {
    return this.#starts.length === 0
  }

  /** Adds the rows of an `error` issue that names some: those have null where they could not be read. */
  addIssue({ severity, rowStart, rowEnd }: Issue): void {
    if (severity === 'error' && rowStart !== null) this.add(rowStart, rowEnd ?? rowStart + 1)
  }

  /** Adds rows `[rowStart, rowEnd)`. */
  add(rowStart: number, rowEnd: number): void {
    if (!(rowEnd > rowStart)) return
    const starts = this.#starts
    const ends = this.#ends
    // Ranges [first, last) touch the new one and are taken up in it.
    const first = firstFrom(ends, rowStart)
    let last = first
    while (last < starts.length && (starts[last] as number) <= rowEnd) last++
    if (last === first) {
      if (starts.length >= this.#maxRanges) return
      starts.splice(first, 0, rowStart)
      ends.splice(first, 0, rowEnd)
      return
    }
    const start = Math.min(rowStart, starts[first] as number)
    const end = Math.max(rowEnd, ends[last - 1] as number)
    starts.splice(first, last - first, start)
    ends.splice(first, last - first, end)
  }

  has(row: number): boolean {
    const at = firstFrom(this.#ends, row + 1)
    return at < this.#starts.length && (this.#starts[at] as number) <= row
  }

  /** The bad ranges of rows `[rowStart, rowEnd)`, cut to it, in row order. */
  *within(rowStart: number, rowEnd: number): Generator<{ rowStart: number; rowEnd: number }> {
    for (let at = firstFrom(this.#ends, rowStart + 1); at < this.#starts.length; at++) {
      const start = this.#starts[at] as number
      if (start >= rowEnd) return
      yield { rowStart: Math.max(start, rowStart), rowEnd: Math.min(this.#ends[at] as number, rowEnd) }
    }
  }

  /** Forgets ranges that end at or before `row`: for a pass in row order, which never looks back. */
  forgetBefore(row: number): void {
    const count = firstFrom(this.#ends, row + 1)
    if (count === 0) return
    this.#starts.splice(0, count)
    this.#ends.splice(0, count)
  }
}

/** Index of the first of some ascending values that is `value` or more. */
function firstFrom(values: readonly number[], value: number): number {
  let low = 0
  let high = values.length
  if (high > 0 && (values[high - 1] as number) < value) return high // in row order nothing has to be looked for
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((values[middle] as number) < value) low = middle + 1
    else high = middle
  }
  return low
}
