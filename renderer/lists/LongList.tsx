import { type ReactNode, useLayoutEffect, useRef, useState } from 'react'
import styles from './LongList.module.css'
import { lineWindow } from './lineWindow.ts'

interface LongListProps {
  label: string
  /** At most some 300,000: browsers limit how long a page may be. */
  count: number
  linePx: number
  /** Most lines on screen before the list scrolls. */
  mostLines: number
  keyOf(index: number): string
  line(index: number): ReactNode
  /** Whether the list itself is a stop of the Tab key: where its lines hold nothing that is. */
  isStop?: boolean
}

/** Lines of one height, any number of them; only those on screen are in the page. */
export function LongList({ label, count, linePx, mostLines, keyOf, line, isStop = false }: LongListProps) {
  const scroller = useRef<HTMLUListElement>(null)
  const [scrollTop, setScrollTop] = useState(0)
  const viewPx = Math.min(count, mostLines) * linePx
  const { first, end } = lineWindow(scrollTop, viewPx, linePx, count)
  // The browser moves a list that became shorter without telling.
  useLayoutEffect(() => {
    const at = scroller.current?.scrollTop ?? 0
    if (at !== scrollTop) setScrollTop(at)
  })
  const lines: ReactNode[] = []
  for (let index = first; index < end; index++) {
    lines.push(
      <li
        key={keyOf(index)}
        className={styles.line}
        style={{ top: index * linePx, height: linePx }}
        aria-setsize={count}
        aria-posinset={index + 1}
      >
        {line(index)}
      </li>,
    )
  }
  return (
    <ul
      ref={scroller}
      className={styles.list}
      style={{ height: viewPx }}
      aria-label={label}
      tabIndex={isStop ? 0 : undefined}
      onScroll={(event) => setScrollTop(event.currentTarget.scrollTop)}
    >
      {lines}
      <li className={styles.spacer} style={{ top: count * linePx - 1 }} aria-hidden="true" />
    </ul>
  )
}
