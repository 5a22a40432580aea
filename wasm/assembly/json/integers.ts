import { CLOSE_BRACKET, COMMA, LETTER_N, MINUS, ZERO, readNull, skipSpace } from './bytes'
import { appendNull, growValues } from './columns'
import { KIND_INT, NODE_ACCEPTS, NODE_LENGTH, NODE_SINK, NODE_VALUES, NODE_VALUES_ROOM, SINK_INT64 } from './layout'
import { eightDigits, integer, isFraction, lessZeros, readInteger } from './numbers'

/** More numbers than one step can hold, eight bytes each. */
const STEP_VALUES: u32 = 33 << 3

// What the bytes of a step are, lowest bit first: set by `classify`.
let digits: u64 = 0
let zeros: u64 = 0
let minuses: u64 = 0
/** Commas, and the bracket that ends the list. */
let separators: u64 = 0
/** One bit past the last separator before which there is nothing but numbers, separators and spaces. */
let usable: u64 = 0

// @ts-ignore: decorator
@inline
function bitsOf(first: v128, second: v128, third: v128, fourth: v128): u64 {
  return (
    (i8x16.bitmask(first) as u64) |
    ((i8x16.bitmask(second) as u64) << 16) |
    ((i8x16.bitmask(third) as u64) << 32) |
    ((i8x16.bitmask(fourth) as u64) << 48)
  )
}

// @ts-ignore: decorator
@inline
function areDigits(bytes: v128): v128 {
  const less = i8x16.sub(bytes, i8x16.splat(ZERO as i8))
  return i8x16.eq(i8x16.min_u(less, i8x16.splat(9)), less)
}

// @ts-ignore: decorator
@inline
/** Spaces and newlines; other whitespace ends what is looked at. */
function areSpaces(bytes: v128): v128 {
  return v128.or(i8x16.eq(bytes, i8x16.splat(0x20)), i8x16.eq(bytes, i8x16.splat(0x0a)))
}

// @ts-ignore: decorator
@inline
/**
 * Looks at the 64 bytes at `at`, where a number begins. True when it begins with one whole number or more, each at once
 * followed by a separator, none with a zero before other digits; then the masks are set, and `usable` is not 0.
 */
function classify(at: usize): bool {
  const a = v128.load(at)
  const b = v128.load(at, 16)
  const c = v128.load(at, 32)
  const d = v128.load(at, 48)
  digits = bitsOf(areDigits(a), areDigits(b), areDigits(c), areDigits(d))
  const comma = i8x16.splat(COMMA as i8)
  separators = bitsOf(i8x16.eq(a, comma), i8x16.eq(b, comma), i8x16.eq(c, comma), i8x16.eq(d, comma))
  const spaces = bitsOf(areSpaces(a), areSpaces(b), areSpaces(c), areSpaces(d))
  const minus = i8x16.splat(MINUS as i8)
  minuses = bitsOf(i8x16.eq(a, minus), i8x16.eq(b, minus), i8x16.eq(c, minus), i8x16.eq(d, minus))
  const others = ~(digits | separators | spaces | minuses)
  if (others != 0) {
    const first = ctz(others)
    const before = ((<u64>1) << first) - 1
    separators &= before
    if (load<u8>(at + (first as usize)) == CLOSE_BRACKET) separators |= (<u64>1) << first
  }
  if (separators == 0) return false
  usable = u64.MAX_VALUE >> clz(separators)
  const starts = digits & ~(digits << 1)
  const ends = ~digits & (digits << 1)
  let wrong = (ends ^ separators) & usable // a number without separator, or the other way round
  wrong |= (minuses << 1) & ~starts & usable
  const zero = i8x16.splat(ZERO as i8)
  zeros = bitsOf(i8x16.eq(a, zero), i8x16.eq(b, zero), i8x16.eq(c, zero), i8x16.eq(d, zero))
  wrong |= zeros & starts & (digits >> 1) & usable
  return wrong == 0
}

/**
 * Reads the items of a list of whole numbers, the first of which is at `at`, as token ids are written: most have up to
 * eight digits. Returns where the list ends; 0 where `readValue` would give 0.
 */
export function readIntegers(item: usize, at: usize): usize {
  while (true) {
    if (classify(at)) {
      let place = roomFor(item)
      if (place == 0) return 0
      let starts = digits & ~(digits << 1) & usable
      let ends = separators & usable
      do {
        const start = ctz(starts)
        const end = ctz(ends)
        starts &= starts - 1
        ends &= ends - 1
        const length = end - start
        if (length > 8) {
          const signed = start - ((((minuses << 1) >> start) & 1) as u64)
          if (readInteger(at + (signed as usize)) == 0) return 0
          store<i64>(place, integer)
        } else {
          const value = eightDigits(lessZeros(at + (end as usize) - 8) & (u64.MAX_VALUE << (64 - (length << 3))))
          // All ones for a minus before the first digit.
          const sign = 0 - (((minuses << 1) >> start) & 1)
          store<u64>(place, (value ^ sign) - sign)
        }
        place += 8
      } while (ends != 0)
      store<u32>(item, ((place as u32) - load<u32>(item, NODE_VALUES)) >> 3, NODE_LENGTH)
      at += (63 - clz(usable)) as usize
    } else {
      at = readOne(item, at)
      if (at == 0) return 0
    }
    const byte: u32 = load<u8>(at)
    at++
    if (byte == CLOSE_BRACKET) return at
    if (byte != COMMA) return 0
    at = skipSpace(at)
  }
}

/** Where the next value goes, with room for those of a step; 0 when there is none to be had. */
function roomFor(item: usize): usize {
  const used = load<u32>(item, NODE_LENGTH) << 3
  if (used + STEP_VALUES > load<u32>(item, NODE_VALUES_ROOM) && !growValues(item, used, used + STEP_VALUES)) return 0
  return load<u32>(item, NODE_VALUES) + used
}

/** Reads one item, whatever it is; returns where its separator is. */
function readOne(item: usize, at: usize): usize {
  if (load<u8>(at) == LETTER_N) {
    at = readNull(at)
    return at != 0 && appendNull(item) ? skipSpace(at) : 0
  }
  at = readInteger(at)
  if (at == 0 || isFraction(load<u8>(at))) return 0
  const place = roomFor(item)
  if (place == 0) return 0
  store<i64>(place, integer)
  store<u32>(item, load<u32>(item, NODE_LENGTH) + 1, NODE_LENGTH)
  return skipSpace(at)
}

/**
 * Reads over whole numbers of up to fifteen digits, the first of which is at `at`, as long as there are many. Returns
 * where the next item begins, or the bracket that ends the list; 0 when the bracket follows a comma.
 */
export function skipIntegers(at: usize): usize {
  while (true) {
    if (!classify(at)) return load<u8>(at) == CLOSE_BRACKET ? 0 : at
    // Sixteen digits in a row.
    let runs = digits & (digits >> 1)
    runs &= runs >> 2
    runs &= runs >> 4
    if ((runs & (runs >> 8)) != 0) return at
    const last = at + ((63 - clz(usable)) as usize)
    if (load<u8>(last) == CLOSE_BRACKET) return last
    at = skipSpace(last + 1)
  }
}

// @ts-ignore: decorator
@inline
/** Whether the items of a list are read by `readIntegers`. */
export function keepsIntegers(item: usize): bool {
  return load<u32>(item, NODE_SINK) == SINK_INT64
}

// @ts-ignore: decorator
@inline
/** Whether whole numbers of up to fifteen digits may be items of a list whose items are not kept. */
export function passesIntegers(item: usize): bool {
  return load<u32>(item, NODE_SINK) == 0 && (load<u32>(item, NODE_ACCEPTS) & KIND_INT) != 0
}
