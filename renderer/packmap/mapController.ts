import type { PackPage } from '../../app/protocol/datasets.ts'
import { formatCount } from '../format/numbers.ts'
import { type Axis, initialAxis, rowWindow, type ScrollAction, scrollReducer } from '../grid/scroll.ts'
import { fitCanvas, oncePerFrame, watchPixelRatio } from './canvas.ts'
import { positionAt, type Track } from './layout.ts'
import { type MapTheme, readMapTheme, watchTheme } from './mapTheme.ts'
import { PackPages } from './packPages.ts'
import { LINE_PX, paintMap } from './paintMap.ts'
import { type Pack, segmentAt } from './segments.ts'
import type { Selection } from './selection.ts'

const MARGIN_RIGHT_PX = 12
const GUTTER_PX = 20
const DIGIT_PX = 6.7
/** Lines read beyond the window on either side, so that a slow scroll never shows a gap. */
const OVERSCAN = 64

/** A place under the pointer; `segment` is -1 in the padding. */
export interface MapPlace {
  pack: number
  segment: number
}

export interface MapEvents {
  read(packStart: number, packEnd: number, signal: AbortSignal): Promise<PackPage>
  onError(error: unknown): void
  /** The window moved or changed size. */
  onView(axis: Axis): void
  /** Packs arrived: what is said about the selection may be known now. */
  onPacks(): void
}

/** The map's moving parts: what is visible, what has been read, and when to draw. React draws only around it. */
export class MapController {
  readonly #canvas: HTMLCanvasElement
  readonly #packs: number
  readonly #events: MapEvents
  readonly #pages: PackPages
  readonly #frame = oncePerFrame(() => this.#paint())
  readonly #stops: (() => void)[]
  #axis: Axis = initialAxis
  #width = 0
  #theme: MapTheme
  #selection: Selection | null = null
  #focused = false
  #hover: MapPlace | null = null

  constructor(canvas: HTMLCanvasElement, packs: number, events: MapEvents) {
    this.#canvas = canvas
    this.#packs = packs
    this.#events = events
    this.#theme = readMapTheme(canvas)
    const arrived = () => {
      this.#frame.request()
      events.onPacks()
    }
    this.#pages = new PackPages(packs, events.read, arrived, events.onError)
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
  }

  /** The canvas's box, CSS px. Clamped to the screen: a layout without its stylesheet must not ask for everything. */
  resize(width: number, height: number): void {
    this.#width = width
    this.scroll({ type: 'size', contentPx: this.#packs * LINE_PX, viewPx: Math.min(height, screen.height * 2) })
    this.#frame.request()
  }

  scroll(action: ScrollAction): void {
    const axis = scrollReducer(this.#axis, action)
    if (axis === this.#axis) return
    this.#axis = axis
    const [first, last] = rowWindow(axis, LINE_PX, this.#packs, OVERSCAN)
    this.#pages.want(first, last)
    this.#frame.request()
    this.#events.onView(axis)
  }

  get axis(): Axis {
    return this.#axis
  }

  /** Whole lines in the window, for the page keys. */
  get pageLines(): number {
    return Math.max(1, Math.floor(this.#axis.viewPx / LINE_PX) - 1)
  }

  /** Marks a place and brings its line into the window. */
  select(selection: Selection | null, focused: boolean, reveal: boolean): void {
    this.#selection = selection
    this.#focused = focused
    if (selection && reveal) {
      this.scroll({ type: 'reveal', start: selection.pack * LINE_PX, end: (selection.pack + 1) * LINE_PX })
    }
    this.#frame.request()
  }

  hover(place: MapPlace | null): void {
    if (place?.pack === this.#hover?.pack && place?.segment === this.#hover?.segment) return
    this.#hover = place
    this.#frame.request()
  }

  pack(index: number): Pack | null {
    return this.#pages.get(index)
  }

  /** What is at a point of the canvas, CSS px; null beside the lines and where nothing has arrived. */
  placeAt(x: number, y: number): MapPlace | null {
    const index = Math.floor((this.#axis.pos + y) / LINE_PX)
    if (index < 0 || index >= this.#packs) return null
    const pack = this.#pages.get(index)
    const position = pack && positionAt(x, this.#track(), pack.sequenceLen)
    return pack && position !== null ? { pack: index, segment: segmentAt(pack, position) } : null
  }

  #track(): Track {
    const left = Math.round(GUTTER_PX + formatCount(Math.max(0, this.#packs - 1)).length * DIGIT_PX)
    return { left, width: Math.max(40, this.#width - left - MARGIN_RIGHT_PX) }
  }

  #paint(): void {
    const height = this.#axis.viewPx
    const pixelRatio = devicePixelRatio
    const context = fitCanvas(this.#canvas, this.#width, height, pixelRatio)
    if (!context) return
    const [first, last] = rowWindow(this.#axis, LINE_PX, this.#packs, 0)
    const scene = {
      width: this.#width,
      height,
      pixelRatio,
      first,
      last,
      offset: this.#axis.pos - first * LINE_PX,
      track: this.#track(),
      selection: this.#selection,
      focused: this.#focused,
      hover: this.#hover,
      pack: (index: number) => this.#pages.get(index),
      failed: (index: number) => this.#pages.failed(index),
    }
    paintMap(context, scene, this.#theme)
  }
}
