import type { Pack } from './segments.ts'

/** A segment narrower than this is drawn without a gap behind it, or nothing would be left of it. CSS px. */
const GAP_FROM_PX = 4
const GAP_PX = 1.5

/** Where things stand in a line, in CSS px from the canvas's left edge. */
export interface Track {
  left: number
  width: number
}

export interface SegmentRect {
  /** Index of the segment in its pack. */
  index: number
  x: number
  width: number
  /** Of `width`, the part that shows what the strategy added (EOS and separator). */
  addedWidth: number
  colour: number
  cut: boolean
  continues: boolean
}

export interface LineLayout {
  rects: SegmentRect[]
  /** The hatched rest; null when the pack is full. */
  padding: { x: number; width: number } | null
}

/**
 * A pack as rectangles, those that lie outside of `clip` left out. Edges are snapped to device pixels, so that neighbours neither overlap nor leave seams, and
 * segments that fall between two pixels are left out: at most one rectangle starts per device pixel however many
 * segments there are.
 */
export function layoutPack(pack: Pack, track: Track, pixelRatio: number, clip: Track = track): LineLayout {
  const snap = (px: number) => Math.round(px * pixelRatio) / pixelRatio
  const xOf = (position: number) => snap(track.left + (position / pack.sequenceLen) * track.width)
  const rects: SegmentRect[] = []
  for (const [index, segment] of pack.segments.entries()) {
    const x = xOf(segment.start)
    const end = xOf(Math.min(segment.end, pack.sequenceLen))
    if (end <= x || end <= clip.left) continue
    if (x >= clip.left + clip.width) break
    const full = end - x
    const last = segment.end >= pack.sequenceLen
    const width = full >= GAP_FROM_PX && !last ? snap(full - GAP_PX) : full
    const addedWidth = Math.min(width, Math.max(0, x + width - xOf(segment.start + segment.tokens)))
    rects.push({
      index,
      x,
      width,
      addedWidth,
      colour: segment.colour,
      cut: segment.cut,
      continues: segment.continues,
    })
  }
  const padStart = Math.max(xOf(pack.used), clip.left)
  const padEnd = Math.min(xOf(pack.sequenceLen), snap(clip.left + clip.width))
  return { rects, padding: padEnd > padStart ? { x: padStart, width: padEnd - padStart } : null }
}

/** The position of a pack under `x`; null left or right of the track. */
export function positionAt(x: number, track: Track, sequenceLen: number): number | null {
  if (x < track.left || x >= track.left + track.width) return null
  return Math.min(sequenceLen - 1, Math.floor(((x - track.left) / track.width) * sequenceLen))
}
