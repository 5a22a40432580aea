import { expect, it } from 'vitest'
import { addLosses, LossCounter, type LostValues, lossIssue } from './lostValues.ts'

it('counts by column and kind, keeps the first row of all chunks, and tells it in a sentence', () => {
  const counter = new LossCounter()
  counter.count('export/not-finite', 'x', 'no JSON number, null is written', 3)
  counter.count('export/not-finite', 'x', 'no JSON number, null is written', 4)
  counter.count('export/not-finite', 'y', 'no JSON number, null is written', 4)
  const all: LostValues[] = []
  addLosses(all, counter.take(), 100)
  expect(counter.take()).toEqual([])
  counter.count('export/not-finite', 'x', 'no JSON number, null is written', 0)
  addLosses(all, counter.take(), 200)
  expect(all.map(({ column, count, firstRow }) => [column, count, firstRow])).toEqual([
    ['x', 3, 103],
    ['y', 1, 104],
  ])
  expect(lossIssue(all[0]!, 103)).toEqual({
    severity: 'warning',
    code: 'export/not-finite',
    message: '3 values of x, the first in row 103: no JSON number, null is written',
    rowStart: 103,
    rowEnd: 104,
    byteStart: null,
  })
  expect(lossIssue(all[1]!, 104).message).toBe('a value of y in row 104: no JSON number, null is written')
})
