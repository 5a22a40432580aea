import { prefixXor } from '../simd/prefixXor'
import { matches, STEP } from '../simd/matches'

const NEWLINE: u8 = 0x0a
const QUOTE: u8 = 0x22
const COMMA: u8 = 0x2c
const BACKSLASH: u8 = 0x5c
/** Brackets and braces alike, once this bit is set in them. */
const CASE: u8 = 0x20
const OPENING: u8 = 0x7b
const CLOSING: u8 = 0x7d

/** All ones inside a string. */
let inside: u64 = 0
/** 1 where the next byte follows a backslash. */
let afterBackslash: u64 = 0
let openDepth: i32 = 0
/** How far the last search came. */
let reached: usize = 0

export function setMarkState(inString: bool, escaped: bool, depth: i32): void {
  inside = inString ? u64.MAX_VALUE : 0
  afterBackslash = escaped ? 1 : 0
  openDepth = depth
}

export function marksInString(): bool {
  return inside != 0
}

export function marksEscaped(): bool {
  return afterBackslash != 0
}

export function marksDepth(): i32 {
  return openDepth
}

/** Bytes the last search looked at. */
export function marksLength(): u32 {
  return reached as u32
}

// @ts-ignore: decorator
@inline
/** Bit i is set where byte i follows a backslash that is not itself taken so. */
function escapedBytes(backslashes: u64): u64 {
  if (backslashes == 0) {
    const escaped = afterBackslash
    afterBackslash = 0
    return escaped
  }
  let escaped = afterBackslash
  afterBackslash = 0
  while (backslashes != 0) {
    const at = ctz(backslashes)
    backslashes &= backslashes - 1
    if (((escaped >> at) & 1) != 0) continue
    if (at == 63) afterBackslash = 1
    else escaped |= (<u64>2) << at
  }
  return escaped
}

// @ts-ignore: decorator
@inline
function bracketBits(at: usize, wanted: v128): u64 {
  const bit = i8x16.splat(CASE as i8)
  return (
    (i8x16.bitmask(i8x16.eq(v128.or(v128.load(at), bit), wanted)) as u64) |
    ((i8x16.bitmask(i8x16.eq(v128.or(v128.load(at, 16), bit), wanted)) as u64) << 16) |
    ((i8x16.bitmask(i8x16.eq(v128.or(v128.load(at, 32), bit), wanted)) as u64) << 32) |
    ((i8x16.bitmask(i8x16.eq(v128.or(v128.load(at, 48), bit), wanted)) as u64) << 48)
  )
}

/**
 * Finds the marks of core/kernels/jsonMarks.ts in `length` bytes at `input`, as u32 offsets plus `base` at `out`, which
 * has room for `capacity`. Stops before 64 places are not sure to be left. Reads up to 64 bytes behind the input.
 * Returns how many marks there are.
 */
export function findMarks(input: usize, length: u32, base: u32, commaDepth: i32, out: usize, capacity: u32): u32 {
  const outStart = out
  const outEnd = out + ((capacity as usize) << 2)
  let at: usize = 0
  while (at < length && out + (64 << 2) <= outEnd) {
    const left = length - (at as u32)
    // What is behind the end does not count.
    let counted = left >= STEP ? u64.MAX_VALUE : ((<u64>1) << (left as u64)) - 1
    let step = left >= STEP ? STEP : left
    const place = input + at
    const escapedBefore = afterBackslash
    const backslashes = matches(place, i8x16.splat(BACKSLASH as i8)) & counted
    const quotes = matches(place, i8x16.splat(QUOTE as i8)) & ~escapedBytes(backslashes) & counted
    if (left < STEP) {
      // The byte behind a backslash that comes last is the next one to come.
      afterBackslash = endsEscaped(backslashes, escapedBefore, left) ? 1 : 0
    }
    let strings = prefixXor(quotes) ^ inside
    const broken = matches(place, i8x16.splat(NEWLINE as i8)) & strings & counted
    if (broken != 0) {
      // The string ends at the first newline in it, and what is behind is looked at anew.
      const newline = ctz(broken)
      step = (newline as u32) + 1
      counted = u64.MAX_VALUE >> (63 - newline)
      afterBackslash = 0
    }
    const opening = bracketBits(place, i8x16.splat(OPENING as i8)) & ~strings & counted
    const closing = bracketBits(place, i8x16.splat(CLOSING as i8)) & ~strings & counted
    if ((opening | closing) != 0 || openDepth == commaDepth) {
      const commas = matches(place, i8x16.splat(COMMA as i8)) & ~strings & counted
      out = writeMarks(opening, closing, commas, base + (at as u32), commaDepth, out)
    }
    if (broken != 0) {
      store<u32>(out, base + (at as u32) + step - 1)
      out += 4
      inside = 0
    } else if (left < STEP) inside = (strings >> (left - 1)) & 1 ? u64.MAX_VALUE : 0
    else inside = ((strings as i64) >> 63) as u64
    at += step
  }
  reached = at
  return ((out - outStart) >> 2) as u32
}

// @ts-ignore: decorator
@inline
function writeMarks(opening: u64, closing: u64, commas: u64, base: u32, commaDepth: i32, out: usize): usize {
  let marks = opening | closing | commas
  while (marks != 0) {
    const bit = marks & (0 - marks)
    store<u32>(out, base + (ctz(marks) as u32))
    marks ^= bit
    if ((bit & commas) != 0) {
      if (openDepth == commaDepth) out += 4
    } else {
      openDepth += (bit & opening) != 0 ? 1 : -1
      out += 4
    }
  }
  return out
}

/** Whether the first `length` bytes end with a backslash that stands for itself and the byte behind it. */
function endsEscaped(backslashes: u64, before: u64, length: u32): bool {
  let run: u32 = 0
  while (run < length && ((backslashes >> ((length - 1 - run) as u64)) & 1) != 0) run++
  if (run == length) run += before as u32
  return (run & 1) != 0
}
