import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Issue } from '../issues.ts'
import { BadRows } from './badRows.ts'

const issue = (over: Partial<Issue>): Issue => ({
  severity: 'error',
  code: 'jsonl/bad-json',
  message: 'not JSON',
  rowStart: 3,
  rowEnd: 4,
  byteStart: 30,
  ...over,
})

const ranges = (rows: BadRows, start = 0, end = Number.POSITIVE_INFINITY) =>
  [...rows.within(start, end)].map(({ rowStart, rowEnd }) => [rowStart, rowEnd])

describe('BadRows', () => {
  it('is a set of rows, whatever ranges come in whatever order', () => {
    const range = fc.tuple(fc.nat(60), fc.nat(6))
    const step = fc.oneof({ arbitrary: range, weight: 9 }, { arbitrary: fc.nat(20), weight: 1 })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const rows = new BadRows()
        const plain = new Set<number>()
        for (const given of steps) {
          if (typeof given === 'number') {
            // What ends at the row or before is gone; a range that goes on behind it stays whole.
            const kept = ranges(rows).filter(([, end]) => (end as number) > given)
            rows.forgetBefore(given)
            expect(ranges(rows)).toEqual(kept)
            for (const row of [...plain]) if (!kept.some(([s, e]) => row >= s! && row < e!)) plain.delete(row)
          } else {
            const [start, length] = given
            rows.add(start, start + length)
            for (let row = start; row < start + length; row++) plain.add(row)
          }
        }
        for (let row = 0; row < 70; row++) expect(rows.has(row)).toBe(plain.has(row))
        expect(rows.isEmpty).toBe(plain.size === 0)
        const listed = ranges(rows)
        expect(listed.flatMap(([s, e]) => Array.from({ length: e! - s! }, (_, i) => s! + i))).toEqual(
          [...plain].sort((a, b) => a - b),
        )
        listed.slice(1).forEach(([start], i) => {
          expect(start).toBeGreaterThan(listed[i]![1]!)
        })
        const inside = [...plain].filter((row) => row >= 10 && row < 20).length
        expect(ranges(rows, 10, 20).reduce((sum, [s, e]) => sum + e! - s!, 0)).toBe(inside)
      }),
    )
  })

  it('takes the rows of error issues, a damaged range of any length at the cost of one row', () => {
    const rows = new BadRows()
    rows.addIssue(issue({ severity: 'warning', rowStart: 1, rowEnd: 2 }))
    rows.addIssue(issue({ rowStart: null, rowEnd: null }))
    rows.addIssue(issue({ rowStart: 7, rowEnd: 7 }))
    expect(rows.isEmpty).toBe(true)
    rows.addIssue(issue({ rowStart: 5, rowEnd: null }))
    rows.addIssue(issue({ rowStart: 100, rowEnd: 2 ** 31 + 100 }))
    expect(ranges(rows)).toEqual([
      [5, 6],
      [100, 2 ** 31 + 100],
    ])
    expect([4, 5, 6, 99, 100, 2 ** 31 + 99, 2 ** 31 + 100].map((row) => rows.has(row))).toEqual([
      false,
      true,
      false,
      false,
      true,
      true,
      false,
    ])
  })

  it('remembers no more ranges than allowed, but lets those it has grow', () => {
    const rows = new BadRows(2)
    for (const row of [1, 5, 9, 2, 6]) rows.add(row, row + 1)
    expect(ranges(rows)).toEqual([
      [1, 3],
      [5, 7],
    ])
  })
})
