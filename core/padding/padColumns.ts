import { copyTokens, fillTokens } from '../packing/rows/copyTokens.ts'
import type { TokenLists } from '../tokens/tokenLists.ts'
import type { PaddingSide } from './padWidth.ts'

/** Rows `[rowStart, rowEnd)` of some lists, and where each of them begins, padding included, in a flat column. */
export interface PaddedPlaces {
  rowStart: number
  rowEnd: number
  /** `rowEnd - rowStart + 1` positions; a row longer than its place is cut to its first tokens, on either side. */
  offsets: Int32Array
  side: PaddingSide
}

/** Calls `visit` for every row: its place `[start, end)`, and where in it its `length` tokens begin. */
function eachRow(
  { offsets: tokenOffsets }: TokenLists,
  { rowStart, rowEnd, offsets, side }: PaddedPlaces,
  visit: (row: number, length: number, at: number, start: number, end: number) => void,
): void {
  for (let row = rowStart; row < rowEnd; row++) {
    const start = offsets[row - rowStart] as number
    const end = offsets[row - rowStart + 1] as number
    const length = Math.min(end - start, (tokenOffsets[row + 1] as number) - (tokenOffsets[row] as number))
    visit(row, length, side === 'right' ? start : end - length, start, end)
  }
}

function positionsOf({ offsets }: PaddedPlaces): number {
  return offsets[offsets.length - 1] as number
}

/** Ids or labels, and `padding` where there is none. */
export function paddedTokens(lists: TokenLists, places: PaddedPlaces, padding: number): Int32Array<ArrayBuffer> {
  const { values, offsets } = lists
  const out = new Int32Array(positionsOf(places))
  eachRow(lists, places, (row, length, at, start, end) => {
    copyTokens(values, offsets[row] as number, length, out, at)
    if (padding === 0) return
    fillTokens(out, padding, start, at)
    fillTokens(out, padding, at + length, end)
  })
  return out
}

/** `attention_mask`: the rows' own, or 1 for every token; 0 in the padding. */
export function paddedMask(ids: TokenLists, mask: TokenLists | null, places: PaddedPlaces): Int8Array<ArrayBuffer> {
  if (mask) return Int8Array.from(paddedTokens(mask, places, 0))
  const out = new Int8Array(positionsOf(places))
  eachRow(ids, places, (_row, length, at) => fillTokens(out, 1, at, at + length))
  return out
}

/**
 * `position_ids`: 0, 1, 2, … in the row, and once more from 0 in its padding (axolotl-semantics §3.1; the filler is
 * fast-axolotl's `create_padding_mask`).
 */
export function paddedPositions(ids: TokenLists, places: PaddedPlaces): Int32Array<ArrayBuffer> {
  let widest = 0
  eachRow(ids, places, (_row, _length, _at, start, end) => {
    widest = Math.max(widest, end - start)
  })
  const ramp = Int32Array.from({ length: widest }, (_, i) => i)
  const out = new Int32Array(positionsOf(places))
  eachRow(ids, places, (_row, length, at, start, end) => {
    copyTokens(ramp, 0, length, out, at)
    copyTokens(ramp, 0, at - start, out, start)
    copyTokens(ramp, 0, end - at - length, out, at + length)
  })
  return out
}
