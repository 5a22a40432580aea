import { expect, it } from 'vitest'
import { digestBudget } from './groupMemory.ts'

const MEMORY = { hashingBytes: 1000, digestBytes: { most: 700, least: 100 }, groupingBytes: 290 * 29 }

it('digests have what first rows leave of the memory, within bounds', () => {
  expect([0, 75, 76, 150, 290].map((rows) => digestBudget(rows, MEMORY))).toEqual([700, 700, 696, 400, 100])
})

it('more rows than can be grouped are refused by code', () => {
  expect(() => digestBudget(291, MEMORY)).toThrow(
    expect.objectContaining({
      code: 'limit/exceeded',
      message: 'duplicates are grouped among 290 rows at most, not 291',
    }),
  )
})
