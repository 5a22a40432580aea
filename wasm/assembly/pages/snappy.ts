import { copyText } from './copyText'

/** Most bytes a short literal and its tag are read from, and most that a step writes. */
const EASY_INPUT: usize = 32
const EASY_OUTPUT: usize = 96

/**
 * A raw Snappy block of `length` bytes at `from`, into `capacity` bytes at `to`. Stops early, without an error, once
 * `enough` bytes are there. Returns how many bytes were written, or -1 where the block is damaged or holds another
 * number of bytes than `capacity`. May write 64 bytes behind what it returns.
 */
export function snappyDecode(from: usize, length: u32, to: usize, capacity: u32, enough: u32): i32 {
  if (!filled) fillRepeats()
  const end = from + length
  const outStart = to
  const outEnd = to + capacity
  const outEnough = to + enough
  // Preamble: the plain length as a varint of at most 32 bits.
  let plain: u64 = 0
  let shift: u32 = 0
  for (;;) {
    if (from >= end || shift > 28) return -1
    const byte = load<u8>(from++)
    plain |= ((byte & 0x7f) as u64) << shift
    if (byte < 0x80) break
    shift += 7
  }
  if (plain != (capacity as u64)) return -1
  // While there is room for a longest step, whole words are copied without a look at the bounds.
  const easyFrom = end - min(length as usize, EASY_INPUT)
  const easyTo = outEnd - min(capacity as usize, EASY_OUTPUT)
  while (from < end) {
    const tag = load<u8>(from++) as u32
    const kind = tag & 3
    if (kind == 0) {
      let size: u32 = tag >> 2
      if (size < 16 && from < easyFrom && to < easyTo) {
        v128.store(to, v128.load(from))
        from += size + 1
        to += size + 1
        continue
      }
      if (size >= 60) {
        const extra = size - 59
        if (from + extra > end) return -1
        size = load<u32>(from) & (0xffff_ffff >> ((4 - extra) << 3))
        from += extra
        if (size == 0xffff_ffff) return -1
      }
      size += 1
      if ((size as usize) > end - from || (size as usize) > outEnd - to) return -1
      copyText(to, from, size)
      from += size
      to += size
    } else {
      let size: u32
      let distance: u32
      if (kind == 1) {
        if (from >= end) return -1
        size = 4 + ((tag >> 2) & 7)
        distance = ((tag >> 5) << 8) | (load<u8>(from) as u32)
        from += 1
      } else {
        const bytes: u32 = kind == 2 ? 2 : 4
        if (from + bytes > end) return -1
        size = 1 + (tag >> 2)
        distance = kind == 2 ? (load<u16>(from) as u32) : load<u32>(from)
        from += bytes
      }
      if (distance == 0 || (distance as usize) > to - outStart || (size as usize) > outEnd - to) return -1
      copyMatch(to, distance, size)
      to += size
    }
    if (to >= outEnough) return (to - outStart) as i32
  }
  return to == outEnd ? ((to - outStart) as i32) : -1
}

/** For each distance below 16, the positions of 16 bytes that repeat so many. */
const REPEATS: usize = memory.data(16 * 16, 16)
let filled = false

function fillRepeats(): void {
  for (let distance: u32 = 1; distance < 16; distance++) {
    for (let i: u32 = 0; i < 16; i++) store<u8>(REPEATS + (distance << 4) + i, (i % distance) as u8)
  }
  filled = true
}

// @ts-ignore: decorator
@inline
/** Repeats the `distance` bytes before `to`; at most 64 of them, so whole words may run over. */
function copyMatch(to: usize, distance: u32, size: u32): void {
  const from = to - distance
  if (distance >= 16) {
    v128.store(to, v128.load(from))
    if (size > 16) for (let at: usize = 16; at < size; at += 16) v128.store(to + at, v128.load(from + at))
    return
  }
  // A pattern of whole repeats: the longest that fits in 16 bytes is written again and again.
  const pattern = i8x16.swizzle(v128.load(from), v128.load(REPEATS + (distance << 4)))
  const step = 16 - (16 % distance)
  for (let at: u32 = 0; at < size; at += step) v128.store(to + at, pattern)
}
