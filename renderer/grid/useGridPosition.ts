import { useCallback, useEffect, useLayoutEffect, useRef } from 'react'
import type { ColumnLayout } from './columns.ts'
import type { Viewport } from './viewport.ts'

/** How a grid was left. */
export interface GridPosition {
  /** px of content. */
  readonly top: number
  readonly left: number
  /** The active row by then: when the grid comes back with another one, that is scrolled to. */
  readonly activeRow?: number | null
}

export interface GridPositionOptions {
  viewport: Viewport
  layout: ColumnLayout
  /** The grid has got its size. */
  sized: boolean
  rowHeight: number
  numRows: number
  numRowsExact: boolean
  activeRow: number | null
  jumpTo?: { readonly row: number } | null
  initialPosition?: GridPosition | undefined
  onPosition?: (position: GridPosition) => void
  /** `jumpTo` was followed. */
  onJump: () => void
}

/** Brings a row and a visible column (by index) into the window; null leaves that direction as it is. */
export type Reveal = (row: number | null, column: number | null, center?: boolean) => void

/** Where the grid stands when nobody scrolls it: at first, when the active row moves, when it is told to jump. */
export function useGridPosition(options: GridPositionOptions): Reveal {
  const { viewport, layout, sized, rowHeight, numRows, numRowsExact, activeRow } = options

  // A position beyond the rows known so far waits for them, unless the user is at work meanwhile.
  const initial = useRef(options.initialPosition)
  const firstActive = useRef(activeRow)
  useLayoutEffect(() => {
    if (!sized || initial.current === undefined) return
    const { top, left } = initial.current
    const atWork = viewport.y.pos > 0 || firstActive.current !== activeRow
    if (!atWork && !numRowsExact && top > numRows * rowHeight - viewport.y.viewPx) return
    initial.current = undefined
    if (!atWork) viewport.move({ x: { type: 'to', px: left }, y: { type: 'to', px: top } })
  }, [sized, viewport, rowHeight, numRows, numRowsExact, activeRow])

  const { onPosition } = options
  const [top, left] = [viewport.y.pos, viewport.x.pos]
  useEffect(() => {
    if (sized && initial.current === undefined) onPosition?.({ top, left, activeRow })
  }, [sized, onPosition, top, left, activeRow])

  const reveal = useCallback<Reveal>(
    (row, column, center = false) =>
      viewport.move({
        ...(row === null ? {} : { y: { type: 'reveal', start: row * rowHeight, end: (row + 1) * rowHeight, center } }),
        ...(column === null
          ? {}
          : { x: { type: 'reveal', start: layout.lefts[column]!, end: layout.lefts[column + 1]! } }),
      }),
    [viewport, rowHeight, layout],
  )
  // The active row may be moved from outside, by the inspector or the list of issues: it is kept in sight.
  const shownRow = useRef(initialRow(options))
  useLayoutEffect(() => {
    // A row not known yet is shown once it is.
    if (!sized || shownRow.current === activeRow || (activeRow !== null && activeRow >= numRows)) return
    shownRow.current = activeRow
    if (activeRow === null) return
    const far = Math.abs(activeRow * rowHeight - viewport.y.pos) > 2 * viewport.y.viewPx
    reveal(activeRow, null, far)
  }, [sized, activeRow, numRows, rowHeight, viewport, reveal])

  const { jumpTo, onJump } = options
  const jumped = useRef<GridPositionOptions['jumpTo']>(null)
  useLayoutEffect(() => {
    if (!sized || jumpTo == null || jumped.current === jumpTo) return
    jumped.current = jumpTo
    onJump()
    reveal(jumpTo.row, null, true)
  }, [sized, jumpTo, onJump, reveal])
  return reveal
}

/** The row that need not be scrolled to at first: none for a new grid, the one it was left with for one that returns. */
function initialRow({ initialPosition, activeRow }: GridPositionOptions): number | null {
  if (initialPosition === undefined) return null
  return initialPosition.activeRow === undefined ? activeRow : initialPosition.activeRow
}
