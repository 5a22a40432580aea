// biome-ignore-all lint/a11y/useSemanticElements: a grid of divs, laid out by hand
// biome-ignore-all lint/a11y/useKeyWithClickEvents: keys are handled on the grid itself
import type { Ref } from 'react'
import {
  memo,
  useCallback,
  useEffect,
  useId,
  useImperativeHandle,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import { flushSync } from 'react-dom'
import type { ColumnInfo, Page } from '../../app/protocol/datasets.ts'
import { formatCount } from '../format/numbers.ts'
import { type ActiveCell, HEADER_ROW, moveActive, pageRowsFor } from './activeCell.ts'
import { estimateColumnWidth } from './cellWidth.ts'
import { type ColumnSetting, columnAt, columnWindow, layoutColumns, moveColumn, resizeColumn } from './columns.ts'
import styles from './Grid.module.css'
import { HeaderRow, headerCellId } from './HeaderRow.tsx'
import { headerCommand } from './headerKeys.ts'
import { alignColumns } from './pagePlan.ts'
import type { ReadRows } from './pages.ts'
import { cellId, Row, type WindowColumn } from './Row.tsx'
import { rowWindow, spacerPx } from './scroll.ts'
import { useGridPages } from './useGridPages.ts'
import { type GridPosition, useGridPosition } from './useGridPosition.ts'
import { Viewport } from './viewport.ts'

export interface GridProps {
  /** Name for screen readers: the dataset's. */
  label: string
  schemaVersion: number
  /** Rows there are, or known to be there so far. */
  numRows: number
  /** False while `numRows` is a lower bound. */
  numRowsExact: boolean
  columns: readonly ColumnInfo[]
  /** Order, widths and visibility of columns. */
  settings: readonly ColumnSetting[]
  onSettingsChange: (settings: readonly ColumnSetting[]) => void
  /** Rejecting with an `AbortError` is never reported. Read from the latest props. */
  readRows: ReadRows
  onReadError: (error: unknown, rowStart: number, rowEnd: number) => void
  /** Drawn before the first answer. */
  firstPage: Page | null
  activeRow: number | null
  onActiveChange: (row: number, column: string | null) => void
  /** Enter or double click. */
  onOpenRow: (row: number) => void
  /** Ctrl/Cmd+C on a cell: the cell's text here may be cut, so the caller fetches the value. */
  onCopyCell: (row: number, column: string) => void
  /** Scrolls to a row, in the middle of the window. A new object jumps again. */
  jumpTo?: { readonly row: number } | null
  /** Where to stand at first; without it at the active row. */
  initialPosition?: GridPosition | undefined
  onPosition?: (position: GridPosition) => void
  /** Rows `[rowStart, rowEnd)` that show, in whole or part. */
  onVisibleRows?: (rowStart: number, rowEnd: number) => void
  rowHeight?: number
  ref?: Ref<GridHandle>
}

export interface GridHandle {
  focus(): void
  /** Scrolls to a visible column and makes it the active one. */
  showColumn(name: string): void
  /** Asks again for rows that could not be read. */
  retry(): void
}

const HEADER_PX = 40
const OVERSCAN_ROWS = 6
/** Room behind the last column, so that its edge can be dragged. */
const END_PX = 24
/** Rows are placed relative to a multiple of this, so that scrolling moves their layer and not each row. */
const LAYER_ROWS = 2_048
const FIT_MAX_PX = 1_200

/**
 * Any number of rows and columns; only those on screen are in the page. Takes the size of its parent. Mount it anew
 * (by `key`) for another dataset.
 */
export const Grid = memo(function Grid(props: GridProps) {
  const { numRows, columns, settings, activeRow, rowHeight = 24 } = props
  const gridId = useId()
  const scroller = useRef<HTMLDivElement>(null)
  const [size, setSize] = useState({ width: 0, height: 0 })
  const [, setFrame] = useState(0)
  const [viewport] = useState(() => new Viewport(() => flushSync(() => setFrame((frame) => frame + 1))))
  const [cursor, setCursor] = useState<{ col: number; inHeader: boolean }>({ col: 0, inHeader: false })
  const leaveHeader = useCallback(() => setCursor((known) => ({ ...known, inHeader: false })), [])
  const { cache, want } = useGridPages({ ...props, onChange: () => viewport.requestFrame() })

  const gutterPx = gutterWidth(numRows)
  const viewX = Math.max(0, size.width - gutterPx)
  const layout = useMemo(() => layoutColumns(columns, settings, viewX - END_PX), [columns, settings, viewX])
  const numColumns = layout.columns.length
  const viewY = Math.max(0, size.height - HEADER_PX)
  viewport.resize(layout.lefts[numColumns]! + END_PX, numRows * rowHeight, { viewX, viewY })
  const { x, y } = viewport

  const [first, last] = viewY > 0 ? rowWindow(y, rowHeight, numRows, OVERSCAN_ROWS) : [0, 0]
  const [colStart, colEnd] = viewX > 0 ? columnWindow(layout.lefts, x.pos, viewX) : [0, 0]
  const windowColumns = useMemo<readonly WindowColumn[]>(
    () =>
      layout.columns.slice(colStart, colEnd).map((info, i) => ({
        info,
        index: colStart + i,
        left: layout.lefts[colStart + i]! - layout.lefts[colStart]!,
        width: layout.widths[colStart + i]!,
      })),
    [layout, colStart, colEnd],
  )
  const col = Math.min(cursor.col, Math.max(0, numColumns - 1))
  const headerActive = cursor.inHeader || numRows === 0
  const activeShown = headerActive
    ? col >= colStart && col < colEnd
    : activeRow !== null && activeRow >= first && activeRow < last && col >= colStart && col < colEnd
  const activeId = headerActive ? headerCellId(gridId, col) : cellId(gridId, activeRow ?? 0, col)

  useLayoutEffect(() => {
    const element = scroller.current!
    const observer = new ResizeObserver(([entry]) => {
      // Without a height from its parent the element would be as tall as its content and every row would be drawn.
      const width = Math.floor(Math.min(entry!.contentRect.width, innerWidth))
      const height = Math.floor(Math.min(entry!.contentRect.height, innerHeight))
      setSize((known) => (known.width === width && known.height === height ? known : { width, height }))
    })
    observer.observe(element)
    const detach = viewport.attach(element, rowHeight)
    return () => {
      observer.disconnect()
      detach()
    }
  }, [viewport, rowHeight])

  const sized = viewX > 0 && viewY > 0
  const reveal = useGridPosition({ ...props, viewport, layout, sized, rowHeight, onJump: leaveHeader })

  const { onVisibleRows } = props
  const visibleStart = Math.floor(y.pos / rowHeight)
  const visibleEnd = Math.min(numRows, Math.ceil((y.pos + y.viewPx) / rowHeight))
  useLayoutEffect(() => {
    viewport.syncBars()
    if (!sized) return
    const [from, to] = alignColumns(colStart, colEnd, numColumns)
    want(
      first,
      last,
      layout.columns.slice(from, to).map((column) => column.name),
    )
  })
  useEffect(() => {
    if (sized) onVisibleRows?.(visibleStart, visibleEnd)
  }, [sized, onVisibleRows, visibleStart, visibleEnd])

  useImperativeHandle(props.ref, () => ({
    focus: () => scroller.current?.focus({ preventScroll: true }),
    showColumn: (name) => {
      const index = layout.columns.findIndex((column) => column.name === name)
      if (index < 0) return
      setCursor((known) => ({ ...known, col: index }))
      reveal(null, index)
    },
    retry: () => cache.retry(),
  }))

  function activate(cell: ActiveCell): void {
    const inHeader = cell.row === HEADER_ROW
    setCursor({ col: cell.col, inHeader })
    reveal(inHeader ? null : cell.row, cell.col < numColumns ? cell.col : null)
    if (inHeader) return
    props.onActiveChange(cell.row, layout.columns[cell.col]?.name ?? null)
  }

  function onKeyDown(event: React.KeyboardEvent): void {
    const ctrl = event.ctrlKey || event.metaKey
    const name = layout.columns[col]?.name
    if (headerActive && name !== undefined) {
      const changed = headerCommand(settings, name, layout.widths[col] ?? 0, event)
      if (changed !== null) {
        event.preventDefault()
        props.onSettingsChange(changed.settings)
        if (changed.by !== 0)
          setCursor({ col: Math.max(0, Math.min(col + changed.by, numColumns - 1)), inHeader: true })
        return
      }
      if (event.key === 'Enter') {
        event.preventDefault()
        fitColumn(name)
        return
      }
    }
    if (event.altKey || event.shiftKey) return
    if (event.key === 'Enter' && activeRow !== null && !headerActive) {
      event.preventDefault()
      props.onOpenRow(activeRow)
      return
    }
    const from = { row: headerActive ? HEADER_ROW : (activeRow ?? visibleStart), col }
    const to = moveActive(
      from,
      { key: event.key, ctrl },
      { numRows, numColumns, pageRows: pageRowsFor(y.viewPx, rowHeight) },
    )
    if (to === null) return
    event.preventDefault()
    // The first key of a grid without an active row shows where the cursor is.
    activate(activeRow === null && !headerActive && event.key.startsWith('Arrow') ? from : to)
  }

  function cellAt(event: React.MouseEvent): ActiveCell | null {
    const box = scroller.current!.getBoundingClientRect()
    const row = Math.floor((event.clientY - box.top - HEADER_PX + Math.round(y.pos)) / rowHeight)
    const inGutter = event.clientX - box.left < gutterPx
    const column = columnAt(layout.lefts, event.clientX - box.left - gutterPx + Math.round(x.pos))
    if (row < 0 || row >= numRows) return null
    return { row, col: inGutter || column < 0 ? col : column }
  }

  function clickCell(event: React.MouseEvent): void {
    const cell = cellAt(event)
    if (cell !== null) activate(cell)
  }

  function fitColumn(name: string): void {
    const info = columns.find((column) => column.name === name)
    if (info === undefined) return
    const texts: string[] = []
    for (let row = first; row < last; row++) {
      const cell = cache.cell(row, name)
      if (cell.state === 'ready') texts.push(cell.text)
    }
    props.onSettingsChange(resizeColumn(settings, name, estimateColumnWidth(info, { texts }, FIT_MAX_PX)))
  }

  const baseRow = Math.floor(first / LAYER_ROWS) * LAYER_ROWS
  // A row leaving at one side gives its element to the row coming in at the other.
  const ring = Math.ceil(viewY / rowHeight) + 2 * OVERSCAN_ROWS + 2
  const rows = []
  for (let row = first; row < last; row++) {
    const isActiveRow = row === activeRow && !headerActive
    rows.push(
      <Row
        key={row % ring}
        gridId={gridId}
        row={row}
        top={(row - baseRow) * rowHeight}
        columns={windowColumns}
        cache={cache}
        revision={cache.revision(row)}
        activeCol={isActiveRow ? col : -1}
        isActiveRow={isActiveRow}
      />,
    )
  }

  return (
    <div
      ref={scroller}
      role="grid"
      aria-label={props.label}
      aria-rowcount={props.numRowsExact ? numRows + 1 : -1}
      aria-colcount={numColumns + 1}
      aria-activedescendant={activeShown ? activeId : undefined}
      tabIndex={0}
      className={styles.grid}
      style={{
        ['--row-px' as string]: `${rowHeight}px`,
        ['--header-px' as string]: `${HEADER_PX}px`,
        ['--gutter-px' as string]: `${gutterPx}px`,
        ['--cells-px' as string]: `${(layout.lefts[colStart] ?? 0) - Math.round(x.pos)}px`,
      }}
      onKeyDown={onKeyDown}
      onCopy={(event) => {
        const name = layout.columns[col]?.name
        if (activeRow === null || headerActive || name === undefined) return
        event.preventDefault()
        props.onCopyCell(activeRow, name)
      }}
    >
      <div
        role="presentation"
        className={styles.spacer}
        style={{ width: gutterPx + spacerPx(x), height: HEADER_PX + spacerPx(y) }}
      >
        <div role="presentation" className={styles.layer} style={{ width: size.width, height: size.height }}>
          <HeaderRow
            gridId={gridId}
            columns={windowColumns}
            activeCol={headerActive ? col : -1}
            onSelect={(index) => activate({ row: HEADER_ROW, col: index })}
            onResize={(name, width) => props.onSettingsChange(resizeColumn(settings, name, width))}
            onFit={fitColumn}
            onReorder={(name, before) => props.onSettingsChange(moveColumn(settings, name, before))}
          />
          <div
            role="rowgroup"
            className={styles.body}
            onPointerDown={(event) => {
              if (event.pointerType !== 'touch' && event.button === 0) clickCell(event)
            }}
            onClick={(event) => {
              if ((event.nativeEvent as PointerEvent).pointerType === 'touch') clickCell(event)
            }}
            onDoubleClick={(event) => {
              const cell = cellAt(event)
              if (cell !== null) props.onOpenRow(cell.row)
            }}
          >
            <div
              role="presentation"
              className={styles.rows}
              style={{ transform: `translateY(${baseRow * rowHeight - Math.round(y.pos)}px)` }}
            >
              {rows}
            </div>
          </div>
          {!activeShown && <div role="presentation" className={styles.ring} />}
        </div>
      </div>
    </div>
  )
})

/** Width of the column of row numbers, for the widest of them plus the mark of bad rows, px. */
function gutterWidth(numRows: number): number {
  return Math.max(56, Math.ceil(formatCount(Math.max(0, numRows - 1)).length * 7.2) + 34)
}
