/** The strip beside the map: the whole view from top to bottom, and where the window onto it stands. */

export interface StripWindow {
  y: number
  height: number
}

/** Thinner than this the window could not be seen or grabbed, px. */
const LEAST_WINDOW_PX = 8

/** How many buckets a strip of `heightPx` can show: one per pixel, and never more than there are packs. */
export function bucketCount(heightPx: number, packs: number): number {
  return Math.max(1, Math.min(Math.floor(heightPx), packs))
}

/** The window's place in the strip, for a map at `pos` of `contentPx`, `viewPx` of it visible. */
export function stripWindow(heightPx: number, contentPx: number, viewPx: number, pos: number): StripWindow {
  if (contentPx <= viewPx) return { y: 0, height: heightPx }
  const height = Math.max(LEAST_WINDOW_PX, (viewPx / contentPx) * heightPx)
  return { y: (pos / (contentPx - viewPx)) * (heightPx - height), height }
}

/** The map position that puts the window's middle at `y`: the inverse of `stripWindow`. Not clamped. */
export function posForStrip(y: number, heightPx: number, contentPx: number, viewPx: number): number {
  const { height } = stripWindow(heightPx, contentPx, viewPx, 0)
  const free = heightPx - height
  return free <= 0 ? 0 : ((y - height / 2) / free) * (contentPx - viewPx)
}

/** Lowest fill a strip's scale starts from, so that 0.97 and 0.99 can be told apart: a round tenth below the least. */
export function fillScale(fill: ArrayLike<number>): number {
  let least = 1
  for (let i = 0; i < fill.length; i++) least = Math.min(least, fill[i]!)
  return Math.max(0, Math.min(0.9, Math.floor(least * 10) / 10))
}
