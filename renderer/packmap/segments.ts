import type { PackPage } from '../../app/protocol/datasets.ts'
import { SEGMENT_CONTINUES, SEGMENT_CUT } from '../../core/packing/plan/segmentFlags.ts'

/** Colours a row can have; `--c0` to `--c7`. */
export const COLOURS = 8

/** One stretch of a pack that comes from one source row. */
export interface Segment {
  /** Row of the dataset that was packed, and its number in the file. */
  row: number
  rowNumber: number
  /** Positions `[start, end)` in the pack, including what the strategy added. */
  start: number
  end: number
  /** Source tokens, at `[start, start + tokens)`. */
  tokens: number
  /** Positions the strategy added behind them. */
  added: number
  /** 0..7, never that of the segment before it. */
  colour: number
  /** The row lost tokens at the end of this segment. */
  cut: boolean
  /** The row goes on in another segment. */
  continues: boolean
}

export interface Pack {
  /** Position in the packed view. */
  pack: number
  sequenceLen: number
  segments: Segment[]
  /** First position of the padding that fills the pack up; `sequenceLen` when there is none. */
  used: number
}

/** Pack `pack` of a page that holds it. @throws RangeError when the page does not */
export function packOf(page: PackPage, pack: number): Pack {
  const at = pack - page.packStart
  const first = page.segmentOffsets[at]
  const last = page.segmentOffsets[at + 1]
  if (first === undefined || last === undefined) throw new RangeError(`pack ${pack} is not on this page`)
  const segments: Segment[] = []
  let position = 0
  let before = -1
  for (let i = first; i < last; i++) {
    const row = page.rows[i]!
    const tokens = page.lengths[i]!
    const added = page.added[i]!
    const flags = page.flags[i]!
    // The row gives the colour, so that both halves of a split row look alike; only a clash moves it on.
    let colour = row % COLOURS
    if (colour === before) colour = (colour + 1) % COLOURS
    before = colour
    const end = position + tokens + added
    segments.push({
      row,
      rowNumber: page.rowNumbers?.[i] ?? row,
      start: position,
      end,
      tokens,
      added,
      colour,
      cut: (flags & SEGMENT_CUT) !== 0,
      continues: (flags & SEGMENT_CONTINUES) !== 0,
    })
    position = end
  }
  return { pack, sequenceLen: page.sequenceLen, segments, used: Math.min(position, page.sequenceLen) }
}

/** Index of the segment that holds `position`; -1 in the padding. */
export function segmentAt(pack: Pack, position: number): number {
  let low = 0
  let high = pack.segments.length - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    const segment = pack.segments[middle]!
    if (position < segment.start) high = middle - 1
    else if (position >= segment.end) low = middle + 1
    else return middle
  }
  return -1
}
