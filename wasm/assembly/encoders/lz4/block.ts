// LZ4 blocks, after the description of the block format: literals and a match, again and again. A block may come in
// several parts; what a part leaves over is dealt with by the next.
import { copyLiterals, matchLength } from '../match'
import { clearNear, nearDistance, nearNumbers, nearSlot, setNear } from '../nearTable'
import { low } from '../window'

const LEAST_MATCH: u32 = 4
/** No match begins in the last 12 bytes of a block or takes any of the last 5. */
const NO_BEGIN: usize = 12
const NO_MATCH: usize = 5

/** One byte more is passed over at a time for every 64 looked at without a match. */
const PATIENCE: u32 = 6

/** The first byte that is not written yet; may lie before all input that is there (and below 0, as a number). */
export let anchor: usize = 0
/** Where to look for the next match. */
export let position: usize = 0

/** Literals to be put in by the host, as they are no longer here: where in the output, from where, and how many. */
export let gapAt: usize = 0
export let gapFrom: usize = 0
export let gapLength: u32 = 0

export function clearGap(): void {
  gapLength = 0
}

/** Begins a block at an address. */
export function startLz4Block(at: usize): void {
  clearNear()
  anchor = at
  position = at
}

/** Tells that input was moved down by `shift` bytes. */
export function shiftLz4Block(shift: usize): void {
  anchor -= shift
  position -= shift
}

/** A length beyond what the token holds. */
// @ts-ignore: decorator
@inline
function putLength(out: usize, rest: u32): usize {
  while (rest >= 255) {
    store<u8>(out++, 255)
    rest -= 255
  }
  store<u8>(out, rest as u8)
  return out + 1
}

/** Token and literals, of which there are `length`; the length of the match is added to the token later. */
// @ts-ignore: decorator
@inline
function putLiterals(out: usize, from: usize, length: u32): usize {
  store<u8>(out, (min(length, 15) << 4) as u8)
  out = length < 15 ? out + 1 : putLength(out + 1, length - 15)
  if ((from as isize) < (low as isize)) {
    gapAt = out
    gapFrom = from
    gapLength = length
    return out
  }
  copyLiterals(out, from, length)
  return out + length
}

/** Compresses on up to about `end`, to `out`. Returns where output ends. */
export function lz4Part(end: usize, out: usize): usize {
  let at = position
  let from = anchor
  const last = end - NO_BEGIN
  const limit = end - NO_MATCH
  const toNumber = nearNumbers()
  const first = low
  clearGap()
  let tries: u32 = 1 << PATIENCE
  while ((at as isize) <= (last as isize)) {
    const slot = nearSlot(at)
    const number = (at as u32) + toNumber
    const distance = nearDistance(slot, number)
    setNear(slot, number)
    if (distance - 1 >= ((at - first) as u32) || load<u32>(at) != load<u32>(at - distance)) {
      at += tries++ >>> PATIENCE
      continue
    }
    let before = at - distance
    while ((at as isize) > (from as isize) && before > first && load<u8>(at - 1) == load<u8>(before - 1)) {
      at--
      before--
    }
    const token = out
    out = putLiterals(out, from, (at - from) as u32)
    store<u16>(out, distance as u16)
    out += 2
    const more = matchLength(at + LEAST_MATCH, before + LEAST_MATCH, limit)
    store<u8>(token, load<u8>(token) | (min(more, 15) as u8))
    if (more >= 15) out = putLength(out, more - 15)
    at += LEAST_MATCH + more
    from = at
    setNear(nearSlot(at - 2), (at as u32) - 2 + toNumber)
    tries = 1 << PATIENCE
  }
  position = at
  anchor = from
  return out
}

/** Ends the block behind `lz4Part` of its last bytes: the literals left, up to `end`. Returns where output ends. */
export function endLz4Block(end: usize, out: usize): usize {
  return putLiterals(out, anchor, (end - anchor) as u32)
}

/** Most bytes that a part of `bytes` is compressed to, with what an earlier one left over. */
// @ts-ignore: decorator
@inline
export function lz4Bound(bytes: usize): usize {
  return bytes + bytes / 255 + 64
}
