import type { StrategyRow } from '../../../app/protocol/packing.ts'
import { STRATEGY_ORDER } from './strategies.ts'

export type RowSort = 'usual' | 'efficiency'

/** Rows in the fixed order, or the fullest packs first with the refused ones at the end. */
export function sortRows<T extends { value: StrategyRow }>(rows: readonly T[], sort: RowSort): T[] {
  const place = ({ value }: T) => STRATEGY_ORDER.indexOf(value.strategy)
  const share = ({ value }: T) => (value.refused === null ? value.efficiency : -1)
  return [...rows].sort((a, b) => (sort === 'efficiency' && share(b) - share(a)) || place(a) - place(b))
}
