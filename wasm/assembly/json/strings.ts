import { endText, textPlace } from './columns'
import { BACKSLASH, LETTER_U, QUOTE } from './bytes'

/** What `\b` and the like stand for, by their letter less 0x22; 0: no such escape. */
const ESCAPES: usize = memory.data<u8>([
  0x22, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x2f, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x5c, 0, 0, 0, 0, 0, 0x08, 0, 0, 0, 0x0c, 0, 0, 0, 0, 0, 0,
  0, 0x0a, 0, 0, 0, 0x0d, 0, 0x09,
])
const LAST_ESCAPE: u32 = 0x74 - 0x22

// @ts-ignore: decorator
@inline
/** All ones in the bytes that end a run of plain text: quotes, backslashes and control characters. */
function specials(bytes: v128): v128 {
  const marks = v128.or(i8x16.eq(bytes, i8x16.splat(0x22)), i8x16.eq(bytes, i8x16.splat(0x5c)))
  return v128.or(marks, i8x16.eq(i8x16.min_u(bytes, i8x16.splat(0x1f)), bytes))
}

// @ts-ignore: decorator
@inline
/** What the one-letter escape stands for whose letter is `letter`; 0: there is none. */
function simpleEscape(letter: u32): u32 {
  const index = letter - 0x22
  return index <= LAST_ESCAPE ? (load<u8>(ESCAPES + index) as u32) : 0
}

/** 0 to 15; over 15 for what is no hexadecimal digit. */
function hexDigit(byte: u32): u32 {
  const digit = byte - 0x30
  if (digit <= 9) return digit
  const letter = (byte | 0x20) - 0x61
  return letter <= 5 ? letter + 10 : 0x80000000
}

/** The number of the four hexadecimal digits at `at`; over 0xffff when they are none. */
function hexNumber(at: usize): u32 {
  const first = hexDigit(load<u8>(at))
  const second = hexDigit(load<u8>(at, 1))
  const third = hexDigit(load<u8>(at, 2))
  const fourth = hexDigit(load<u8>(at, 3))
  if ((first | second | third | fourth) > 15) return 0x10000
  return (first << 12) | (second << 8) | (third << 4) | fourth
}

/** The code point of the `\u` escape at `at`, a surrogate pair taken as one; 0xffffffff: malformed, or half a pair. */
function escapedCode(at: usize): u32 {
  const unit = hexNumber(at + 2)
  if (unit > 0xffff) return 0xffffffff
  if ((unit & 0xf800) != 0xd800) return unit
  if (unit >= 0xdc00 || load<u8>(at, 6) != BACKSLASH || load<u8>(at, 7) != LETTER_U) return 0xffffffff
  const low = hexNumber(at + 8)
  if ((low & 0xfffffc00) != 0xdc00) return 0xffffffff
  return 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00)
}

/** Writes a code point as UTF-8 and returns where it ends. */
function writeCode(out: usize, code: u32): usize {
  if (code < 0x80) {
    store<u8>(out, code)
    return out + 1
  }
  if (code < 0x800) {
    store<u8>(out, 0xc0 | (code >> 6))
    store<u8>(out, 0x80 | (code & 0x3f), 1)
    return out + 2
  }
  if (code < 0x10000) {
    store<u8>(out, 0xe0 | (code >> 12))
    store<u8>(out, 0x80 | ((code >> 6) & 0x3f), 1)
    store<u8>(out, 0x80 | (code & 0x3f), 2)
    return out + 3
  }
  store<u8>(out, 0xf0 | (code >> 18))
  store<u8>(out, 0x80 | ((code >> 12) & 0x3f), 1)
  store<u8>(out, 0x80 | ((code >> 6) & 0x3f), 2)
  store<u8>(out, 0x80 | (code & 0x3f), 3)
  return out + 4
}

/**
 * Appends the string whose opening quote is at `at`, escapes resolved. `end` is where its record ends: an escape is
 * never shorter than what it stands for, so the text is no longer than that.
 * Returns where it ends; 0 for a string that is none, or has half a surrogate pair.
 */
export function copyString(node: usize, at: usize, end: usize): usize {
  let out = textPlace(node, end - at + 64)
  if (out == 0) return 0
  at++
  while (true) {
    const bytes = v128.load(at)
    v128.store(out, bytes)
    const marks = i8x16.bitmask(specials(bytes)) as u32
    if (marks == 0) {
      at += 16
      out += 16
      continue
    }
    const run = ctz(marks) as usize
    at += run
    out += run
    const byte: u32 = load<u8>(at)
    if (byte == QUOTE) return endText(node, out) ? at + 1 : 0
    if (byte != BACKSLASH) return 0
    const letter: u32 = load<u8>(at, 1)
    const simple = simpleEscape(letter)
    if (simple != 0) {
      store<u8>(out, simple)
      out++
      at += 2
    } else {
      if (letter != LETTER_U) return 0
      const code = escapedCode(at)
      if (code == 0xffffffff) return 0
      out = writeCode(out, code)
      at += code < 0x10000 ? 6 : 12
    }
  }
}

/** Where the string ends whose opening quote is at `at`; 0 where `copyString` would give 0. */
export function skipString(at: usize): usize {
  at++
  while (true) {
    const marks = i8x16.bitmask(specials(v128.load(at))) as u32
    if (marks == 0) {
      at += 16
      continue
    }
    at += ctz(marks) as usize
    const byte: u32 = load<u8>(at)
    if (byte == QUOTE) return at + 1
    if (byte != BACKSLASH) return 0
    const letter: u32 = load<u8>(at, 1)
    if (letter != LETTER_U) {
      if (simpleEscape(letter) == 0) return 0
      at += 2
    } else {
      const code = escapedCode(at)
      if (code == 0xffffffff) return 0
      at += code < 0x10000 ? 6 : 12
    }
  }
}
