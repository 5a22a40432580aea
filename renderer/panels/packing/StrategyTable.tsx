import { useState } from 'react'
import type { PackStrategy, StrategyRow } from '../../../app/protocol/packing.ts'
import { formatCompact, formatCount, formatPercent } from '../../format/numbers.ts'
import controls from '../../theme/controls.module.css'
import table from '../../theme/table.module.css'
import { ifAny } from '../planning/kpi.ts'
import styles from './StrategyTable.module.css'
import { STRATEGIES, STRATEGY_ORDER } from './strategies.ts'
import { type RowSort, sortRows } from './strategyRows.ts'
import type { Streamed } from './useStreamed.ts'

interface StrategyTableProps {
  rows: Streamed<StrategyRow>
  current: PackStrategy
  onChoose(strategy: PackStrategy): void
}

/** All strategies side by side, with the same settings over the whole file. A click switches. */
export function StrategyTable({ rows, current, onChoose }: StrategyTableProps) {
  const [sort, setSort] = useState<RowSort>('usual')
  const fresh = rows.items.filter(({ stale }) => !stale).length
  return (
    <section className={styles.section} aria-label="Strategies side by side" aria-busy={!rows.done}>
      <table className={`${table.figures} ${styles.table}`}>
        <thead>
          <tr>
            <th scope="col">
              <button
                type="button"
                className={styles.sort}
                aria-pressed={sort === 'usual'}
                title="In the fixed order"
                onClick={() => setSort('usual')}
              >
                strategy
              </button>
            </th>
            <th scope="col">
              <button
                type="button"
                className={styles.sort}
                aria-pressed={sort === 'efficiency'}
                title="Fullest packs first"
                onClick={() => setSort('efficiency')}
              >
                efficiency
              </button>
            </th>
            <th scope="col">packs</th>
            <th scope="col" title="Tokens lost to cutting and dropping">
              cut
            </th>
            <th scope="col" title="Rows that are in no pack">
              dropped
            </th>
            <th scope="col" title="Rows in more than one pack">
              split
            </th>
          </tr>
        </thead>
        <tbody>
          {sortRows(rows.items, sort).map(({ value, stale }) => (
            <Row
              key={value.strategy}
              row={value}
              stale={stale}
              current={value.strategy === current}
              onChoose={onChoose}
            />
          ))}
        </tbody>
      </table>
      {!rows.done && (
        <p className={styles.wait} role="status">
          {fresh} of {STRATEGY_ORDER.length} strategies planned
        </p>
      )}
    </section>
  )
}

interface RowProps {
  row: StrategyRow
  stale: boolean
  current: boolean
  onChoose(strategy: PackStrategy): void
}

function Row({ row, stale, current, onChoose }: RowProps) {
  const { strategy, refused } = row
  const { name, rule } = STRATEGIES[strategy]
  return (
    // The button in the first cell has the keys; the whole row is a larger target for the pointer.
    <tr
      className={styles.row}
      data-current={current || undefined}
      data-stale={stale || undefined}
      onClick={() => onChoose(strategy)}
    >
      <th scope="row">
        <button type="button" className={styles.choose} aria-pressed={current} title={rule}>
          {name}
        </button>
      </th>
      {refused === null ? (
        <>
          <td>{ifAny(row.packs, formatPercent(row.efficiency))}</td>
          <td title={`planned in ${row.planMs.toFixed(row.planMs < 10 ? 1 : 0)} ms`}>{formatCount(row.packs)}</td>
          <td title={formatCount(row.cutTokens)}>{formatCompact(row.cutTokens)}</td>
          <td>{formatCompact(row.droppedRows)}</td>
          <td>{formatCompact(row.splitRows)}</td>
        </>
      ) : (
        <td colSpan={5} className={styles.refused} title={refused}>
          <span className={controls.clip}>{refused}</span>
        </td>
      )}
    </tr>
  )
}
