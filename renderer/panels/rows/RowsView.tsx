import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { DatasetInfo, Page } from '../../../app/protocol/datasets.ts'
import type { EngineApi } from '../../../app/protocol/engine.ts'
import { isAbortError } from '../../../core/errors.ts'
import { copyText } from '../../cells/copyText.ts'
import { readWholeCell } from '../../cells/wholeCell.ts'
import { formatBytes, formatCount, formatPlural } from '../../format/numbers.ts'
import { estimateColumnWidth } from '../../grid/cellWidth.ts'
import { type ColumnSetting, reconcileSettings } from '../../grid/columns.ts'
import { Grid, type GridHandle } from '../../grid/Grid.tsx'
import type { ReadRows } from '../../grid/pages.ts'
import type { GridPosition } from '../../grid/useGridPosition.ts'
import { ColumnChooser } from './ColumnChooser.tsx'
import { GoToRow } from './GoToRow.tsx'
import styles from './RowsView.module.css'
import { positionOf, rememberPosition, setColumnSettings, useRowsState } from './rowsStore.ts'

export interface RowsViewProps {
  engine: EngineApi
  dataset: DatasetInfo
  /** The rows that came with the opening. */
  firstPage: Page | null
  activeRow: number | null
  onActiveRow: (row: number) => void
  /** Enter or double click on a row. */
  onInspect: (row: number) => void
  /** `what` is a headline: `Could not read rows 64 to 127`. */
  onError: (error: unknown, what: string) => void
  /** News of something done: `Copied 1.2 kB`. */
  onMessage?: (message: string) => void
}

/** Longest cell the grid shows, bytes: wider than any column. */
const MAX_CELL_BYTES = 320
const NO_SETTINGS: readonly ColumnSetting[] = []

/** The rows of one dataset: the grid and the line above it. */
export function RowsView(props: RowsViewProps) {
  const { engine, dataset, firstPage, activeRow, onActiveRow, onInspect, onError, onMessage } = props
  const { datasetId, columns, extent } = dataset
  const grid = useRef<GridHandle>(null)
  const [jumpTo, setJumpTo] = useState<{ row: number } | null>(null)
  const stored = useRowsState((state) => state.settings[datasetId])
  const settings = useMemo(() => {
    const samples = new Map(firstPage?.columns.map((column) => [column.name, column]))
    return reconcileSettings(stored ?? NO_SETTINGS, columns, (column) =>
      estimateColumnWidth(column, samples.get(column.name)),
    )
  }, [stored, columns, firstPage])
  const onSettingsChange = useCallback(
    (changed: readonly ColumnSetting[] | null) => setColumnSettings(datasetId, changed),
    [datasetId],
  )

  const readRows = useCallback<ReadRows>(
    (rowStart, rowEnd, names, signal) =>
      engine.readRows({ datasetId, rowStart, rowEnd, columns: [...names], maxCellBytes: MAX_CELL_BYTES }, signal),
    [engine, datasetId],
  )
  const onReadError = useCallback(
    (error: unknown, rowStart: number, rowEnd: number) =>
      onError(error, `Could not read rows ${formatCount(rowStart)} to ${formatCount(rowEnd - 1)}`),
    [onError],
  )
  // A new engine can read what the old one died on.
  const knownEngine = useRef(engine)
  useEffect(() => {
    if (knownEngine.current !== engine) grid.current?.retry()
    knownEngine.current = engine
  }, [engine])

  const copying = useRef<AbortController>(undefined)
  useEffect(() => () => copying.current?.abort(), [])
  const onCopyCell = useCallback(
    async (row: number, column: string) => {
      copying.current?.abort()
      const stop = new AbortController()
      copying.current = stop
      try {
        const cell = await readWholeCell(engine, { datasetId, row, column }, { signal: stop.signal })
        const text = cell.isNull ? 'null' : cell.text
        await copyText(text)
        const size = formatBytes(new Blob([text]).size)
        onMessage?.(cell.complete ? `Copied ${size}` : `Copied the first ${size} of a longer value`)
      } catch (error) {
        if (!isAbortError(error)) onError(error, `Could not copy ${column} of row ${formatCount(row)}`)
      }
    },
    [engine, datasetId, onError, onMessage],
  )

  const visible = useRef<HTMLSpanElement>(null)
  const total = extent.exact ? formatPlural(extent.numRows, 'row') : `${formatCount(extent.numRows)} so far`
  const onVisibleRows = useCallback((rowStart: number, rowEnd: number) => {
    // Written past React: it changes with every frame of scrolling, and the grid need not be asked again.
    if (visible.current) visible.current.textContent = rowEnd > rowStart ? visibleText(rowStart, rowEnd) : ''
  }, [])
  const onPosition = useCallback((position: GridPosition) => rememberPosition(datasetId, position), [datasetId])

  const goTo = useCallback(
    (row: number) => {
      onActiveRow(row)
      setJumpTo({ row })
      grid.current?.focus()
    },
    [onActiveRow],
  )

  return (
    <section className={styles.view} aria-label="Rows">
      <div className={styles.strip}>
        <span className={styles.range}>
          <span ref={visible} /> <span className={styles.total}>{total}</span>
        </span>
        {!extent.exact && (
          <span className={styles.indexing} role="status" title="Later rows follow as they are found">
            indexing
          </span>
        )}
        <span className={styles.space} />
        <GoToRow key={datasetId} extent={extent} onGo={goTo} onLeave={() => grid.current?.focus()} />
        <ColumnChooser
          columns={columns}
          settings={settings}
          onSettingsChange={onSettingsChange}
          onShowColumn={(name) => grid.current?.showColumn(name)}
        />
      </div>
      <div className={styles.grid}>
        <Grid
          key={datasetId}
          ref={grid}
          label={`Rows of ${dataset.name}`}
          schemaVersion={dataset.schemaVersion}
          numRows={extent.numRows}
          numRowsExact={extent.exact}
          columns={columns}
          settings={settings}
          onSettingsChange={onSettingsChange}
          readRows={readRows}
          onReadError={onReadError}
          firstPage={firstPage}
          activeRow={activeRow}
          onActiveChange={onActiveRow}
          onOpenRow={onInspect}
          onCopyCell={onCopyCell}
          jumpTo={jumpTo}
          initialPosition={positionOf(datasetId)}
          onPosition={onPosition}
          onVisibleRows={onVisibleRows}
        />
        {extent.exact && extent.numRows === 0 && <p className={styles.none}>This dataset has no rows.</p>}
      </div>
    </section>
  )
}

function visibleText(rowStart: number, rowEnd: number): string {
  return rowEnd - rowStart === 1
    ? `${formatCount(rowStart)} of`
    : `${formatCount(rowStart)} – ${formatCount(rowEnd - 1)} of`
}
