import type { Items } from './packItems.ts'
import type { Packing } from './packRule.ts'
import { SEGMENT_CONTINUES } from './segmentFlags.ts'
import { OffsetList, SegmentList } from './segmentList.ts'

/**
 * Rows one behind the other, cut every `capacity` tokens; each slice begins a pack of its own. Empty rows go in the
 * pack that is being filled, and in none where a slice has no tokens at all.
 */
export function cutThrough(items: Items, capacity: number, counting: boolean): Packing {
  const { segments, sliceOffsets } = items
  const pieces = counting ? segments : new SegmentList(segments.count)
  const offsets = new OffsetList()
  let packs = 0
  let cutRows = 0
  for (let slice = 0; slice + 1 < sliceOffsets.length; slice++) {
    const start = sliceOffsets[slice] as number
    const end = sliceOffsets[slice + 1] as number
    let tokens = 0
    if (!counting) offsets.push(pieces.count)
    for (let i = start; i < end; i++) {
      const length = segments.lengths[i] as number
      const filled = tokens % capacity
      if (length > 0 && filled + length > capacity) cutRows++
      if (!counting) cutRow(pieces, offsets, segments.rows[i] as number, length, tokens, capacity)
      tokens += length
    }
    packs += Math.ceil(tokens / capacity)
    if (tokens === 0 && !counting) offsets.count--
  }
  if (counting) return { packs, packOffsets: items.tokens === 0 ? new Uint32Array(1) : null, order: null, cutRows }
  const placed = items.tokens === 0 ? 0 : pieces.count
  offsets.push(placed)
  return { packs, packOffsets: offsets.values.slice(0, offsets.count), order: null, pieces, cutRows }
}

/** @param tokens how many of the slice lie before the row */
function cutRow(
  pieces: SegmentList,
  offsets: OffsetList,
  row: number,
  length: number,
  tokens: number,
  capacity: number,
): void {
  if (length === 0) pieces.push(row, 0, 0, 0)
  else pieces.admit(row, Math.ceil(length / capacity) + 1)
  for (let start = 0; start < length; ) {
    const filled = (tokens + start) % capacity
    if (filled === 0 && tokens + start > 0) offsets.push(pieces.count)
    const piece = Math.min(capacity - filled, length - start)
    pieces.push(row, start, piece, start + piece < length ? SEGMENT_CONTINUES : 0)
    start += piece
  }
}
