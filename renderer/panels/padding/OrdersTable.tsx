import type { PadOptions } from '../../../app/protocol/packing.ts'
import { formatCompact, formatCount, formatPercent } from '../../format/numbers.ts'
import controls from '../../theme/controls.module.css'
import table from '../../theme/table.module.css'
import { ifAny } from '../planning/kpi.ts'
import styles from './OrdersTable.module.css'
import type { OrderLine } from './padStory.ts'

interface OrdersTableProps {
  lines: readonly OrderLine[]
  order: PadOptions['order']
  /** What is missing is under way. */
  asking: boolean
  /** null: the order is settled. */
  onOrder: ((order: PadOptions['order']) => void) | null
}

/** The three orders side by side, with otherwise the same settings. A name takes the order over. */
export function OrdersTable({ lines, order, asking, onOrder }: OrdersTableProps) {
  return (
    <table className={table.figures} aria-label="Orders side by side">
      <thead>
        <tr>
          <th scope="col">order</th>
          <th scope="col">waste</th>
          <th scope="col">pad tokens</th>
          <th scope="col">median width</th>
        </tr>
      </thead>
      <tbody>
        {lines.map(({ order: value, name, summary, failed }) => (
          <tr key={value} aria-current={value === order || undefined} data-testid={`pad-order-${value}`}>
            <th scope="row">
              {value === order || !onOrder ? (
                <span className={table.plain}>{name}</span>
              ) : (
                <button type="button" className={controls.link} onClick={() => onOrder(value)}>
                  {name}
                </button>
              )}
            </th>
            {summary ? (
              <>
                <td>{ifAny(summary.batches, formatPercent(summary.waste, 1))}</td>
                <td title={formatCount(summary.padTokens)}>{formatCompact(summary.padTokens)}</td>
                <td>{ifAny(summary.batches, formatCount(summary.widths[1]))}</td>
              </>
            ) : (
              <td colSpan={3} className={styles.none}>
                {failed || !asking ? 'not computed' : '…'}
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
