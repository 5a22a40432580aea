import type { Issue } from '../../issues.ts'

/** Counts every issue of a pass and keeps the first ones for listing. */
export class IssueLog {
  count = 0
  #listed = 0
  #pending: Issue[] = []
  readonly #limit: number

  /** @param limit most issues that are listed over the whole pass */
  constructor(limit: number) {
    this.#limit = limit
  }

  add(issue: Issue): void {
    this.count++
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
