import { type KeyboardEvent, useRef, useState } from 'react'
import type { PadOptions } from '../../../app/protocol/packing.ts'
import { formatCount, formatPlural } from '../../format/numbers.ts'
import controls from '../../theme/controls.module.css'
import styles from './BatchRows.module.css'
import type { Batch, BatchRow } from './batchOfPage.ts'

/** Rows drawn before the user asks for all of a very large batch. */
const ROWS_AT_FIRST = 256

interface BatchRowsProps {
  batch: Batch
  side: PadOptions['side']
  inspected: number | null
  onOpenRow(row: number): void
}

/** One bar a row; a single stop of the Tab key, the arrows walk inside. */
export function BatchRows({ batch, side, inspected, onOpenRow }: BatchRowsProps) {
  const list = useRef<HTMLUListElement>(null)
  const [active, setActive] = useState(0)
  const [all, setAll] = useState(false)
  const rows = all ? batch.rows : batch.rows.slice(0, ROWS_AT_FIRST)

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return
    const last = rows.length - 1
    const to = { ArrowUp: active - 1, ArrowDown: active + 1, Home: 0, End: last }[event.key]
    if (to === undefined) return
    event.preventDefault()
    const next = Math.max(0, Math.min(to, last))
    setActive(next)
    list.current?.querySelectorAll('button')[next]?.focus()
  }

  return (
    <>
      <div className={styles.names} aria-hidden="true">
        <span>row</span>
        <span>tokens</span>
        <span>hatched = padding{batch.rows.some(({ cut }) => cut > 0) && ' · notch = cut'}</span>
      </div>
      <ul ref={list} className={styles.rows} onKeyDown={onKeyDown} data-side={side}>
        {rows.map((row, at) => (
          <li key={row.row}>
            <button
              type="button"
              className={styles.row}
              tabIndex={at === active ? 0 : -1}
              aria-current={row.row === inspected || undefined}
              title={describe(row, side)}
              onFocus={() => setActive(at)}
              onClick={() => onOpenRow(row.row)}
            >
              <span className={controls.unseen}>{describe(row, side)}</span>
              <span className={styles.number} aria-hidden="true">
                {formatCount(row.rowNumber)}
              </span>
              <span aria-hidden="true">{formatCount(row.length)}</span>
              <Bar row={row} width={batch.width} />
            </button>
          </li>
        ))}
      </ul>
      {rows.length < batch.rows.length && (
        <p className={styles.more}>
          first {formatCount(rows.length)} of {formatPlural(batch.rows.length, 'row')}{' '}
          <button type="button" className={controls.link} onClick={() => setAll(true)}>
            show all
          </button>
        </p>
      )}
    </>
  )
}

function Bar({ row, width }: { row: BatchRow; width: number }) {
  const share = (count: number) => `${width === 0 ? 0 : (count / width) * 100}%`
  return (
    <span className={styles.track}>
      <span className={styles.tokens} data-cut={row.cut > 0 || undefined} style={{ width: share(row.kept) }} />
      <span className={styles.padding} style={{ width: share(row.padding) }} />
    </span>
  )
}

function describe({ rowNumber, length, padding, cut }: BatchRow, side: PadOptions['side']): string {
  const parts = [`row ${formatCount(rowNumber)}`, formatPlural(length, 'token')]
  if (padding > 0) parts.push(`${formatCount(padding)} padding on the ${side}`)
  if (cut > 0) parts.push(`${formatCount(cut)} cut`)
  return parts.join(', ')
}
