import { BadRows } from '../../core/dataset/badRows.ts'
import type { Issue } from '../../core/issues.ts'

/** Issues kept for listing; the rest are only counted. */
export const LISTED_ISSUES = 1000
/** Ranges of unreadable rows remembered, for marking them in pages. */
const BAD_RANGES_KEPT = 100_000

/**
 * Issues of one dataset in row order of discovery. The same issue may be found by the sample, by a page read and by
 * the whole-file survey, and is counted once.
 */
export class IssueLog {
  readonly #listed = new Map<string, Issue>()
  readonly #badRows = new BadRows(BAD_RANGES_KEPT)
  #extra = 0

  /** Issues found so far, beyond the listed ones too. */
  get count(): number {
    return this.#listed.size + this.#extra
  }

  /** @returns whether the issue was new */
  add(issue: Issue): boolean {
    // Not the byte: a short scan and the survey may point to different ends of the same record.
    const key = `${issue.code}|${issue.rowStart}|${issue.rowEnd}|${issue.message}`
    if (this.#listed.has(key)) return false
    this.#badRows.addIssue(issue)
    if (this.#listed.size >= LISTED_ISSUES) return false
    this.#listed.set(key, issue)
    return true
  }

  /** The survey's count is the true one: it saw every row once. */
  settle(totalCount: number): void {
    this.#extra = Math.max(0, totalCount - this.#listed.size)
  }

  list(start: number, end: number): Issue[] {
    return [...this.#listed.values()].sort((a, b) => (a.rowStart ?? -1) - (b.rowStart ?? -1)).slice(start, end)
  }

  isBad(row: number): boolean {
    return this.#badRows.has(row)
  }

  ofRow(row: number): Issue[] {
    return [...this.#listed.values()].filter(
      (issue) => issue.rowStart !== null && row >= issue.rowStart && row < (issue.rowEnd ?? issue.rowStart + 1),
    )
  }
}
