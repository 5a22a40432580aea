import { type KeyboardEvent, type PointerEvent, useEffect, useId, useReducer, useRef, useState } from 'react'
import type { DatasetInfo } from '../../app/protocol/datasets.ts'
import type { EngineApi } from '../../app/protocol/engine.ts'
import type { PackSummary } from '../../app/protocol/packing.ts'
import { formatCount } from '../format/numbers.ts'
import controls from '../theme/controls.module.css'
import panel from '../theme/panel.module.css'
import { describePlace } from './describe.ts'
import { MapToolbar } from './MapToolbar.tsx'
import { MapTooltip } from './MapTooltip.tsx'
import { MapController, type MapPlace, type MapView } from './mapController.ts'
import { Overview } from './Overview.tsx'
import styles from './PackMap.module.css'
import { isMapKey, moveSelection, moveToken, resolveSegment, type Selection } from './selection.ts'
import { cellAt, describeCell } from './tokenCells.ts'
import { LINE_PX } from './zoom.ts'

/** Most positions of a pack that are shown one by one. */
const MOST_POSITIONS = 65_536
/** Wheel units of one doubling. */
const WHEEL_PER_DOUBLING = 240

export interface PackMapProps {
  engine: EngineApi
  /** A packed view; remount (key) for another one. */
  dataset: DatasetInfo
  summary: PackSummary
  /** Doublings closer than usual at the start; see zoom.ts. */
  zoom: number
  onZoom(zoom: number): void
  /** The pack the user looks at. */
  onSelectPack(pack: number): void
  /** The user wants to see a source row of the parent dataset. */
  onOpenRow(row: number): void
  onError(error: unknown, what: string): void
}

interface Hover {
  place: MapPlace
  x: number
  y: number
}

/** Every pack of a packed view, from all of them down to single tokens. Draws on a canvas; speaks through a live region. */
export function PackMap({ engine, dataset, summary, zoom, ...events }: PackMapProps) {
  const { datasetId } = dataset
  const { packs, capacity } = summary
  const box = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const controller = useRef<MapController>(null)
  const [view, setView] = useState<MapView | null>(null)
  const [selection, setSelection] = useState<Selection | null>(null)
  const [focused, setFocused] = useState(false)
  const [hover, setHover] = useState<Hover | null>(null)
  const [, packsArrived] = useReducer((count: number) => count + 1, 0)
  const helpId = useId()
  const boxId = useId()
  const latest = useRef(events)
  latest.current = events
  const startZoom = useRef(zoom)

  useEffect(() => {
    const element = box.current!
    const map = new MapController(
      canvas.current!,
      { packs, capacity, zoom: startZoom.current },
      {
        readPacks: (packStart, packEnd, signal) => engine.readPacks({ datasetId, packStart, packEnd }, signal),
        readFill: (packStart, packEnd, buckets, signal) =>
          engine.readPackFill({ datasetId, packStart, packEnd, buckets }, signal),
        readDetail: (pack, signal) => engine.readPack({ datasetId, pack, maxPositions: MOST_POSITIONS }, signal),
        onError: (error) => latest.current.onError(error, 'Could not read packs'),
        onView: (next) => {
          setView(next)
          latest.current.onZoom(next.zoom)
        },
        onPacks: packsArrived,
      },
    )
    controller.current = map
    const sized = new ResizeObserver(() => map.resize(element.clientWidth, element.clientHeight))
    sized.observe(element)
    const onWheel = (event: WheelEvent) => {
      const unit = event.deltaMode === 1 ? LINE_PX : event.deltaMode === 2 ? element.clientHeight : 1
      setHover(null)
      if (event.ctrlKey || event.metaKey) {
        event.preventDefault()
        const { left, top } = element.getBoundingClientRect()
        map.zoomBy((-event.deltaY * unit) / WHEEL_PER_DOUBLING, event.clientX - left, event.clientY - top)
        return
      }
      const [across, down] = event.shiftKey ? [event.deltaX || event.deltaY, 0] : [event.deltaX, event.deltaY]
      const movedDown = down !== 0 && map.scroll({ type: 'by', px: down * unit })
      const movedAcross = across !== 0 && map.scrollAcross({ type: 'by', px: across * unit })
      // At its end the map lets the page scroll on.
      if (movedDown || movedAcross) event.preventDefault()
    }
    element.addEventListener('wheel', onWheel, { passive: false })
    return () => {
      element.removeEventListener('wheel', onWheel)
      sized.disconnect()
      map.dispose()
      controller.current = null
    }
  }, [engine, datasetId, packs, capacity])

  useEffect(() => {
    controller.current?.select(selection, focused, false)
  }, [selection, focused])

  useEffect(() => controller.current?.hover(hover?.place ?? null), [hover])

  const firstShown = view ? Math.min(packs - 1, Math.floor(view.axis.pos / view.scale.linePx)) : 0
  // The keys start from what is on screen.
  const current = selection ?? { pack: firstShown, segment: 0 }
  const selectedPack = controller.current?.pack(current.pack) ?? null
  const describe = (pack: number, segment: number, position: number | null | undefined): string[] => {
    const held = controller.current?.pack(pack)
    const detail = position == null ? null : controller.current?.detail(pack)
    const cell = detail && cellAt(detail, position!)
    if (!held || (view?.level === 'fill' && position == null)) return [`pack ${formatCount(pack)}`]
    return cell ? [...describePlace(held, segment).slice(0, 2), ...describeCell(cell)] : describePlace(held, segment)
  }
  const spoken = describe(current.pack, selectedPack ? resolveSegment(current, selectedPack) : -1, current.position)

  const choose = (next: Selection) => {
    setSelection(next)
    controller.current?.select(next, true, true)
    latest.current.onSelectPack(next.pack)
  }

  const openSelected = () => {
    const segment = selectedPack?.segments[resolveSegment(current, selectedPack)]
    if (segment) latest.current.onOpenRow(segment.row)
  }

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const tokens = view?.level === 'tokens'
    if (event.key === 'Enter') openSelected()
    else if (event.key === '+' || event.key === '=') controller.current?.zoomStep(1)
    else if (event.key === '-') controller.current?.zoomStep(-1)
    else if (tokens && event.key === 'ArrowLeft') choose(moveToken(current, -1, selectedPack))
    else if (tokens && event.key === 'ArrowRight') choose(moveToken(current, 1, selectedPack))
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
    if (segment && view?.level !== 'fill') latest.current.onOpenRow(segment.row)
  }

  return (
    <section className={`${panel.panel} ${styles.map}`} aria-label="Pack map">
      <MapToolbar
        view={view}
        packs={packs}
        helpId={helpId}
        onLevel={(level) => controller.current?.zoomToLevel(level)}
        onZoom={(by) => controller.current?.zoomStep(by)}
      />
      <div className={styles.body}>
        <div
          ref={box}
          id={boxId}
          className={styles.box}
          role="application"
          aria-roledescription="pack map"
          aria-label={`Pack map of ${dataset.name}: ${formatCount(packs)} packs of ${formatCount(capacity)}`}
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
          {hover && (
            <MapTooltip
              lines={describe(hover.place.pack, hover.place.segment, hover.place.position)}
              at={hover}
              boxHeight={view?.axis.viewPx ?? 0}
            />
          )}
        </div>
        {view && view.axis.contentPx > view.axis.viewPx && (
          <Overview
            engine={engine}
            datasetId={datasetId}
            packs={packs}
            axis={view.axis}
            linePx={view.scale.linePx}
            controls={boxId}
            onJump={(px) => controller.current?.scroll({ type: 'to', px })}
            onError={(error) => latest.current.onError(error, 'Could not read the overview')}
          />
        )}
      </div>
      <p role="status" className={controls.unseen} data-testid="pack-map-spoken">
        {focused ? spoken.join(', ') : ''}
      </p>
    </section>
  )
}
