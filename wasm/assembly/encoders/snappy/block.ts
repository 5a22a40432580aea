// Snappy, after its format description: the plain length, then literals and copies.
import { copyLiterals, matchLength } from '../match'
import { nearDistance, nearNumbers, nearSlot, setNear } from '../nearTable'
import { low } from '../window'

const LEAST_MATCH: u32 = 4
/** Bytes a position must have behind it to be looked up. */
const LOOKED_AT: usize = 8
const LONGEST_COPY: u32 = 64

/** One byte more is passed over at a time for every 32 looked at without a match. */
const PATIENCE: u32 = 5

/** Puts the plain length as a varint. */
export function putSnappyLength(out: usize, length: u32): usize {
  while (length >= 128) {
    store<u8>(out++, (length | 128) as u8)
    length >>>= 7
  }
  store<u8>(out, length as u8)
  return out + 1
}

/** At least one literal. */
// @ts-ignore: decorator
@inline
function putLiterals(out: usize, from: usize, length: u32): usize {
  const coded = length - 1
  if (coded < 60) store<u8>(out++, (coded << 2) as u8)
  else {
    const bytes: u32 = coded < 1 << 8 ? 1 : coded < 1 << 16 ? 2 : coded < 1 << 24 ? 3 : 4
    store<u8>(out, ((59 + bytes) << 2) as u8)
    store<u32>(out, coded, 1)
    out += 1 + bytes
  }
  copyLiterals(out, from, length)
  return out + length
}

// @ts-ignore: decorator
@inline
function putFarCopy(out: usize, distance: u32, length: u32): usize {
  store<u32>(out, ((length - 1) << 2) | 2 | (distance << 8))
  return out + 3
}

// @ts-ignore: decorator
@inline
function putCopy(out: usize, distance: u32, length: u32): usize {
  // What is left for the last copy is never less than 4, the least of a short one.
  while (length >= LONGEST_COPY + LEAST_MATCH) {
    out = putFarCopy(out, distance, LONGEST_COPY)
    length -= LONGEST_COPY
  }
  if (length > LONGEST_COPY) {
    out = putFarCopy(out, distance, LONGEST_COPY - LEAST_MATCH)
    length -= LONGEST_COPY - LEAST_MATCH
  }
  if (length > 11 || distance > 2047) return putFarCopy(out, distance, length)
  store<u16>(out, (((distance >>> 8) << 5) | ((length - 4) << 2) | 1 | ((distance & 255) << 8)) as u16)
  return out + 2
}

/** Compresses `[at, end)` with matches in all the window there is, to `out`. Returns where output ends. */
export function snappyPart(at: usize, end: usize, out: usize): usize {
  let from = at
  const last = end - LOOKED_AT
  const toNumber = nearNumbers()
  const first = low
  let tries: u32 = 1 << PATIENCE
  while (at <= last) {
    const slot = nearSlot(at)
    const number = (at as u32) + toNumber
    const distance = nearDistance(slot, number)
    setNear(slot, number)
    if (distance - 1 >= ((at - first) as u32) || load<u32>(at) != load<u32>(at - distance)) {
      at += tries++ >>> PATIENCE
      continue
    }
    let before = at - distance
    while (at > from && before > first && load<u8>(at - 1) == load<u8>(before - 1)) {
      at--
      before--
    }
    if (at > from) out = putLiterals(out, from, (at - from) as u32)
    const length = LEAST_MATCH + matchLength(at + LEAST_MATCH, before + LEAST_MATCH, end)
    out = putCopy(out, distance, length)
    at += length
    from = at
    setNear(nearSlot(at - 2), (at as u32) - 2 + toNumber)
    tries = 1 << PATIENCE
  }
  return from < end ? putLiterals(out, from, (end - from) as u32) : out
}

/** Most bytes that a part of `bytes` is compressed to. */
// @ts-ignore: decorator
@inline
export function snappyBound(bytes: usize): usize {
  return bytes + bytes / 6 + 64
}
