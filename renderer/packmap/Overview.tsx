import { type PointerEvent, useEffect, useRef, useState } from 'react'
import type { EngineApi } from '../../app/protocol/engine.ts'
import { isAbortError } from '../../core/errors.ts'
import { formatPercent } from '../format/numbers.ts'
import { type Axis, maxPos } from '../grid/scroll.ts'
import { fitCanvas, watchPixelRatio } from './canvas.ts'
import { readMapTheme, watchTheme } from './mapTheme.ts'
import { bucketCount, fillScale, posForStrip, stripWindow } from './overview.ts'
import styles from './PackMap.module.css'
import { paintOverview } from './paintOverview.ts'

const WIDTH_PX = 40
/** Buckets are read anew only when the height changes by more than this, not for every pixel of a resize. */
const HEIGHT_STEP_PX = 64

/** A scale that does not start at 0 says so. */
function titleOf(fill: Float32Array | null): string {
  const scale = fill ? `, drawn from ${formatPercent(fillScale(fill), 0)} to ${formatPercent(1, 0)}` : ''
  return `Mean fill of the packs from first to last${scale}. Click or drag to go there.`
}

interface OverviewProps {
  engine: EngineApi
  datasetId: string
  packs: number
  axis: Axis
  /** Height of a pack in the map, px. */
  linePx: number
  /** Id of the element it scrolls. */
  controls: string
  onJump(px: number): void
  onError(error: unknown): void
}

/** The whole view as a strip of mean fills: a scrollbar that shows what it scrolls over. */
export function Overview({ engine, datasetId, packs, axis, linePx, controls, onJump, onError }: OverviewProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const [fill, setFill] = useState<Float32Array | null>(null)
  const [redraw, setRedraw] = useState(0)
  const height = Math.floor(axis.viewPx)
  const buckets = bucketCount(Math.ceil(height / HEIGHT_STEP_PX) * HEIGHT_STEP_PX, packs)
  const report = useRef(onError)
  report.current = onError

  useEffect(() => {
    const controller = new AbortController()
    engine.readPackFill({ datasetId, buckets }, controller.signal).then(setFill, (error) => {
      if (!isAbortError(error)) report.current(error)
    })
    return () => controller.abort()
  }, [engine, datasetId, buckets])

  useEffect(() => {
    const again = () => setRedraw((count) => count + 1)
    const stops = [watchTheme(again), watchPixelRatio(again)]
    return () => {
      for (const stop of stops) stop()
    }
  }, [])

  // biome-ignore lint/correctness/useExhaustiveDependencies: `redraw` stands for the theme and the pixel ratio
  useEffect(() => {
    const element = canvas.current!
    const context = fitCanvas(element, WIDTH_PX, height, devicePixelRatio)
    if (!context) return
    const window = stripWindow(height, axis.contentPx, axis.viewPx, axis.pos)
    paintOverview(
      context,
      { width: WIDTH_PX, height, pixelRatio: devicePixelRatio, fill, window },
      readMapTheme(element),
    )
  }, [fill, height, axis, redraw])

  const jump = (event: PointerEvent<HTMLElement>) => {
    const y = event.clientY - event.currentTarget.getBoundingClientRect().top
    onJump(posForStrip(y, height, axis.contentPx, axis.viewPx))
  }

  return (
    <div
      className={styles.overview}
      role="scrollbar"
      aria-label="Overview of all packs"
      aria-orientation="vertical"
      aria-controls={controls}
      aria-valuemin={0}
      aria-valuemax={Math.max(0, Math.ceil(maxPos(axis) / linePx))}
      aria-valuenow={Math.round(axis.pos / linePx)}
      tabIndex={-1}
      title={titleOf(fill)}
      onPointerDown={(event) => {
        event.preventDefault() // the map keeps the focus
        event.currentTarget.setPointerCapture(event.pointerId)
        jump(event)
      }}
      onPointerMove={(event) => event.currentTarget.hasPointerCapture(event.pointerId) && jump(event)}
    >
      <canvas ref={canvas} className={styles.overviewCanvas} />
    </div>
  )
}
