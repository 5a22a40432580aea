import type { Issue } from '../../../issues.ts'
import type { DamagedRows } from '../columns/damagedRows.ts'

/** Stable code of the issue that stands for a column's values in one or more pages. */
export const PAGE_UNREADABLE = 'parquet/page-unreadable'

/** Rows of a row group that cannot be read in one column. */
export interface Damage {
  rowStart: number
  rowEnd: number
  issue: Issue
}

/** What is known to be damaged, by row group and column: found once, the same for every scan from then on. */
export class DamageMap {
  readonly #known = new Map<string, Damage[]>()

  /** The damage at a row, or the first one behind it; null where there is none. */
  at(group: number, column: number, row: number): Damage | null {
    return this.#known.get(`${group} ${column}`)?.find(({ rowEnd }) => rowEnd > row) ?? null
  }

  /**
   * @param groupStart the file's number of the row group's first row
   * @param name the column's
   */
  add(group: number, column: number, groupStart: number, name: string, damaged: DamagedRows): void {
    const key = `${group} ${column}`
    const { rowStart, rowEnd, reason } = damaged
    const rows =
      rowEnd - rowStart === 1
        ? `row ${groupStart + rowStart}`
        : `rows ${groupStart + rowStart} to ${groupStart + rowEnd - 1}`
    const issue: Issue = {
      severity: 'error',
      code: PAGE_UNREADABLE,
      message: `column ${JSON.stringify(name)} of ${rows} could not be read: ${reason.message}`,
      rowStart: groupStart + rowStart,
      rowEnd: groupStart + rowEnd,
      byteStart: reason.details.byte ?? null,
    }
    const list = this.#known.get(key) ?? []
    list.push({ rowStart, rowEnd, issue })
    list.sort((left, right) => left.rowStart - right.rowStart)
    this.#known.set(key, list)
  }
}
