import styles from './PackMap.module.css'

const WIDTH = 230
const LINE = 18

interface MapTooltipProps {
  lines: readonly string[]
  at: { x: number; y: number }
  boxHeight: number
}

/** What the pointer is on. Screen readers hear the selection instead. */
export function MapTooltip({ lines, at, boxHeight }: MapTooltipProps) {
  const height = lines.length * LINE + 14
  const left = at.x > WIDTH + 32 ? at.x - WIDTH - 12 : at.x + 16
  const top = Math.max(0, Math.min(at.y + 12, boxHeight - height))
  return (
    <div className={styles.tooltip} aria-hidden="true" style={{ transform: `translate(${left}px, ${top}px)` }}>
      {lines.map((line, i) => (
        <div key={line} className={i === 0 ? styles.tooltipHead : undefined}>
          {line}
        </div>
      ))}
    </div>
  )
}
