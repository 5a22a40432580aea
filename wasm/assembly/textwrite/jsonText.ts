import { limit } from './room'

const QUOTE: u8 = 0x22
/** A byte of text takes six at most. */
const WIDEST: usize = 6
const AROUND: usize = 32

/** What stands for control characters, quotes (32) and backslashes (33): up to six bytes, and how many in the eighth. */
const ESCAPES: usize = memory.data(34 * 8, 8)

/** Fills the table of escapes; once, before anything is written. */
export function prepareEscapes(): void {
  for (let byte: u32 = 0; byte < 32; byte++) {
    const low = byte & 15
    const digit: u64 = low < 10 ? 0x30 + low : 0x61 + low - 10
    const code: u64 = 0x303030755c | ((byte >> 4) as u64) << 32 | digit << 40
    store<u64>(ESCAPES + (byte << 3), code | ((6 as u64) << 56))
  }
  setShort(8, 0x62)
  setShort(9, 0x74)
  setShort(10, 0x6e)
  setShort(12, 0x66)
  setShort(13, 0x72)
  setShort(32, QUOTE)
  setShort(33, 0x5c)
}

function setShort(entry: usize, letter: u64): void {
  store<u64>(ESCAPES + (entry << 3), (0x5c as u64) | (letter << 8) | ((2 as u64) << 56))
}

// @ts-ignore: decorator
@inline
/** A bit for each byte that may not stand in a string as it is. */
function specials(bytes: v128): u32 {
  const marks = v128.or(i8x16.eq(bytes, i8x16.splat(QUOTE as i8)), i8x16.eq(bytes, i8x16.splat(0x5c)))
  return i8x16.bitmask(v128.or(marks, i8x16.eq(i8x16.min_u(bytes, i8x16.splat(0x1f)), bytes)))
}

// @ts-ignore: decorator
@inline
function writeEscape(byte: u32, out: usize): usize {
  const entry = byte < 32 ? byte : byte == 0x22 ? 32 : 33
  const escape = load<u64>(ESCAPES + (entry << 3))
  store<u64>(out, escape)
  return out + ((escape >> 56) as usize)
}

/** Whether `[start, end)` has room as a string at `out`, however it is escaped. */
function hasRoom(start: usize, end: usize, out: usize): bool {
  const room = limit - out
  const length = end - start
  if (length * WIDEST + AROUND <= room) return true
  if (length + AROUND > room) return false
  let marked: usize = 0
  for (let at = start; at < end; at += 16) marked += popcnt(specials(v128.load(at)))
  return length + marked * (WIDEST - 1) + AROUND <= room
}

/** The text `[start, end)` as a JSON string; 0 where it has no room. Reads up to 15 bytes behind it. */
export function writeJsonText(start: usize, end: usize, out: usize): usize {
  if (out > limit || !hasRoom(start, end, out)) return 0
  let from = start
  let at = out
  store<u8>(at++, QUOTE)
  for (;;) {
    while (from + 16 <= end) {
      const bytes = v128.load(from)
      v128.store(at, bytes)
      const marks = specials(bytes)
      if (marks == 0) {
        from += 16
        at += 16
        continue
      }
      const plain = ctz(marks)
      from += plain
      at = writeEscape(load<u8>(from), at + plain)
      from++
    }
    const left = (end - from) as u32
    if (left == 0) break
    const bytes = v128.load(from)
    v128.store(at, bytes)
    const plain = ctz(specials(bytes) | ((1 as u32) << left))
    from += plain
    at += plain
    if (plain == left) break
    at = writeEscape(load<u8>(from), at)
    from++
  }
  store<u8>(at, QUOTE)
  return at + 1
}
