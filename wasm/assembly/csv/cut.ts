import { STEP, matches, writeBits } from '../simd/matches'
import { prefixXor } from '../simd/prefixXor'
import { AT_FIELD_START, BEHIND_QUOTE, IN_PLAIN_FIELD, IN_QUOTES, RETURN, NEWLINE, QUOTE } from './states'

/** What the last call found besides offsets. */
let stateBehind: u32 = 0
let openQuote: i32 = -1
let lastStray: usize = 0
let sawQuotes: bool = false

/** State behind the last byte that was looked at. */
export function cutState(): u32 {
  return stateBehind
}

/** Offset of the quote that opened the field the bytes end in, plus `base`; -1: none, or before them. */
export function cutOpenAt(): i32 {
  return openQuote
}

/** End of the list of stray quotes that the last call wrote. */
export function straysEnd(): usize {
  return lastStray
}

/** Whether the last call came upon any quote. */
export function quotesSeen(): bool {
  return sawQuotes
}

// @ts-ignore: decorator
@inline
/** Whether any of the 64 bytes at `at` is one of four. */
function anyOf(at: usize, a: v128, b: v128, c: v128, d: v128): bool {
  let any = i8x16.splat(0)
  for (let k: usize = 0; k < 64; k += 16) {
    const bytes = v128.load(at + k)
    any = v128.or(any, v128.or(i8x16.eq(bytes, a), i8x16.eq(bytes, b)))
    any = v128.or(any, v128.or(i8x16.eq(bytes, c), i8x16.eq(bytes, d)))
  }
  return v128.any_true(any)
}

/**
 * Offsets, each plus `base`, of line ends outside quotes (LF, CR, and of CRLF the LF alone where both are in one step) and,
 * if `withFields`, of delimiters outside quotes, in `length` bytes at `input`, as u32 at `out`, at most `capacity`.
 * With `strays` not 0, offsets of quotes in plain fields (the first of each) are written there, one per field at most.
 * Returns how many were written to `out`; the search stopped at the last one when that is `capacity`.
 */
export function cut(
  input: usize,
  length: u32,
  base: u32,
  out: usize,
  capacity: u32,
  delimiter: u32,
  state: u32,
  withFields: u32,
  strays: usize,
): u32 {
  const newline = i8x16.splat(NEWLINE)
  const carriage = i8x16.splat(RETURN)
  const quote = i8x16.splat(QUOTE)
  const separator = i8x16.splat(delimiter as i8)
  const wanted = withFields ? separator : newline
  const fieldMask: u64 = withFields ? u64.MAX_VALUE : 0
  const outStart = out
  const outEnd = out + ((capacity as usize) << 2)
  const searchEnd = input + length
  /** All ones while inside quotes, else 0. */
  let inside: u64 = state == IN_QUOTES ? u64.MAX_VALUE : 0
  /** The byte before is a separator or line end; a quote; what a plain field is made of: none of both. */
  let afterSeparator: u64 = state == AT_FIELD_START ? 1 : 0
  let afterQuote: u64 = state == BEHIND_QUOTE ? 1 : 0
  let openBase: usize = 0
  let openBits: u64 = 0
  let at = input
  let endsPlain = false
  let full = capacity == 0
  sawQuotes = false

  while (!full && at + STEP <= searchEnd) {
    if (!anyOf(at, quote, newline, carriage, wanted)) {
      at += STEP
      continue
    }
    const quotes = matches(at, quote)
    const separators = matches(at, separator)
    const newlines = matches(at, newline)
    const returns = matches(at, carriage)
    const lineEnds = newlines | returns
    const written = (newlines | (returns & ~(newlines >> 1))) | (separators & fieldMask)
    if (quotes == 0) {
      const ends = written & ~inside
      if (ends != 0) {
        if (out + ((popcnt(ends) as usize) << 2) > outEnd) break
        out = writeBits(ends, base + ((at - input) as u32), out)
      }
      at += STEP
      continue
    }
    sawQuotes = true
    if (at > input) {
      const before = load<u8>(at - 1)
      afterQuote = before == QUOTE ? 1 : 0
      afterSeparator = before == (delimiter as u8) || before == NEWLINE || before == RETURN ? 1 : 0
    }
    const inQuotes = prefixXor(quotes) ^ inside
    const opening = quotes & inQuotes
    const behindSeparator = ((separators | lineEnds) << 1) | afterSeparator
    const stray = opening & ~(behindSeparator | (quotes << 1) | afterQuote)
    /** Bytes up to which counting quotes is right. */
    const right: u64 = stray != 0 ? (stray & (0 - stray)) - 1 : u64.MAX_VALUE
    const ends = written & ~inQuotes & right
    if (ends != 0) {
      if (out + ((popcnt(ends) as usize) << 2) > outEnd) break
      out = writeBits(ends, base + ((at - input) as u32), out)
    }
    const opened = opening & behindSeparator & right
    if (opened != 0) {
      openBase = at
      openBits = opened
    }
    if (stray == 0) {
      inside = ((inQuotes as i64) >> 63) as u64
      at += STEP
      continue
    }
    at += ctz(stray) as usize
    if (strays) {
      store<u32>(strays, base + ((at - input) as u32))
      strays += 4
    }
    // The rest of the plain field: quotes say nothing there.
    inside = 0
    at++
    endsPlain = true
    while (at < searchEnd) {
      const byte = load<u8>(at)
      if (byte == (delimiter as u8) || byte == NEWLINE || byte == RETURN) break
      at++
    }
    if (at == searchEnd) break
    endsPlain = false
    if (load<u8>(at) != (delimiter as u8)) {
      if (load<u8>(at) == NEWLINE || at + 1 == searchEnd || load<u8>(at + 1) != NEWLINE) {
        if (out == outEnd) {
          full = true
          break
        }
        store<u32>(out, base + ((at - input) as u32))
        out += 4
      }
    } else if (withFields) {
      if (out == outEnd) {
        full = true
        break
      }
      store<u32>(out, base + ((at - input) as u32))
      out += 4
    }
    at++
  }

  // What is left, state by state: less than a step, or the step in which `out` fills up.
  let now: u32 = state
  if (at > input) {
    const before = load<u8>(at - 1)
    if (endsPlain) now = IN_PLAIN_FIELD
    else if (inside != 0) now = IN_QUOTES
    else if (before == QUOTE) now = BEHIND_QUOTE
    else if (before == (delimiter as u8) || before == NEWLINE || before == RETURN) now = AT_FIELD_START
    else now = IN_PLAIN_FIELD
  }
  let open: i32 = openBits != 0 ? ((openBase - input) as i32) + (63 - clz(openBits) as i32) : -1
  let strayTold = endsPlain
  for (; at < searchEnd && out < outEnd; at++) {
    const byte = load<u8>(at)
    if (byte == QUOTE) sawQuotes = true
    if (now == IN_QUOTES) {
      if (byte == QUOTE) now = BEHIND_QUOTE
    } else if (byte == (delimiter as u8) || byte == NEWLINE || byte == RETURN) {
      now = AT_FIELD_START
      strayTold = false
      if (byte == (delimiter as u8) ? !withFields : byte == RETURN && at + 1 < searchEnd && load<u8>(at + 1) == NEWLINE) {
        continue
      }
      store<u32>(out, base + ((at - input) as u32))
      out += 4
    } else if (byte != QUOTE) {
      now = IN_PLAIN_FIELD
    } else if (now == IN_PLAIN_FIELD) {
      if (strays && !strayTold) {
        store<u32>(strays, base + ((at - input) as u32))
        strays += 4
        strayTold = true
      }
    } else {
      if (now == AT_FIELD_START) open = (at - input) as i32
      now = IN_QUOTES
    }
  }
  stateBehind = now
  openQuote = now == IN_QUOTES || now == BEHIND_QUOTE ? (open < 0 ? -1 : open + (base as i32)) : -1
  lastStray = strays
  return ((out - outStart) >> 2) as u32
}
