import type { KeyboardEvent, PointerEvent } from 'react'
import styles from './Splitter.module.css'

interface SplitterProps {
  label: string
  width: number
  least: number
  most: number
  usual: number
  /** The side of the splitter on which the resized panel lies. */
  panel: 'left' | 'right'
  onWidth(width: number): void
}

const KEY_STEP_PX = 16

/** A hairline that can be dragged, or moved with the arrow keys; a double click puts it back. */
export function Splitter({ label, width, least, most, usual, panel, onWidth }: SplitterProps) {
  const towards = panel === 'left' ? 1 : -1
  const set = (wanted: number) => onWidth(Math.min(most, Math.max(least, Math.round(wanted))))
  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0) return
    event.preventDefault()
    const element = event.currentTarget
    const from = event.clientX
    element.setPointerCapture(event.pointerId)
    const onMove = (move: globalThis.PointerEvent) => set(width + (move.clientX - from) * towards)
    const onUp = () => {
      element.removeEventListener('pointermove', onMove)
      element.removeEventListener('lostpointercapture', onUp)
    }
    element.addEventListener('pointermove', onMove)
    element.addEventListener('lostpointercapture', onUp)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const moves: Record<string, number> = {
      ArrowLeft: width - KEY_STEP_PX * towards,
      ArrowRight: width + KEY_STEP_PX * towards,
      Home: least,
      End: most,
    }
    const wanted = moves[event.key]
    if (wanted === undefined) return
    event.preventDefault()
    set(wanted)
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a movable separator takes focus and keys, an hr does not
    <div
      className={styles.splitter}
      data-panel={panel}
      role="separator"
      aria-orientation="vertical"
      aria-label={label}
      aria-valuenow={width}
      aria-valuemin={least}
      aria-valuemax={most}
      tabIndex={0}
      onPointerDown={onPointerDown}
      onDoubleClick={() => set(usual)}
      onKeyDown={onKeyDown}
    />
  )
}
