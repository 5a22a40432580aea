// What the text of one field may be taken for, as core/formats/csv/csvNumber.ts has it.
import { decimalValue, MAX_EXPONENT, MIN_EXPONENT } from '../numbers/decimal'

// As in core/table/typeShape.ts and core/formats/csv/csvNumber.ts.
export const KIND_BOOL: u32 = 1
export const KIND_INT: u32 = 2
export const KIND_INEXACT: u32 = 4
export const KIND_HUGE: u32 = 8
export const KIND_FLOAT: u32 = 16
export const KIND_TEXT: u32 = 32
export const KIND_NOT_FINITE: u32 = 512
/** It takes more digits than are read here: TypeScript decides. */
export const KIND_UNDECIDED: u32 = 0x8000

const MINUS: u8 = 0x2d
const PLUS: u8 = 0x2b
const DOT: u8 = 0x2e
const ZERO: u8 = 0x30
/** So many digits fit into 64 bits without a sign, whatever they are. */
const MAX_DIGITS: u32 = 19

/** The digits of the number last looked at, sign and leading zeros left out, and the power of ten they are to be times. */
let digits: u64 = 0
let numDigits: u32 = 0
let exponent: i32 = 0
let negative: bool = false
let boolean: bool = false

// @ts-ignore: decorator
@inline
/** Whether eight bytes, the first one lowest, are digits all. */
function areDigits(bytes: u64): bool {
  const high = bytes & 0xf0f0f0f0f0f0f0f0
  return (high | (((bytes + 0x0606060606060606) & 0xf0f0f0f0f0f0f0f0) >> 4)) == 0x3333333333333333
}

// @ts-ignore: decorator
@inline
/** The number that eight digits are: pairs, then fours, then all of them at once (Lemire, 2018). */
function eightDigits(bytes: u64): u64 {
  const values = bytes - 0x3030303030303030
  const pairs = values * 10 + (values >> 8)
  const low = (pairs & 0x000000ff000000ff) * 0x000f424000000064
  return (low + ((pairs >> 16) & 0x000000ff000000ff) * 0x0000271000000001) >> 32
}

// @ts-ignore: decorator
@inline
function digitAt(at: usize): u32 {
  return (load<u8>(at) as u32) - ZERO
}

// @ts-ignore: decorator
@inline
/** The kinds of the field `[start, end)`, which is not empty. Reads up to 8 bytes behind it. */
export function fieldKinds(start: usize, end: usize): u32 {
  const first = load<u8>(start)
  if (first == MINUS || first == DOT || ((first as u32) - ZERO) <= 9) {
    const kinds = decimalKinds(start, end)
    if (kinds != KIND_TEXT || first != MINUS) return kinds
  }
  return end - start <= 9 ? wordKinds(start, end) : KIND_TEXT
}

function decimalKinds(start: usize, end: usize): u32 {
  negative = load<u8>(start) == MINUS
  const wholeStart = negative ? start + 1 : start
  let at = wholeStart
  let value: u64 = 0
  while (at + 8 <= end && areDigits(load<u64>(at))) {
    value = value * 100000000 + eightDigits(load<u64>(at))
    at += 8
  }
  for (; at < end; at++) {
    const digit = digitAt(at)
    if (digit > 9) break
    value = value * 10 + digit
  }
  const whole = (at - wholeStart) as u32
  if (whole > 1 && load<u8>(wholeStart) == ZERO) return KIND_TEXT
  exponent = 0
  digits = value
  numDigits = whole
  if (at == end) {
    if (whole == 0) return KIND_TEXT
    if (negative && load<u8>(wholeStart) == ZERO) return KIND_FLOAT // -0 is a number, but no whole one
    if (whole <= 15) return KIND_INT
    return whole <= MAX_DIGITS ? integerKinds(value) : KIND_UNDECIDED
  }
  if (load<u8>(at) == DOT) {
    const fraction = ++at
    while (at + 8 <= end && areDigits(load<u64>(at))) {
      value = value * 100000000 + eightDigits(load<u64>(at))
      at += 8
    }
    for (; at < end; at++) {
      const digit = digitAt(at)
      if (digit > 9) break
      value = value * 10 + digit
    }
    if (whole == 0 && at == fraction) return KIND_TEXT
    numDigits = (at - fraction) as u32
    if (whole > 0 && load<u8>(wholeStart) != ZERO) numDigits += whole
    else if (numDigits > MAX_DIGITS) numDigits = significant(fraction, at)
    exponent = -((at - fraction) as i32)
  } else if (whole == 0) return KIND_TEXT
  digits = value
  if (at < end && (load<u8>(at) | 0x20) == 0x65) {
    at++
    let down = false
    if (at < end && (load<u8>(at) == PLUS || load<u8>(at) == MINUS)) down = load<u8>(at++) == MINUS
    const powerStart = at
    let power: i32 = 0
    while (at < end && digitAt(at) <= 9) {
      if (power < 100000) power = power * 10 + (digitAt(at) as i32)
      at++
    }
    if (at == powerStart || at < end) return KIND_TEXT
    exponent += down ? -power : power
  } else if (at < end) return KIND_TEXT
  if (numDigits > MAX_DIGITS || exponent > MAX_EXPONENT - (MAX_DIGITS as i32) || exponent < MIN_EXPONENT) {
    return KIND_FLOAT | KIND_UNDECIDED
  }
  return KIND_FLOAT
}

/** Digits of a fraction from the first that is not 0 on. */
function significant(start: usize, end: usize): u32 {
  let at = start
  while (at < end && load<u8>(at) == ZERO) at++
  return (end - at) as u32
}

/** Kinds of a whole number of at most 19 digits. */
function integerKinds(value: u64): u32 {
  let kinds = KIND_INT
  if (((value as f64) as u64) != value) kinds |= KIND_INEXACT
  if (value > (i64.MAX_VALUE as u64) + (negative ? 1 : 0)) kinds |= KIND_HUGE
  return kinds
}

// @ts-ignore: decorator
@inline
/** Byte `i` of a word in lower case. */
function letter(start: usize, i: usize): u8 {
  return load<u8>(start + i) | 0x20
}

function wordKinds(start: usize, end: usize): u32 {
  const length = end - start
  const first = letter(start, 0)
  if (first == 0x74) {
    boolean = true
    const isTrue = length == 4 && letter(start, 1) == 0x72 && letter(start, 2) == 0x75 && letter(start, 3) == 0x65
    return isTrue ? KIND_BOOL : KIND_TEXT
  }
  if (first == 0x66) {
    boolean = false
    const isFalse =
      length == 5 &&
      letter(start, 1) == 0x61 &&
      letter(start, 2) == 0x6c &&
      letter(start, 3) == 0x73 &&
      letter(start, 4) == 0x65
    return isFalse ? KIND_BOOL : KIND_TEXT
  }
  if (first == 0x6e) return length == 3 && letter(start, 1) == 0x61 && letter(start, 2) == 0x6e ? KIND_NOT_FINITE : KIND_TEXT
  const sign = load<u8>(start) == MINUS || load<u8>(start) == PLUS
  const word = sign ? start + 1 : start
  const left = end - word
  if (left != 3 && left != 8) return KIND_TEXT
  if (letter(word, 0) != 0x69 || letter(word, 1) != 0x6e || letter(word, 2) != 0x66) return KIND_TEXT
  if (left == 3) return KIND_NOT_FINITE
  // "inity"
  const isRest =
    letter(word, 3) == 0x69 &&
    letter(word, 4) == 0x6e &&
    letter(word, 5) == 0x69 &&
    letter(word, 6) == 0x74 &&
    letter(word, 7) == 0x79
  return isRest ? KIND_NOT_FINITE : KIND_TEXT
}

/** The whole number last looked at. */
export function fieldInteger(): i64 {
  return negative ? -(digits as i64) : (digits as i64)
}

/** The number last looked at, of kind `KIND_INT` or `KIND_FLOAT` and decided. */
export function fieldFloat(): f64 {
  const value = exponent == 0 ? (digits as f64) : decimalValue(digits, exponent)
  return negative ? -value : value
}

/** The value of a field of kind `KIND_NOT_FINITE`. */
export function notFinite(start: usize): f64 {
  const first = letter(start, 0)
  if (first == 0x6e) return NaN
  return load<u8>(start) == MINUS ? -Infinity : Infinity
}

/** The boolean last looked at. */
export function fieldBoolean(): bool {
  return boolean
}
