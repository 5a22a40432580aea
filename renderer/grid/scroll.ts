/**
 * Longest spacer put into the page, px. Chromium caps an element at 33,554,428 px, Firefox lays out wrongly above
 * 17,895,697 px; 8,000,000 px is safe in all of them (the figure hightable uses too).
 */
export const MAX_SPACER_PX = 8_000_000

/**
 * One scroll direction of the grid. The truth is `pos`, an exact position in content pixels (a double: exact for
 * integers to 2^53, so also at 100,000,000 rows of 24 px). The browser's scrollbar only moves a spacer that is
 * shorter than the content where the content is too long for the page.
 */
export interface Axis {
  /** Length of all content, px. */
  readonly contentPx: number
  /** Length of the window onto it, px. */
  readonly viewPx: number
  /** First visible content pixel, 0 … maxPos. */
  readonly pos: number
  /** Where the browser's scrollbar stands or is to be put, 0 … maxBar. */
  readonly bar: number
}

export type ScrollAction =
  /** Wheel, touch or keys: move by exact pixels. */
  | { type: 'by'; px: number }
  /** Move to an exact position. */
  | { type: 'to'; px: number }
  /** The browser says its scrollbar stands at `bar`. */
  | { type: 'bar'; bar: number }
  /** Show `[start, end)` with the least movement, or in the middle when `center` and it is outside the window. */
  | { type: 'reveal'; start: number; end: number; center?: boolean }
  /** Content or window changed size. */
  | { type: 'size'; contentPx: number; viewPx: number }
  /** The scrollbar came to rest: put it where `pos` belongs. */
  | { type: 'settle' }

export const initialAxis: Axis = { contentPx: 0, viewPx: 0, pos: 0, bar: 0 }

/** Length of the element that gives the scrollbar its size, px, at most `MAX_SPACER_PX`. */
export function spacerPx(axis: Axis): number {
  return Math.min(axis.contentPx, MAX_SPACER_PX)
}

/** Largest `pos`. */
export function maxPos(axis: Axis): number {
  return Math.max(0, axis.contentPx - axis.viewPx)
}

/** Largest `bar`. */
export function maxBar(axis: Axis): number {
  return Math.max(0, spacerPx(axis) - axis.viewPx)
}

/** The next state; the same object when nothing changes. */
export function scrollReducer(axis: Axis, action: ScrollAction): Axis {
  switch (action.type) {
    case 'by':
      return place(axis, axis.pos + action.px)
    case 'to':
      return place(axis, action.px)
    case 'bar':
      return fromBar(axis, action.bar)
    case 'reveal':
      return reveal(axis, action.start, action.end, action.center ?? false)
    case 'size':
      if (action.contentPx === axis.contentPx && action.viewPx === axis.viewPx) return axis
      return place({ ...axis, contentPx: action.contentPx, viewPx: action.viewPx }, axis.pos)
    case 'settle':
      return place(axis, axis.pos)
  }
}

function place(axis: Axis, wanted: number): Axis {
  const pos = Math.max(0, Math.min(wanted, maxPos(axis)))
  const bar = barFor(axis, pos)
  return pos === axis.pos && bar === axis.bar ? axis : { ...axis, pos, bar }
}

function barFor(axis: Axis, pos: number): number {
  const end = maxPos(axis)
  return end === 0 ? 0 : (pos / end) * maxBar(axis)
}

function fromBar(axis: Axis, bar: number): Axis {
  const moved = bar - axis.bar
  // The echo of our own write: browsers round scroll offsets to device pixels.
  if (Math.abs(moved) < 1) return axis
  const end = maxBar(axis)
  if (end === maxPos(axis)) return place(axis, bar)
  if (bar >= end - 1) return { ...axis, pos: maxPos(axis), bar }
  if (bar <= 0) return { ...axis, pos: 0, bar }
  // On a scaled axis one pixel of the thumb is more than a window of spacer, so a smaller step is a click on the
  // track, an arrow button or assistive technology: these mean real pixels. The drift is put right by 'settle'.
  if (Math.abs(moved) < axis.viewPx) {
    return { ...axis, pos: Math.max(0, Math.min(axis.pos + moved, maxPos(axis))), bar }
  }
  return { ...axis, pos: (bar / end) * maxPos(axis), bar }
}

function reveal(axis: Axis, start: number, end: number, center: boolean): Axis {
  const inside = start >= axis.pos && end <= axis.pos + axis.viewPx
  if (inside) return axis
  if (center) return place(axis, start - (axis.viewPx - (end - start)) / 2)
  // Taller than the window: its beginning counts.
  if (start < axis.pos || end - start > axis.viewPx) return place(axis, start)
  return place(axis, end - axis.viewPx)
}

/** Rows in the window plus `overscan` on either side, half-open, within `[0, numRows)`. */
export function rowWindow(axis: Axis, rowHeight: number, numRows: number, overscan: number): [number, number] {
  const first = Math.floor(axis.pos / rowHeight) - overscan
  const last = Math.ceil((axis.pos + axis.viewPx) / rowHeight) + overscan
  return [Math.max(0, Math.min(first, numRows)), Math.max(0, Math.min(last, numRows))]
}
