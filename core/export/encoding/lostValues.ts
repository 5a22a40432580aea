import type { Issue } from '../../issues.ts'

/** Values of a column that a format has no way to write: what stands for them says less than they did. */
export interface LostValues {
  /** As of an issue: `export/not-finite`, `export/null-as-empty`. */
  code: string
  column: string
  /** What was lost and what stands there now, as the end of a sentence. */
  what: string
  count: number
  /** The first of them, counted from the start of the chunk. */
  firstRow: number
}

/** Counts lost values, one entry for each column and kind, in the order they are first met. */
export class LossCounter {
  readonly #losses = new Map<string, LostValues>()

  /** @param row inside the chunk */
  count(code: string, column: string, what: string, row: number): void {
    const key = `${code} ${column}`
    const known = this.#losses.get(key)
    if (known) known.count++
    else this.#losses.set(key, { code, column, what, count: 1, firstRow: row })
  }

  /** What was counted since the last time. */
  take(): LostValues[] {
    const losses = [...this.#losses.values()]
    this.#losses.clear()
    return losses
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
  const message = `${values} in row ${firstRow}, ${what}`
  return { severity: 'warning', code, message, rowStart: firstRow, rowEnd: firstRow + 1, byteStart: null }
}
