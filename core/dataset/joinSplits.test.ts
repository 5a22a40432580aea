import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Split } from './dataset.ts'
import { joinSplits } from './joinSplits.ts'

const splitsOf = (sizes: readonly number[]): Split[] => {
  let row = 0
  return sizes.map((size) => {
    row += size
    return { rowStart: row - size, rowEnd: row }
  })
}

it('small splits are put together up to a number of rows; large ones stay', () => {
  const rows = (sizes: number[], most: number) =>
    joinSplits(splitsOf(sizes), most).map(({ rowStart, rowEnd, splits }) => [rowStart, rowEnd, splits.length])
  expect(rows([2, 3, 1, 9, 1, 1], 5)).toEqual([
    [0, 5, 2],
    [5, 6, 1],
    [6, 15, 1],
    [15, 17, 2],
  ])
  expect(joinSplits([], 5)).toEqual([])
})

it('every split is in exactly one run, in order', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 30 })), fc.integer({ min: 1, max: 40 }), (sizes, most) => {
      const splits = splitsOf(sizes)
      const runs = joinSplits(splits, most)
      expect(runs.flatMap((run) => run.splits)).toEqual(splits)
      for (const run of runs) {
        expect([run.rowStart, run.rowEnd]).toEqual([run.splits[0]?.rowStart, run.splits.at(-1)?.rowEnd])
        expect(run.splits.length === 1 || run.rowEnd - run.rowStart <= most).toBe(true)
      }
    }),
  )
})
