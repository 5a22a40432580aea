import { expect, it } from 'vitest'
import { issueRows } from './issueRows.ts'

it.each([
  [null, null, 'dataset'],
  [7, 8, 'row 7'],
  [7, null, 'row 7'],
  [1_000, 1_064, 'rows 1,000 – 1,063'],
])('rows %s to %s are called %s', (rowStart, rowEnd, text) => {
  expect(issueRows({ rowStart, rowEnd })).toBe(text)
})
