import type { Issue } from '../../issues.ts'

/** Counts every issue of a pass and keeps the first ones for listing. */
export class IssueLog {
  count = 0
  /** The last row with an error; -1: there is none. */
  lastErrorRow = -1
  #listed = 0
  #pending: Issue[] = []
  readonly #limit: number

  /** @param limit most issues that are listed over the whole pass */
  constructor(limit: number) {
    this.#limit = limit
  }

  add(issue: Issue): void {
    this.count++
    if (issue.severity === 'error' && issue.rowEnd !== null) this.lastErrorRow = issue.rowEnd - 1
    if (this.#listed >= this.#limit) return
    this.#listed++
    this.#pending.push(issue)
  }

  /** The listed issues since the last call. */
  take(): Issue[] {
    const issues = this.#pending
    this.#pending = []
    return issues
  }
}
