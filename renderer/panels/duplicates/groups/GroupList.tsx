// biome-ignore-all lint/a11y/useSemanticElements: a grid of divs, of which only those on screen are in the page
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and points here (aria-activedescendant)
// biome-ignore-all lint/a11y/useKeyWithClickEvents: keys are handled on the grid itself
import {
  type CSSProperties,
  type KeyboardEvent,
  type ReactNode,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from 'react'
import { flushSync } from 'react-dom'
import type { DuplicateGroup } from '../../../../app/protocol/dedup.ts'
import { describeError } from '../../../format/errorStory.ts'
import { pageRowsFor } from '../../../grid/activeCell.ts'
import { rowWindow, spacerPx } from '../../../grid/scroll.ts'
import { Viewport } from '../../../grid/viewport.ts'
import controls from '../../../theme/controls.module.css'
import styles from './GroupList.module.css'
import type { GroupLines } from './groupLines.ts'
import { lineAfterKey } from './listMoves.ts'

const LINE_PX = 24
const OVERSCAN = 4
/** Texts are not read for lines that are scrolled past. */
const PREVIEW_AFTER_MS = 120

interface GroupListProps {
  lines: GroupLines
  /** Rises when something of `lines` has come. */
  drawn: number
  total: number
  /** What is told of each group before its text. */
  figures: readonly Figure[]
  /** What of a group the text is. */
  textName: string
  label: string
  selected: number
  onSelect(line: number): void
  /** Enter. */
  onOpen(group: DuplicateGroup): void
}

/** A column of figures. */
export interface Figure {
  name: string
  widthPx: number
  of(group: DuplicateGroup): string
}

/** The groups, any number of them; only lines on screen are in the page. One stop of the Tab key, arrows walk. */
export function GroupList(props: GroupListProps) {
  const { lines, drawn, total, figures, textName, label, selected, onSelect, onOpen } = props
  const listId = useId()
  const scroller = useRef<HTMLDivElement>(null)
  const [size, setSize] = useState({ width: 0, height: 0 })
  const [, setFrame] = useState(0)
  const [viewport] = useState(() => new Viewport(() => flushSync(() => setFrame((frame) => frame + 1))))
  const viewY = Math.max(0, size.height - LINE_PX) // the line of names stays
  viewport.resize(0, total * LINE_PX, { viewX: size.width, viewY })
  const { y } = viewport
  const [first, last] = viewY > 0 ? rowWindow(y, LINE_PX, total, OVERSCAN) : [0, 0]

  useLayoutEffect(() => {
    const element = scroller.current!
    const observer = new ResizeObserver(([entry]) => {
      const { width, height } = entry!.contentRect
      setSize({ width: Math.floor(width), height: Math.floor(Math.min(height, innerHeight)) })
    })
    observer.observe(element)
    const detach = viewport.attach(element, LINE_PX)
    return () => {
      observer.disconnect()
      detach()
    }
  }, [viewport])
  useLayoutEffect(() => {
    viewport.syncBars()
    lines.want(first, last, selected)
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: groups that have come want their texts
  useEffect(() => {
    const timer = setTimeout(() => lines.wantPreviews(first, last), PREVIEW_AFTER_MS)
    return () => clearTimeout(timer)
  }, [lines, first, last, drawn])

  const reveal = (line: number) =>
    viewport.move({ y: { type: 'reveal', start: line * LINE_PX, end: (line + 1) * LINE_PX } })

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.shiftKey) return
    if (event.key === 'Enter') {
      event.preventDefault()
      const group = lines.at(selected)
      if (group) onOpen(group)
      return
    }
    const to = lineAfterKey(selected, event.key, total, pageRowsFor(viewY, LINE_PX))
    if (to === null) return
    event.preventDefault()
    reveal(to)
    onSelect(to)
  }

  const shown: ReactNode[] = []
  for (let line = first; line < last; line++) {
    shown.push(
      <Line
        key={line}
        id={`${listId}-${line}`}
        line={line}
        top={line * LINE_PX - Math.round(y.pos)}
        group={lines.at(line)}
        error={lines.errorAt(line)}
        preview={lines.preview(lines.at(line)?.groupId ?? -1)}
        figures={figures}
        selected={line === selected}
        onSelect={onSelect}
      />,
    )
  }
  return (
    <div
      ref={scroller}
      role="grid"
      aria-label={label}
      aria-rowcount={total + 1}
      aria-activedescendant={selected >= first && selected < last ? `${listId}-${selected}` : undefined}
      tabIndex={0}
      className={styles.list}
      style={
        { '--columns': `${figures.map(({ widthPx }) => `${widthPx}px`).join(' ')} minmax(0, 1fr)` } as CSSProperties
      }
      onKeyDown={onKeyDown}
    >
      <div role="presentation" style={{ height: LINE_PX + spacerPx(y) }}>
        <div role="presentation" className={styles.layer} style={size}>
          <div role="row" aria-rowindex={1} className={styles.head}>
            {figures.map(({ name }) => (
              <span key={name} role="columnheader" className={styles.figure}>
                {name}
              </span>
            ))}
            <span role="columnheader" className={controls.clip}>
              {textName}
            </span>
          </div>
          <div role="rowgroup" className={styles.body}>
            {shown}
          </div>
        </div>
      </div>
    </div>
  )
}

interface LineProps {
  id: string
  line: number
  top: number
  group: DuplicateGroup | null
  error: unknown
  preview: string | null
  figures: readonly Figure[]
  selected: boolean
  onSelect(line: number): void
}

function Line({ id, line, top, group, error, preview, figures, selected, onSelect }: LineProps) {
  return (
    <div
      id={id}
      role="row"
      aria-rowindex={line + 2}
      aria-selected={selected}
      aria-busy={(!group && error === undefined) || undefined}
      className={styles.line}
      style={{ transform: `translateY(${top}px)` }}
      onClick={() => onSelect(line)}
    >
      {figures.map(({ name, of }) => (
        <span key={name} role="gridcell" className={styles.figure}>
          {group && of(group)}
        </span>
      ))}
      <span role="gridcell" className={`${styles.preview} ${controls.clip}`}>
        {error === undefined ? preview : describeError(error, '').message}
      </span>
    </div>
  )
}
