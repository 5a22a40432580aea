/** Lines `[first, end)` of a list that are on screen or close by. */
export interface LineWindow {
  first: number
  end: number
}

/** Lines kept in the page beyond those on screen, so that the Tab key and fast scrolling find the next ones. */
const OVERSCAN = 6

/**
 * @param scrollTop px scrolled off the top
 * @param viewPx height of the scrolling element
 */
export function lineWindow(scrollTop: number, viewPx: number, linePx: number, count: number): LineWindow {
  const first = Math.min(count, Math.max(0, Math.floor(scrollTop / linePx) - OVERSCAN))
  const end = Math.min(count, Math.ceil((scrollTop + viewPx) / linePx) + OVERSCAN)
  return { first, end: Math.max(first, end) }
}
