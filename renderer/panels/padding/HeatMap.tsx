import { type KeyboardEvent, type PointerEvent, useEffect, useId, useLayoutEffect, useRef, useState } from 'react'
import { formatCount, formatPercent } from '../../format/numbers.ts'
import { fitCanvas, watchPixelRatio } from '../../packmap/canvas.ts'
import { watchTheme } from '../../packmap/mapTheme.ts'
import controls from '../../theme/controls.module.css'
import panel from '../../theme/panel.module.css'
import { useWidth } from '../planning/useWidth.ts'
import styles from './HeatMap.module.css'
import { batchesOfSlice, heatScale, layoutHeat, moveInHeat, sliceAt, sliceOfBatch, worstSlice } from './heatLayout.ts'
import { heatAlpha, paintHeat, readHeatTheme } from './paintHeat.ts'

interface HeatMapProps {
  heat: Float32Array
  batches: number
  /** Heats the colours are to be compared with: the scale covers them too. */
  beside: readonly Float32Array[]
  /** The batch shown in detail. */
  batch: number
  onBatch(batch: number): void
}

const DIGIT_PX = 7

/** Waste over the epoch, batch by batch or in equal slices. Draws on a canvas; speaks through a live region. */
export function HeatMap({ heat, batches, beside, batch, onBatch }: HeatMapProps) {
  const box = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const width = useWidth(box)
  const [redraw, setRedraw] = useState(0)
  const [cursor, setCursor] = useState<number | null>(null)
  const [focused, setFocused] = useState(false)
  const [hover, setHover] = useState<number | null>(null)
  const helpId = useId()
  const slices = heat.length
  const grid = layoutHeat(slices, width, formatCount(batches).length * DIGIT_PX + 12)
  const most = heatScale([heat, ...beside])
  const open = sliceOfBatch(batch, slices, batches)
  const current = Math.min(cursor ?? open, slices - 1)

  useEffect(() => {
    const again = () => setRedraw((count) => count + 1)
    const stops = [watchTheme(again), watchPixelRatio(again)]
    return () => {
      for (const stop of stops) stop()
    }
  }, [])

  // biome-ignore lint/correctness/useExhaustiveDependencies: `redraw` stands for the theme and the pixel ratio
  useLayoutEffect(() => {
    const element = canvas.current!
    if (width === 0) return
    const context = fitCanvas(element, grid.width, grid.height, devicePixelRatio)
    if (!context) return
    const shown = { grid, heat, batches, most, open, cursor: focused ? current : null, hover }
    paintHeat(context, { ...shown, pixelRatio: devicePixelRatio }, readHeatTheme(element))
  }, [heat, batches, most, width, open, current, focused, hover, redraw])

  const describe = (slice: number) => {
    const { batchStart, batchEnd } = batchesOfSlice(slice, slices, batches)
    const last = batchEnd - 1
    const which =
      last > batchStart
        ? `batches ${formatCount(batchStart)} – ${formatCount(last)}`
        : `batch ${formatCount(batchStart)}`
    return `${which}: ${formatPercent(heat[slice] ?? 0, 1)} waste`
  }
  const openSlice = (slice: number) => onBatch(batchesOfSlice(slice, slices, batches).batchStart)

  const sliceUnder = (event: PointerEvent) => {
    const bounds = canvas.current!.getBoundingClientRect()
    return sliceAt(grid, event.clientX - bounds.left, event.clientY - bounds.top)
  }

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return
    const to = moveInHeat(grid, current, event.key)
    if (to !== null) setCursor(to)
    else if (event.key === 'Enter' || event.key === ' ') openSlice(current)
    else return
    setHover(null)
    event.preventDefault()
  }

  const worst = worstSlice(heat)
  const told = hover ?? (focused ? current : null)
  return (
    <section className={`${panel.panel} ${styles.map}`} aria-label="Waste over the epoch">
      <header className={panel.head}>
        <h2 className={panel.title}>Waste over the epoch</h2>
        <span className={controls.num} data-testid="pad-slice">
          {told !== null
            ? describe(told)
            : `${formatCount(batches)} batches${slices < batches ? ` in ${formatCount(slices)} slices` : ''}`}
        </span>
        <span className={`${panel.legend} ${styles.scale}`} id={helpId}>
          {slices < batches ? 'one cell = one slice' : 'one cell = one batch'} · 0 %
          <span className={styles.ramp} aria-hidden="true">
            {RAMP.map((share) => (
              <span key={share} style={{ opacity: heatAlpha(share) }} />
            ))}
          </span>
          {formatPercent(most, 0)}
        </span>
      </header>
      <div ref={box} className={styles.body}>
        <div
          className={styles.box}
          role="application"
          aria-roledescription="heat map"
          aria-label={`Heat map of waste: ${formatCount(slices)} ${slices < batches ? 'slices' : 'batches'}`}
          aria-describedby={helpId}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: an application takes the keys itself
          tabIndex={0}
          style={{ width: grid.width, height: grid.height }}
          onKeyDown={onKeyDown}
          onFocus={() => setFocused(true)}
          onBlur={() => setFocused(false)}
          onPointerMove={(event) => setHover(sliceUnder(event))}
          onPointerLeave={() => setHover(null)}
          onPointerDown={(event) => {
            const slice = event.button === 0 ? sliceUnder(event) : null
            if (slice === null) return
            setCursor(slice)
            openSlice(slice)
          }}
        >
          <canvas ref={canvas} className={styles.canvas} />
        </div>
      </div>
      <footer className={styles.foot}>
        most waste: {describe(worst)}
        <button type="button" className={controls.link} onClick={() => openSlice(worst)}>
          show it
        </button>
      </footer>
      <p role="status" className={controls.unseen} data-testid="pad-heat-spoken">
        {focused ? describe(current) : ''}
      </p>
    </section>
  )
}

const RAMP = [0, 0.2, 0.4, 0.6, 0.8, 1]
