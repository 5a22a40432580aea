import { expect, test } from 'vitest'
import type { PackStrategy, StrategyRow } from '../../../app/protocol/packing.ts'
import { sortRows } from './strategyRows.ts'
import { placed } from './useStreamed.ts'

const row = (strategy: PackStrategy, efficiency: number, refused: string | null = null) => ({
  value: { strategy, efficiency, refused } as StrategyRow,
  stale: false,
})
const rows = [row('none', 0.2), row('best', 0.99), row('torchtune', 0, 'row 3 is too long'), row('greedy', 0.9)]
const names = (sorted: typeof rows) => sorted.map(({ value }) => value.strategy)

test('rows in the fixed order, or the fullest first and the refused last', () => {
  expect(names(sortRows(rows, 'usual'))).toEqual(['greedy', 'torchtune', 'best', 'none'])
  expect(names(sortRows(rows, 'efficiency'))).toEqual(['best', 'greedy', 'none', 'torchtune'])
})

test('an answer takes the place of the stale one before it', () => {
  const stale = rows.map((one) => ({ ...one, stale: true }))
  const next = placed(stale, row('best', 0.5).value, ({ strategy }) => strategy)
  expect(next.map(({ stale: old }) => old)).toEqual([true, false, true, true])
  expect(next[1]!.value.efficiency).toBe(0.5)
  expect(placed(stale, row('bfd', 0.5).value, ({ strategy }) => strategy)).toHaveLength(5)
})
