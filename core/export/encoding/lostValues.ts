import type { Issue } from '../../issues.ts'

/** Values of a column that a format has no way to write: what stands for them says less than they did. */
export interface LostValues {
  /** As of an issue: `export/not-finite`, `export/null-as-empty`. */
  code: string
  column: string
  /** What was lost and what stands there now, to follow a colon. */
  what: string
  count: number
  /** The first of them, counted from the start of the chunk. */
  firstRow: number
}

/** Counts lost values, one entry for each column and kind. */
export class LossCounter {
  readonly #losses = new Map<string, LostValues>()

  get isEmpty(): boolean {
    return this.#losses.size === 0
  }

  snapshot(): LostValues[] {
    return [...this.#losses.values()].map((loss) => ({ ...loss }))
  }

  /** Forgets what was counted since `before` was taken. @param columns only in these; missing: in all */
  restore(before: readonly LostValues[], columns?: ReadonlySet<string>): void {
    for (const [key, { column }] of this.#losses) if (columns?.has(column) ?? true) this.#losses.delete(key)
    for (const loss of before) {
      if (columns?.has(loss.column) ?? true) this.#losses.set(`${loss.code} ${loss.column}`, { ...loss })
    }
  }

  /**
   * @param row inside the chunk, of the first of them
   * @param count how many
   */
  count(code: string, column: string, what: string, row: number, count = 1): void {
    const key = `${code} ${column}`
    const known = this.#losses.get(key)
    if (!known) this.#losses.set(key, { code, column, what, count, firstRow: row })
    else {
      known.count += count
      known.firstRow = Math.min(known.firstRow, row)
    }
  }

  /** What was counted since the last time, in the order of rows; whatever order it was counted in. */
  take(): LostValues[] {
    const losses = [...this.#losses.values()]
    this.#losses.clear()
    const order = ({ column, code }: LostValues) => `${column} ${code}`
    return losses.sort((a, b) => a.firstRow - b.firstRow || (order(a) < order(b) ? -1 : 1))
  }
}

/** Adds what a chunk lost to what the chunks before it lost. @param rowsBefore rows in front of the chunk */
export function addLosses(all: LostValues[], chunk: readonly LostValues[], rowsBefore: number): void {
  for (const loss of chunk) {
    const known = all.find(({ code, column }) => code === loss.code && column === loss.column)
    if (known) known.count += loss.count
    else all.push({ ...loss, firstRow: loss.firstRow + rowsBefore })
  }
}

/** What is told of an export that lost values. @param firstRow the row by the number it is to be called */
export function lossIssue({ code, column, what, count }: LostValues, firstRow: number): Issue {
  const values = count === 1 ? `a value of ${column}` : `${count} values of ${column}, the first`
  const message = `${values} in row ${firstRow}: ${what}`
  return { severity: 'warning', code, message, rowStart: firstRow, rowEnd: firstRow + 1, byteStart: null }
}
