import { type KeyboardEvent, type PointerEvent, useEffect, useId, useReducer, useRef, useState } from 'react'
import type { DatasetInfo } from '../../app/protocol/datasets.ts'
import type { EngineApi } from '../../app/protocol/engine.ts'
import type { PackSummary } from '../../app/protocol/packing.ts'
import { formatCount } from '../format/numbers.ts'
import { type Axis, initialAxis } from '../grid/scroll.ts'
import controls from '../theme/controls.module.css'
import { describePlace } from './describe.ts'
import { MapController, type MapPlace } from './mapController.ts'
import { Overview } from './Overview.tsx'
import styles from './PackMap.module.css'
import { LINE_PX } from './paintMap.ts'
import { isMapKey, moveSelection, resolveSegment, type Selection } from './selection.ts'

export interface PackMapProps {
  engine: EngineApi
  /** A packed view; remount (key) for another one. */
  dataset: DatasetInfo
  summary: PackSummary
  /** The user wants to see a source row of the parent dataset. */
  onOpenRow(row: number): void
  onError(error: unknown, what: string): void
}

interface Hover {
  place: MapPlace
  x: number
  y: number
}

/** Every pack of a packed view as one line of coloured segments. Draws on a canvas; speaks through a live region. */
export function PackMap({ engine, dataset, summary, onOpenRow, onError }: PackMapProps) {
  const { datasetId } = dataset
  const { packs } = summary
  const box = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const controller = useRef<MapController>(null)
  const [axis, setAxis] = useState<Axis>(initialAxis)
  const [selection, setSelection] = useState<Selection | null>(null)
  const [focused, setFocused] = useState(false)
  const [hover, setHover] = useState<Hover | null>(null)
  const [, packsArrived] = useReducer((count: number) => count + 1, 0)
  const helpId = useId()
  const boxId = useId()
  const report = useRef(onError)
  report.current = onError

  useEffect(() => {
    const element = box.current!
    const map = new MapController(canvas.current!, packs, {
      read: (packStart, packEnd, signal) => engine.readPacks({ datasetId, packStart, packEnd }, signal),
      onError: (error) => report.current(error, 'Could not read packs'),
      onView: setAxis,
      onPacks: packsArrived,
    })
    controller.current = map
    const sized = new ResizeObserver(() => map.resize(element.clientWidth, element.clientHeight))
    sized.observe(element)
    const onWheel = (event: WheelEvent) => {
      if (event.ctrlKey) return // the browser's zoom
      event.preventDefault()
      const unit = event.deltaMode === 1 ? LINE_PX : event.deltaMode === 2 ? map.axis.viewPx : 1
      map.scroll({ type: 'by', px: event.deltaY * unit })
      setHover(null)
    }
    element.addEventListener('wheel', onWheel, { passive: false })
    return () => {
      element.removeEventListener('wheel', onWheel)
      sized.disconnect()
      map.dispose()
      controller.current = null
    }
  }, [engine, datasetId, packs])

  useEffect(() => {
    controller.current?.select(selection, focused, false)
  }, [selection, focused])

  useEffect(() => controller.current?.hover(hover?.place ?? null), [hover])

  const firstShown = Math.min(packs - 1, Math.floor(axis.pos / LINE_PX))
  const lastShown = Math.min(packs - 1, Math.ceil((axis.pos + axis.viewPx) / LINE_PX) - 1)
  const hoverPack = hover && controller.current?.pack(hover.place.pack)
  // The keys start from what is on screen.
  const current = selection ?? { pack: firstShown, segment: 0 }
  const selectedPack = controller.current?.pack(current.pack) ?? null
  const spoken = selectedPack
    ? describePlace(selectedPack, resolveSegment(current, selectedPack)).join(', ')
    : `pack ${formatCount(current.pack)}`

  const choose = (next: Selection) => {
    setSelection(next)
    controller.current?.select(next, true, true)
  }

  const openSelected = () => {
    const segment = selectedPack?.segments[resolveSegment(current, selectedPack)]
    if (segment) onOpenRow(segment.row)
  }

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === 'Enter') openSelected()
    else if (isMapKey(event.key)) {
      setHover(null)
      choose(moveSelection(current, event.key, packs, controller.current?.pageLines ?? 1, selectedPack))
    } else return
    event.preventDefault()
  }

  const placeOf = (event: PointerEvent): Hover | null => {
    const bounds = canvas.current!.getBoundingClientRect()
    const x = event.clientX - bounds.left
    const y = event.clientY - bounds.top
    const place = controller.current?.placeAt(x, y)
    return place ? { place, x, y } : null
  }

  const onPointerDown = (event: PointerEvent) => {
    const found = event.button === 0 && placeOf(event)
    if (!found) return
    choose(found.place)
    const segment = controller.current?.pack(found.place.pack)?.segments[found.place.segment]
    if (segment) onOpenRow(segment.row)
  }

  return (
    <section className={styles.map} aria-label="Pack map">
      <header className={styles.head}>
        <h2 className={styles.title}>Pack map</h2>
        <span className={controls.num} data-testid="pack-range">
          {axis.viewPx > 0 && `packs ${formatCount(firstShown)} – ${formatCount(lastShown)} of ${formatCount(packs)}`}
        </span>
        <span className={styles.legend} id={helpId}>
          one line = one pack · colour = source row · hatched = padding · notch = cut
        </span>
      </header>
      <div className={styles.body}>
        <div
          ref={box}
          id={boxId}
          className={styles.box}
          role="application"
          aria-roledescription="pack map"
          aria-label={`Pack map of ${dataset.name}: ${formatCount(packs)} packs of ${formatCount(summary.sequenceLen)}`}
          aria-describedby={helpId}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: an application takes the keys itself
          tabIndex={0}
          onKeyDown={onKeyDown}
          onFocus={() => {
            setFocused(true)
            setSelection(current)
          }}
          onBlur={() => setFocused(false)}
          onPointerMove={(event) => setHover(placeOf(event))}
          onPointerLeave={() => setHover(null)}
          onPointerDown={onPointerDown}
        >
          <canvas ref={canvas} className={styles.canvas} />
          {hover && hoverPack && (
            <MapTooltip lines={describePlace(hoverPack, hover.place.segment)} hover={hover} boxHeight={axis.viewPx} />
          )}
        </div>
        {axis.contentPx > axis.viewPx && (
          <Overview
            engine={engine}
            datasetId={datasetId}
            packs={packs}
            axis={axis}
            controls={boxId}
            onJump={(px) => controller.current?.scroll({ type: 'to', px })}
            onError={(error) => onError(error, 'Could not read the overview')}
          />
        )}
      </div>
      <p role="status" className={controls.unseen} data-testid="pack-map-spoken">
        {focused ? spoken : ''}
      </p>
    </section>
  )
}

const TOOLTIP_WIDTH = 230
const TOOLTIP_LINE = 18

function MapTooltip({ lines, hover, boxHeight }: { lines: string[]; hover: Hover; boxHeight: number }) {
  const height = lines.length * TOOLTIP_LINE + 14
  const left = hover.x > TOOLTIP_WIDTH + 32 ? hover.x - TOOLTIP_WIDTH - 12 : hover.x + 16
  const top = Math.max(0, Math.min(hover.y + 12, boxHeight - height))
  return (
    <div className={styles.tooltip} aria-hidden="true" style={{ transform: `translate(${left}px, ${top}px)` }}>
      {lines.map((line, at) => (
        <div key={line} className={at === 0 ? styles.tooltipHead : undefined}>
          {line}
        </div>
      ))}
    </div>
  )
}
