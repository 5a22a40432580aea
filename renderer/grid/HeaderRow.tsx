// biome-ignore-all lint/a11y/useSemanticElements: a grid of divs, laid out by hand
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and points here (aria-activedescendant)
import { type PointerEvent as ReactPointerEvent, useRef, useState } from 'react'
import { isNumeric } from './cellParts.ts'
import styles from './Grid.module.css'
import type { WindowColumn } from './Row.tsx'

/** A pointer that moved less than this has clicked, px. */
const DRAG_PX = 6

export interface HeaderRowProps {
  gridId: string
  columns: readonly WindowColumn[]
  /** Index of the active column while the header is active, else -1. */
  activeCol: number
  onSelect: (index: number) => void
  onResize: (name: string, width: number) => void
  onFit: (name: string) => void
  /** Put column `name` before `beforeName`; null: behind all. */
  onReorder: (name: string, beforeName: string | null) => void
}

export const headerCellId = (gridId: string, col: number): string => `${gridId}-h-${col}`

export function HeaderRow({ gridId, columns, activeCol, onSelect, onResize, onFit, onReorder }: HeaderRowProps) {
  const cells = useRef<HTMLDivElement>(null)
  /** Where a dragged column would go, px in the cells' coordinates. */
  const [dropLeft, setDropLeft] = useState<number | null>(null)

  function startReorder(event: ReactPointerEvent<HTMLElement>, column: WindowColumn): void {
    if (event.button !== 0 || event.pointerType === 'touch') return
    const target = event.currentTarget
    const startX = event.clientX
    let drop: Drop | null = null
    target.setPointerCapture(event.pointerId)
    trackPointer(target, {
      move: (moved) => {
        if (drop === null && Math.abs(moved.clientX - startX) < DRAG_PX) return
        drop = dropAt(columns, moved.clientX - (cells.current?.getBoundingClientRect().left ?? 0))
        setDropLeft(drop.left)
      },
      end: (canceled) => {
        setDropLeft(null)
        if (drop === null) onSelect(column.index)
        else if (!canceled && drop.beforeName !== column.info.name) onReorder(column.info.name, drop.beforeName)
      },
    })
  }

  function startResize(event: ReactPointerEvent<HTMLElement>, column: WindowColumn): void {
    if (event.button !== 0) return
    event.stopPropagation()
    const handle = event.currentTarget
    const startX = event.clientX
    handle.setPointerCapture(event.pointerId)
    trackPointer(handle, {
      move: (moved) => onResize(column.info.name, column.width + moved.clientX - startX),
      end: (canceled) => {
        if (canceled) onResize(column.info.name, column.width)
      },
    })
  }

  return (
    <div role="row" aria-rowindex={1} className={styles.header}>
      <div role="columnheader" aria-colindex={1} className={styles.gutterHead} title="Row, counted from 0">
        row
      </div>
      <div role="presentation" ref={cells} className={styles.cells}>
        {columns.map((column) => (
          <div
            key={column.index}
            id={headerCellId(gridId, column.index)}
            role="columnheader"
            aria-colindex={column.index + 2}
            className={[
              styles.head,
              isNumeric(column.info.kind) ? styles.numeric : '',
              column.index === activeCol ? styles.activeCell : '',
            ].join(' ')}
            style={{ left: column.left, width: column.width }}
            title={`${column.info.name}\n${column.info.type}${column.info.nullable ? '' : ', never null'}`}
            onPointerDown={(event) => startReorder(event, column)}
          >
            <span className={styles.name}>{column.info.name || '(no name)'}</span>
            <span className={styles.type}>{column.info.type}</span>
            <div
              role="separator"
              aria-orientation="vertical"
              aria-label={`width of ${column.info.name}`}
              className={styles.handle}
              onPointerDown={(event) => startResize(event, column)}
              onDoubleClick={() => onFit(column.info.name)}
            />
          </div>
        ))}
        {dropLeft !== null && <div role="presentation" className={styles.drop} style={{ left: dropLeft }} />}
      </div>
    </div>
  )
}

interface Drop {
  beforeName: string | null
  left: number
}

function dropAt(columns: readonly WindowColumn[], x: number): Drop {
  const next = columns.find((column) => x < column.left + column.width / 2)
  if (next !== undefined) return { beforeName: next.info.name, left: next.left }
  const last = columns.at(-1)
  return { beforeName: null, left: last === undefined ? 0 : last.left + last.width }
}

/** Follows a captured pointer until it is let go. */
function trackPointer(
  target: HTMLElement,
  on: { move: (event: PointerEvent) => void; end: (canceled: boolean) => void },
): void {
  const stop = new AbortController()
  const { signal } = stop
  const end = (canceled: boolean) => {
    stop.abort()
    on.end(canceled)
  }
  target.addEventListener('pointermove', on.move, { signal })
  target.addEventListener('pointerup', () => end(false), { signal })
  target.addEventListener('pointercancel', () => end(true), { signal })
}
