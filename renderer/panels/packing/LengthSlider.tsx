import { type PointerEvent, useEffect, useRef, useState } from 'react'
import { formatCount } from '../../format/numbers.ts'
import styles from './CurveChart.module.css'
import { type LengthRange, lengthAfterKey, lengthAt, shareOf } from './curve.ts'

/** Keys that follow each other faster than this are one movement. */
const SETTLE_AFTER_MS = 120

interface LengthSliderProps {
  plot: { left: number; width: number }
  height: number
  range: LengthRange
  sequenceLen: number
  /** What a screen reader hears of the place. */
  spoken: string
  onDrag(sequenceLen: number): void
  onSettle(sequenceLen: number): void
}

/** The draggable `sequence_len` line over the curves. A press anywhere in the plot brings it there. */
export function LengthSlider({ plot, height, range, sequenceLen, spoken, onDrag, onSettle }: LengthSliderProps) {
  const [dragging, setDragging] = useState(false)
  const slider = useRef<HTMLDivElement>(null)
  const settling = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(settling.current), [])
  const share = shareOf(sequenceLen, range)

  const lengthOf = (event: PointerEvent<HTMLElement>) => {
    const { left } = event.currentTarget.getBoundingClientRect()
    return lengthAt((event.clientX - left) / plot.width, range, event.altKey)
  }
  /** Lets go where nothing moved for a moment, so that the numbers follow a drag that pauses. */
  const move = (length: number) => {
    onDrag(length)
    clearTimeout(settling.current)
    settling.current = setTimeout(() => onSettle(length), SETTLE_AFTER_MS)
  }

  return (
    <div
      className={styles.track}
      style={{ left: plot.left, width: plot.width, height }}
      onPointerDown={(event) => {
        if (event.button !== 0) return
        event.preventDefault()
        event.currentTarget.setPointerCapture(event.pointerId)
        slider.current?.focus()
        setDragging(true)
        move(lengthOf(event))
      }}
      onPointerMove={(event) => dragging && move(lengthOf(event))}
      onPointerUp={(event) => {
        if (!dragging) return
        setDragging(false)
        clearTimeout(settling.current)
        onSettle(lengthOf(event))
      }}
      onPointerCancel={() => setDragging(false)}
    >
      <div
        ref={slider}
        className={styles.slider}
        style={{ left: share * plot.width, height }}
        role="slider"
        aria-label="sequence_len on the curve"
        aria-orientation="horizontal"
        aria-valuemin={range.least}
        aria-valuemax={range.most}
        aria-valuenow={sequenceLen}
        aria-valuetext={spoken}
        title="Drag, or use the arrow keys; Shift goes by 64, Alt lifts the snapping to multiples of 64"
        tabIndex={0}
        data-dragging={dragging || undefined}
        onKeyDown={(event) => {
          if (event.ctrlKey || event.metaKey) return
          const next = lengthAfterKey(sequenceLen, event, range)
          if (next === null) return
          event.preventDefault()
          if (next !== sequenceLen) move(next)
        }}
      >
        <span className={styles.grip} />
        <span className={styles.value} data-left={share > 0.8 || undefined}>
          {formatCount(sequenceLen)}
        </span>
      </div>
    </div>
  )
}
