import { describe, expect, it } from 'vitest'
import type { Issue } from '../../core/issues.ts'
import { IssueLog, LISTED_ISSUES } from './issueLog.ts'

const bad = (row: number, over: Partial<Issue> = {}): Issue => ({
  severity: 'error',
  code: 'jsonl/bad-json',
  message: `row ${row} is not JSON`,
  rowStart: row,
  rowEnd: row + 1,
  byteStart: row * 10,
  ...over,
})

describe('IssueLog', () => {
  it('counts an issue once, however often and wherever it is found', () => {
    const log = new IssueLog()
    expect(log.add(bad(3))).toBe(true)
    expect(log.add(bad(3))).toBe(false)
    expect(log.add(bad(3, { byteStart: 34 }))).toBe(false)
    expect(log.count).toBe(1)
  })

  it('lists in row order, issues of the whole dataset first', () => {
    const log = new IssueLog()
    for (const issue of [bad(9), bad(2), bad(5, { rowStart: null, rowEnd: null })]) log.add(issue)
    expect(log.list(0, 10).map((issue) => issue.rowStart)).toEqual([null, 2, 9])
    expect(log.list(1, 2).map((issue) => issue.rowStart)).toEqual([2])
  })

  it('keeps a bounded list, counts all, and still knows later bad rows', () => {
    const log = new IssueLog()
    for (let row = 0; row < LISTED_ISSUES + 500; row++) log.add(bad(row))
    log.settle(LISTED_ISSUES + 500)
    expect(log.list(0, 1e6)).toHaveLength(LISTED_ISSUES)
    expect(log.count).toBe(LISTED_ISSUES + 500)
    expect(log.isBad(LISTED_ISSUES + 400)).toBe(true)
  })

  it('marks rows of errors only, and whole ranges', () => {
    const log = new IssueLog()
    log.add(bad(4, { severity: 'warning' }))
    log.add(bad(10, { rowEnd: 5_000_000 }))
    expect(log.isBad(4)).toBe(false)
    expect(log.isBad(10)).toBe(true)
    expect(log.isBad(4_999_999)).toBe(true)
    expect(log.isBad(5_000_000)).toBe(false)
    expect(log.ofRow(77)).toHaveLength(1)
  })
})
