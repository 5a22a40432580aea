/** Height of a line at which every pack reads well, CSS px. */
export const LINE_PX = 15
/** Height of a line that has room for token, label and position. */
const TOKEN_LINE_PX = 50
/** Width of a token at the closest. */
const TOKEN_PX = 52
/** Tokens are drawn one by one from this width on. */
const TOKENS_FROM_PX = 14
/** Lines grow from this width of a token on. */
const GROW_FROM_PX = 4
/** Lower than this a line is not drawn by its segments but by how full it is. */
const LINES_FROM_PX = 5

/** What the map's scale depends on. */
export interface MapSize {
  packs: number
  /** Positions of a pack. */
  capacity: number
  /** Height of the window. */
  viewPx: number
  /** Width of the lines. */
  trackPx: number
}

/** How large a pack and a position are on screen, CSS px. */
export interface MapScale {
  linePx: number
  positionPx: number
}

export type MapLevel = 'fill' | 'lines' | 'tokens'

/**
 * Zoom is the logarithm to base 2 of how much closer than usual the map is: 0 shows whole packs as lines, below it
 * packs are drawn lower until all of them are in the window, above it positions grow until tokens can be read.
 */
export function zoomRange(size: MapSize): { least: number; most: number } {
  const { packs, capacity, viewPx, trackPx } = size
  const usual = lineFor(trackPx / capacity)
  const all = packs > 0 ? viewPx / packs : usual
  return {
    least: Math.min(0, Math.log2(Math.max(Number.MIN_VALUE, all) / usual)),
    most: Math.max(0, Math.log2((TOKEN_PX * capacity) / Math.max(1, trackPx))),
  }
}

export function clampZoom(zoom: number, size: MapSize): number {
  const { least, most } = zoomRange(size)
  return Math.max(least, Math.min(most, zoom))
}

export function scaleAt(zoom: number, { capacity, trackPx }: MapSize): MapScale {
  const fit = trackPx / capacity
  const positionPx = fit * 2 ** Math.max(0, zoom)
  return { positionPx, linePx: lineFor(positionPx) * 2 ** Math.min(0, zoom) }
}

/** The zoom at which each level begins to be drawn as such, for the buttons that lead there. */
export function zoomOfLevel(level: MapLevel, size: MapSize): number {
  if (level === 'lines') return 0
  const { least, most } = zoomRange(size)
  return level === 'fill' ? least : most
}

export function levelOf({ linePx, positionPx }: MapScale): MapLevel {
  if (linePx < LINES_FROM_PX) return 'fill'
  return positionPx >= TOKENS_FROM_PX ? 'tokens' : 'lines'
}

/** Lines are as usual until positions can be told apart, then grow with them. */
function lineFor(positionPx: number): number {
  const grown = Math.log(positionPx / GROW_FROM_PX) / Math.log(TOKENS_FROM_PX / GROW_FROM_PX)
  return LINE_PX + (TOKEN_LINE_PX - LINE_PX) * Math.max(0, Math.min(1, grown))
}

/** Height of the bar in a line. */
export function barPx(linePx: number): number {
  if (linePx >= TOKEN_LINE_PX) return 8
  return linePx >= 8 ? Math.min(11, linePx - 4) : Math.max(1, linePx - 1)
}

/** Where a window of content begins after a change of scale that leaves the point at `offset` px where it is. */
export function anchored(pos: number, offset: number, before: number, after: number): number {
  return ((pos + offset) / before) * after - offset
}

/** Every how many-th line has its number: the least of 1, 2, 5, 10, 20, … that leaves room for it. */
export function numberEvery(linePx: number): number {
  const room = Math.ceil(12 / linePx)
  if (room <= 1) return 1
  const tens = 10 ** Math.floor(Math.log10(room))
  return [1, 2, 5, 10].map((step) => step * tens).find((step) => step >= room)!
}
