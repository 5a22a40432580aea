/** The cell the keyboard acts on. Row -1 is the header. */
export interface ActiveCell {
  readonly row: number
  readonly col: number
}

export const HEADER_ROW = -1

export interface MoveBounds {
  readonly numRows: number
  readonly numColumns: number
  /** Rows moved by PageUp and PageDown. */
  readonly pageRows: number
}

export interface MoveKey {
  readonly key: string
  /** Ctrl, or Cmd on a Mac. */
  readonly ctrl: boolean
}

/** Where a key moves the active cell, or null when it is not a moving key. ArrowUp from row 0 enters the header. */
export function moveActive(active: ActiveCell, { key, ctrl }: MoveKey, bounds: MoveBounds): ActiveCell | null {
  const lastRow = bounds.numRows - 1
  const lastCol = Math.max(0, bounds.numColumns - 1)
  const at = (row: number, col: number): ActiveCell => ({
    row: Math.max(HEADER_ROW, Math.min(row, lastRow)),
    col: Math.max(0, Math.min(col, lastCol)),
  })
  /** Page and end keys stay among the data rows. */
  const inRows = (row: number, col: number) => at(Math.max(lastRow < 0 ? HEADER_ROW : 0, row), col)
  const { row, col } = active
  switch (key) {
    case 'ArrowDown':
      return ctrl ? inRows(lastRow, col) : at(row + 1, col)
    case 'ArrowUp':
      return ctrl ? inRows(0, col) : at(row - 1, col)
    case 'ArrowLeft':
      return at(row, ctrl ? 0 : col - 1)
    case 'ArrowRight':
      return at(row, ctrl ? lastCol : col + 1)
    case 'PageDown':
      return inRows(row + bounds.pageRows, col)
    case 'PageUp':
      return inRows(row - bounds.pageRows, col)
    case 'Home':
      return ctrl ? inRows(0, 0) : at(row, 0)
    case 'End':
      return ctrl ? inRows(lastRow, lastCol) : at(row, lastCol)
    default:
      return null
  }
}

/** Whole rows that fit a window, less one so that a page overlaps the one before it; at least 1. */
export function pageRowsFor(viewPx: number, rowHeight: number): number {
  return Math.max(1, Math.floor(viewPx / rowHeight) - 1)
}
