import { addSample, atRest, flingStep, liftSpeed, type TouchSample } from './fling.ts'
import { type Axis, initialAxis, maxPos, type ScrollAction, scrollReducer } from './scroll.ts'

/** A finger that moved less than this is a tap, px. */
const TAP_PX = 6
const WHEEL_LINE = 1
const WHEEL_PAGE = 2

export interface ViewportSize {
  /** Space for rows and for scrolling columns, px. */
  readonly viewX: number
  readonly viewY: number
}

/**
 * Where the grid's window stands on its content, and the listeners that move it: wheel, scrollbar, touch. Changes are
 * told once per animation frame.
 */
export class Viewport {
  x: Axis = initialAxis
  y: Axis = initialAxis
  readonly #onFrame: () => void
  #element: HTMLElement | null = null
  #frame = 0
  #fling = 0
  /** What the browser's scrollbars were last set to or said, to know an echo from a move. */
  #knownLeft = 0
  #knownTop = 0

  constructor(onFrame: () => void) {
    this.#onFrame = onFrame
  }

  /** Listens on the scrolling element. @returns the way to stop */
  attach(element: HTMLElement, linePx: number): () => void {
    this.#element = element
    const stopListening = new AbortController()
    const { signal } = stopListening
    element.addEventListener('wheel', (event) => this.#onWheel(event, linePx), { passive: false, signal })
    element.addEventListener('scroll', () => this.#onScroll(), { passive: true, signal })
    element.addEventListener('scrollend', () => this.#settle(), { passive: true, signal })
    element.addEventListener('pointerdown', (event) => this.#onTouch(event), { signal })
    return () => {
      stopListening.abort()
      cancelAnimationFrame(this.#frame)
      cancelAnimationFrame(this.#fling)
      this.#frame = 0
      this.#element = null
    }
  }

  /** Moves one or both directions. */
  move(actions: { x?: ScrollAction; y?: ScrollAction }): void {
    const x = actions.x ? scrollReducer(this.x, actions.x) : this.x
    const y = actions.y ? scrollReducer(this.y, actions.y) : this.y
    if (x === this.x && y === this.y) return
    this.x = x
    this.y = y
    this.requestFrame()
  }

  /** Takes new lengths while rendering; no frame is asked for. */
  resize(contentX: number, contentY: number, size: ViewportSize): void {
    this.x = scrollReducer(this.x, { type: 'size', contentPx: contentX, viewPx: size.viewX })
    this.y = scrollReducer(this.y, { type: 'size', contentPx: contentY, viewPx: size.viewY })
  }

  requestFrame(): void {
    if (this.#frame !== 0 || this.#element === null) return
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0
      this.#onFrame()
    })
  }

  /** Puts the scrollbars where the position is. Call after the spacer has its size. */
  syncBars(): void {
    const element = this.#element
    if (element === null) return
    if (Math.abs(element.scrollTop - this.y.bar) >= 1) element.scrollTop = this.y.bar
    if (Math.abs(element.scrollLeft - this.x.bar) >= 1) element.scrollLeft = this.x.bar
    this.#knownTop = element.scrollTop
    this.#knownLeft = element.scrollLeft
  }

  #onWheel(event: WheelEvent, linePx: number): void {
    // Ctrl and wheel zoom the page.
    if (event.ctrlKey) return
    const sideways = event.shiftKey && event.deltaX === 0
    const unit = event.deltaMode === WHEEL_LINE ? linePx : event.deltaMode === WHEEL_PAGE ? this.y.viewPx : 1
    const dx = (sideways ? event.deltaY : event.deltaX) * unit
    const dy = (sideways ? 0 : event.deltaY) * unit
    if (maxPos(this.x) === 0 && maxPos(this.y) === 0) return
    event.preventDefault()
    cancelAnimationFrame(this.#fling)
    this.move({ x: { type: 'by', px: dx }, y: { type: 'by', px: dy } })
  }

  #onScroll(): void {
    const element = this.#element
    if (element === null) return
    const { scrollTop, scrollLeft } = element
    const movedY = Math.abs(scrollTop - this.#knownTop) >= 1
    const movedX = Math.abs(scrollLeft - this.#knownLeft) >= 1
    this.#knownTop = scrollTop
    this.#knownLeft = scrollLeft
    this.move({
      ...(movedY ? { y: { type: 'bar', bar: scrollTop } } : {}),
      ...(movedX ? { x: { type: 'bar', bar: scrollLeft } } : {}),
    })
  }

  #settle(): void {
    this.move({ x: { type: 'settle' }, y: { type: 'settle' } })
  }

  #onTouch(down: PointerEvent): void {
    cancelAnimationFrame(this.#fling)
    const element = this.#element
    if (down.pointerType !== 'touch' || !down.isPrimary || element === null) return
    let samples: TouchSample[] = [{ t: down.timeStamp, x: down.clientX, y: down.clientY }]
    let last = samples[0]!
    let dragging = false
    const stop = new AbortController()
    const { signal } = stop
    const onMove = (event: PointerEvent) => {
      if (event.pointerId !== down.pointerId) return
      if (!dragging && Math.hypot(event.clientX - down.clientX, event.clientY - down.clientY) < TAP_PX) return
      if (!dragging) element.setPointerCapture(down.pointerId)
      dragging = true
      const sample = { t: event.timeStamp, x: event.clientX, y: event.clientY }
      this.move({ x: { type: 'by', px: last.x - sample.x }, y: { type: 'by', px: last.y - sample.y } })
      samples = addSample(samples, sample)
      last = sample
    }
    const onEnd = (event: PointerEvent) => {
      if (event.pointerId !== down.pointerId) return
      stop.abort()
      if (!dragging || event.type === 'pointercancel') return
      const speed = liftSpeed(samples, event.timeStamp)
      this.#coast({ x: -speed.x, y: -speed.y }, performance.now())
    }
    element.addEventListener('pointermove', onMove, { signal })
    element.addEventListener('pointerup', onEnd, { signal })
    element.addEventListener('pointercancel', onEnd, { signal })
  }

  #coast(speed: { x: number; y: number }, since: number): void {
    if (atRest(speed)) return
    this.#fling = requestAnimationFrame((now) => {
      const step = flingStep(speed, Math.max(0, now - since))
      this.move({ x: { type: 'by', px: step.dx }, y: { type: 'by', px: step.dy } })
      this.#coast(step.speed, Math.max(now, since))
    })
  }
}
