import type { PackPage } from '../../app/protocol/datasets.ts'
import type { PackDetail } from '../../app/protocol/packing.ts'
import { formatCount } from '../format/numbers.ts'
import { type Axis, initialAxis, rowWindow, type ScrollAction, scrollReducer } from '../grid/scroll.ts'
import { fitCanvas, oncePerFrame, watchPixelRatio } from './canvas.ts'
import { FillTiles, tileLevel } from './fillTiles.ts'
import { positionAt, type Track } from './layout.ts'
import { type MapTheme, readMapTheme, watchTheme } from './mapTheme.ts'
import { PackDetails } from './packDetails.ts'
import { PackPages } from './packPages.ts'
import { paintMap } from './paintMap.ts'
import type { MapScene } from './scene.ts'
import { type Pack, segmentAt } from './segments.ts'
import type { Selection } from './selection.ts'
import {
  anchored,
  clampZoom,
  levelOf,
  type MapLevel,
  type MapScale,
  type MapSize,
  scaleAt,
  zoomOfLevel,
} from './zoom.ts'

const MARGIN_RIGHT_PX = 12
const GUTTER_PX = 20
const DIGIT_PX = 6.7
/** Lines read beyond the window on either side, so that a slow scroll never shows a gap. */
const OVERSCAN = 64

/** A place under the pointer; `segment` is -1 in the padding; `position` is known where single tokens are shown. */
export interface MapPlace {
  pack: number
  segment: number
  position: number | null
}

/** The window: both directions, and the scale. */
export interface MapView {
  axis: Axis
  across: Axis
  zoom: number
  scale: MapScale
  level: MapLevel
}

export interface MapEvents {
  readPacks(packStart: number, packEnd: number, signal: AbortSignal): Promise<PackPage>
  readFill(packStart: number, packEnd: number, buckets: number, signal: AbortSignal): Promise<Float32Array>
  readDetail(pack: number, signal: AbortSignal): Promise<PackDetail>
  onError(error: unknown): void
  /** The window moved or changed size or scale. */
  onView(view: MapView): void
  /** Packs arrived: what is said about the selection may be known now. */
  onPacks(): void
}

/** The map's moving parts: what is visible, what has been read, and when to draw. React draws only around it. */
export class MapController {
  readonly #canvas: HTMLCanvasElement
  readonly #packs: number
  readonly #capacity: number
  readonly #events: MapEvents
  readonly #pages: PackPages
  readonly #tiles: FillTiles
  readonly #details: PackDetails
  readonly #frame = oncePerFrame(() => this.#paint())
  readonly #stops: (() => void)[]
  #axis: Axis = initialAxis
  #across: Axis = initialAxis
  #zoom: number
  #width = 0
  #height = 0
  #theme: MapTheme
  #selection: Selection | null = null
  #focused = false
  #hover: MapPlace | null = null

  constructor(canvas: HTMLCanvasElement, size: { packs: number; capacity: number; zoom: number }, events: MapEvents) {
    this.#canvas = canvas
    this.#packs = size.packs
    this.#capacity = size.capacity
    this.#zoom = size.zoom
    this.#events = events
    this.#theme = readMapTheme(canvas)
    const arrived = () => {
      this.#frame.request()
      events.onPacks()
    }
    this.#pages = new PackPages(size.packs, events.readPacks, arrived, events.onError)
    this.#tiles = new FillTiles(size.packs, events.readFill, () => this.#frame.request(), events.onError)
    this.#details = new PackDetails(events.readDetail, arrived, events.onError)
    const rethemed = () => {
      this.#theme = readMapTheme(canvas)
      this.#frame.request()
    }
    this.#stops = [watchTheme(rethemed), watchPixelRatio(() => this.#frame.request())]
  }

  dispose(): void {
    for (const stop of this.#stops) stop()
    this.#frame.cancel()
    this.#pages.dispose()
    this.#tiles.dispose()
    this.#details.dispose()
  }

  /** The canvas's box, CSS px. Clamped to the screen: a layout without its stylesheet must not ask for everything. */
  resize(width: number, height: number): void {
    this.#width = width
    this.#height = Math.min(height, screen.height * 2)
    this.#zoom = clampZoom(this.#zoom, this.#size())
    this.#rescale(this.#axis.pos, this.#across.pos)
  }

  /** @returns whether the window moved */
  scroll(action: ScrollAction): boolean {
    return this.#move(scrollReducer(this.#axis, action), this.#across)
  }

  /** @returns whether the window moved */
  scrollAcross(action: ScrollAction): boolean {
    return this.#move(this.#axis, scrollReducer(this.#across, action))
  }

  /** Comes closer (or goes back) by `by` doublings; the point of the canvas at `x`, `y` stays where it is. */
  zoomBy(by: number, x: number, y: number): void {
    this.#zoomTo(clampZoom(this.#zoom + by, this.#size()), x, y)
  }

  /** Comes to a level, about the selection where there is one. */
  zoomToLevel(level: MapLevel): void {
    const { x, y } = this.#selection ? this.#anchor() : { x: 0, y: 0 }
    this.#zoomTo(zoomOfLevel(level, this.#size()), Math.max(x, this.#viewTrack().left), y)
  }

  /** Comes closer about the selection, or about the middle. */
  zoomStep(by: number): void {
    const { x, y } = this.#anchor()
    this.zoomBy(by, x, y)
  }

  get view(): MapView {
    const scale = this.#scale()
    return { axis: this.#axis, across: this.#across, zoom: this.#zoom, scale, level: levelOf(scale) }
  }

  /** Whole lines in the window, for the page keys. */
  get pageLines(): number {
    return Math.max(1, Math.floor(this.#height / this.#scale().linePx) - 1)
  }

  /** Marks a place and brings its line, and at token level its position, into the window. */
  select(selection: Selection | null, focused: boolean, reveal: boolean): void {
    this.#selection = selection
    this.#focused = focused
    if (selection && reveal) this.#reveal(selection)
    this.#want()
    this.#frame.request()
  }

  hover(place: MapPlace | null): void {
    const before = this.#hover
    if (place?.pack === before?.pack && place?.segment === before?.segment && place?.position === before?.position) {
      return
    }
    this.#hover = place
    this.#frame.request()
  }

  pack(index: number): Pack | null {
    return this.#pages.get(index)
  }

  detail(index: number): PackDetail | null {
    return this.#details.get(index)
  }

  /** What is at a point of the canvas, CSS px; null beside the lines and where nothing has arrived. */
  placeAt(x: number, y: number): MapPlace | null {
    const { linePx, positionPx } = this.#scale()
    const index = Math.floor((this.#axis.pos + y) / linePx)
    if (index < 0 || index >= this.#packs) return null
    const view = this.#viewTrack()
    if (x < view.left || x >= view.left + view.width) return null
    const level = this.view.level
    if (level === 'fill') return { pack: index, segment: -1, position: null }
    const pack = this.#pages.get(index)
    if (!pack) return null
    const track = { left: view.left - this.#across.pos, width: this.#capacity * positionPx }
    const position = positionAt(x, track, pack.sequenceLen)
    if (position === null) return null
    return { pack: index, segment: segmentAt(pack, position), position: level === 'tokens' ? position : null }
  }

  #viewTrack(): Track {
    const left = Math.round(GUTTER_PX + formatCount(Math.max(0, this.#packs - 1)).length * DIGIT_PX)
    return { left, width: Math.max(40, this.#width - left - MARGIN_RIGHT_PX) }
  }

  #size(): MapSize {
    return {
      packs: this.#packs,
      capacity: this.#capacity,
      viewPx: Math.max(1, this.#height),
      trackPx: this.#viewTrack().width,
    }
  }

  #scale(): MapScale {
    return scaleAt(this.#zoom, this.#size())
  }

  /** Where to zoom when nobody points: the selection when it is in the window, else the window's middle. */
  #anchor(): { x: number; y: number } {
    const { left, width } = this.#viewTrack()
    const { linePx, positionPx } = this.#scale()
    const middle = { x: left + width / 2, y: this.#height / 2 }
    if (!this.#selection) return middle
    const y = (this.#selection.pack + 0.5) * linePx - this.#axis.pos
    if (y < 0 || y > this.#height) return middle
    const pack = this.#pages.get(this.#selection.pack)
    const start = this.#selection.position ?? pack?.segments[this.#selection.segment]?.start ?? 0
    return { x: left + Math.max(0, Math.min(width, start * positionPx - this.#across.pos)), y }
  }

  #zoomTo(zoom: number, x: number, y: number): void {
    if (zoom === this.#zoom) return
    const before = this.#scale()
    this.#zoom = zoom
    const after = this.#scale()
    const { left } = this.#viewTrack()
    this.#rescale(
      anchored(this.#axis.pos, y, before.linePx, after.linePx),
      anchored(this.#across.pos, x - left, before.positionPx, after.positionPx),
    )
  }

  #rescale(pos: number, acrossPos: number): void {
    const { linePx, positionPx } = this.#scale()
    const size = (axis: Axis, contentPx: number, viewPx: number, px: number) =>
      scrollReducer(scrollReducer(axis, { type: 'size', contentPx, viewPx }), { type: 'to', px })
    this.#axis = size(this.#axis, this.#packs * linePx, this.#height, pos)
    this.#across = size(this.#across, this.#capacity * positionPx, this.#viewTrack().width, acrossPos)
    this.#moved()
  }

  #move(axis: Axis, across: Axis): boolean {
    if (axis === this.#axis && across === this.#across) return false
    this.#axis = axis
    this.#across = across
    this.#moved()
    return true
  }

  #moved(): void {
    this.#want()
    this.#frame.request()
    this.#events.onView(this.view)
  }

  #reveal({ pack, position }: Selection): void {
    const { linePx, positionPx } = this.#scale()
    this.scroll({ type: 'reveal', start: pack * linePx, end: (pack + 1) * linePx })
    const segment = this.#selection && this.#pages.get(pack)?.segments[this.#selection.segment]
    const start = position ?? segment?.start
    if (start === undefined) return
    this.scrollAcross({ type: 'reveal', start: start * positionPx, end: (start + 1) * positionPx })
  }

  /** Asks for what the window shows. */
  #want(): void {
    const { linePx } = this.#scale()
    const { level } = this.view
    const [first, last] = rowWindow(this.#axis, linePx, this.#packs, 0)
    if (level === 'fill') {
      this.#tiles.want(first, last, tileLevel(1 / linePx))
      if (this.#selection) this.#pages.want(this.#selection.pack, this.#selection.pack + 1)
      return
    }
    this.#pages.want(Math.max(0, first - OVERSCAN), Math.min(this.#packs, last + OVERSCAN))
    if (level === 'tokens') this.#details.want(first, last)
  }

  #paint(): void {
    const context = fitCanvas(this.#canvas, this.#width, this.#height, devicePixelRatio)
    if (!context) return
    const { axis, across, scale, level } = this.view
    const [first, last] = rowWindow(axis, scale.linePx, this.#packs, 0)
    const view = this.#viewTrack()
    const bucketLevel = tileLevel(1 / scale.linePx)
    const scene: MapScene = {
      width: this.#width,
      height: this.#height,
      pixelRatio: devicePixelRatio,
      scale,
      level,
      packs: this.#packs,
      first,
      last,
      offset: axis.pos - first * scale.linePx,
      view,
      track: { left: view.left - across.pos, width: across.contentPx },
      selection: this.#selection,
      focused: this.#focused,
      hover: this.#hover,
      pack: (index) => this.#pages.get(index),
      detail: (index) => this.#details.get(index),
      fill: (start, end) => this.#tiles.mean(start, end, bucketLevel),
      failed: (index) => this.#pages.failed(index),
    }
    paintMap(context, scene, this.#theme)
  }
}
