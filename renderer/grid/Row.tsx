// biome-ignore-all lint/a11y/useSemanticElements: a grid of divs, laid out by hand
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and points here (aria-activedescendant)
import { memo } from 'react'
import type { ColumnInfo } from '../../app/protocol/datasets.ts'
import { formatCount } from '../format/numbers.ts'
import { isNumeric, needsCutMark, splitListText } from './cellParts.ts'
import styles from './Grid.module.css'
import type { CellState, PageCache } from './pages.ts'

/** A column inside the rendered window. */
export interface WindowColumn {
  readonly info: ColumnInfo
  /** Index among the visible columns. */
  readonly index: number
  /** Left edge relative to the window's first column, px. */
  readonly left: number
  readonly width: number
}

export interface RowProps {
  gridId: string
  row: number
  /** Position inside the layer of rows, px. */
  top: number
  columns: readonly WindowColumn[]
  cache: PageCache
  /** Changes when the row's page changed: with it the row is rendered again. */
  revision: number
  /** Index of the active column when this is the active row, else -1. */
  activeCol: number
  isActiveRow: boolean
}

export const cellId = (gridId: string, row: number, col: number): string => `${gridId}-${row}-${col}`

/** One row of the grid. Rendered again only when its page, its window of columns or its being active changed. */
export const Row = memo(function Row({ gridId, row, top, columns, cache, activeCol, isActiveRow }: RowProps) {
  const bad = cache.isBad(row)
  const cells = columns.map((column) => ({ column, cell: cache.cell(row, column.info.name) }))
  const pending = cells.some(({ cell }) => cell.state === 'pending')
  const className = [styles.row, isActiveRow ? styles.activeRow : '', bad ? styles.badRow : ''].join(' ')
  return (
    <div
      role="row"
      aria-rowindex={row + 2}
      aria-selected={isActiveRow}
      aria-busy={pending || undefined}
      className={className}
      style={{ transform: `translateY(${top}px)` }}
    >
      <div role="rowheader" aria-colindex={1} className={styles.gutter}>
        {bad && (
          <span className={styles.badMark} role="img" aria-label="unreadable row">
            !
          </span>
        )}
        {formatCount(cache.rowNumber(row))}
      </div>
      <div role="presentation" className={styles.cells}>
        {cells.map(({ column, cell }) => (
          <div
            key={column.index}
            id={cellId(gridId, row, column.index)}
            role="gridcell"
            aria-colindex={column.index + 2}
            className={cellClass(column.info, column.index === activeCol)}
            style={{ left: column.left, width: column.width }}
          >
            <CellContent
              cell={cell}
              kind={column.info.kind}
              seed={Math.imul(row + 1, 0x9e3779b1) ^ Math.imul(column.index + 1, 0x85ebca6b)}
            />
          </div>
        ))}
      </div>
    </div>
  )
})

function cellClass(info: ColumnInfo, active: boolean): string {
  return [styles.cell, isNumeric(info.kind) ? styles.numeric : '', active ? styles.activeCell : ''].join(' ')
}

function CellContent({ cell, kind, seed }: { cell: CellState; kind: ColumnInfo['kind']; seed: number }) {
  switch (cell.state) {
    case 'pending':
      return <span className={styles.skeleton} style={{ width: `${35 + ((seed >>> 8) % 50)}%` }} />
    case 'failed':
      return <span className={styles.failed}>not read</span>
    case 'absent':
      return null
    case 'ready':
      break
  }
  if (cell.isNull) return <span className={styles.null}>null</span>
  if (cell.text === '' && !cell.truncated) return <span className={styles.empty}>empty</span>
  const mark = needsCutMark(cell.text, cell.truncated) ? <span className={styles.cut}>…</span> : null
  if (kind !== 'list') {
    return (
      <>
        {cell.text}
        {mark}
      </>
    )
  }
  const { count, rest } = splitListText(cell.text)
  return (
    <>
      <span className={styles.count}>{count}</span>
      {rest}
      {mark}
    </>
  )
}
