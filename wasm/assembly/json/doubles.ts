import { DOT, LETTER_E, MINUS, PLUS, ZERO } from './bytes'
import { MAX_EXPONENT, MIN_EXPONENT, decimalValue } from '../numbers/decimal'
import { digitBits, eightDigits, integer, integerIsDouble, isDigit, isFraction, lessZeros, readInteger, skipNumber } from './numbers'

// @ts-ignore: decorator
@external("host", "parseDecimal")
/** The double nearest to the number at `[start, end)`, whatever its length, by the host. */
declare function parseDecimal(start: usize, end: usize): f64

/** What `readDouble` read. */
export let double: f64 = 0

/** More digits than a u64 is sure to hold. */
const MOST_DIGITS: usize = 19
/** 10 to the power of 0 to 7, by which digits before others count more. */
const SHIFTS: usize = memory.data<u64>([1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000])
const EIGHT_DIGITS: u64 = 100_000_000
const MOST_WRITTEN: i32 = 99_999

/**
 * Reads a number into `double`, correctly rounded. Returns where it ends; 0 when it is none, or a whole number that no
 * double holds exactly.
 */
export function readDouble(at: usize): usize {
  const start = at
  const negative = load<u8>(at) == MINUS
  if (negative) at++
  const wholeStart = at
  let word = lessZeros(at)
  let bits = digitBits(word)
  if (bits == 0 || ((word & 0xff) == 0 && bits > 8)) return 0
  if (bits == 64) return readLongDouble(start)
  let digits = eightDigits(word << (64 - bits))
  at += (bits >> 3) as usize
  if (!isFraction(load<u8>(at))) {
    double = negative && digits != 0 ? -(<f64>digits) : <f64>digits // -0 is the whole number 0
    return at
  }
  let count = at - wholeStart
  let exponent: i32 = 0
  if (load<u8>(at) == DOT) {
    at++
    const fraction = at
    word = lessZeros(at)
    bits = digitBits(word)
    if (bits == 0) return 0
    while (bits == 64) {
      digits = digits * EIGHT_DIGITS + eightDigits(word)
      at += 8
      if (count + (at - fraction) > MOST_DIGITS) return readLongDouble(start)
      word = lessZeros(at)
      bits = digitBits(word)
    }
    if (bits != 0) digits = digits * load<u64>(SHIFTS + (bits as usize)) + eightDigits(word << (64 - bits))
    at += (bits >> 3) as usize
    count += at - fraction
    if (count > MOST_DIGITS) return readLongDouble(start)
    exponent = -((at - fraction) as i32)
  }
  if ((load<u8>(at) | 0x20) == LETTER_E) {
    at++
    const sign: u32 = load<u8>(at)
    if (sign == MINUS || sign == PLUS) at++
    if (!isDigit(load<u8>(at))) return 0
    let written: i32 = 0
    for (let byte: u32 = load<u8>(at); isDigit(byte); byte = load<u8>(++at)) {
      written = min(MOST_WRITTEN, written * 10 + ((byte - ZERO) as i32))
    }
    exponent += sign == MINUS ? -written : written
  }
  if (digits == 0) double = 0
  else if (exponent >= MIN_EXPONENT && exponent <= MAX_EXPONENT) double = decimalValue(digits, exponent)
  else {
    double = parseDecimal(start, at)
    return at
  }
  if (negative) double = -double
  return at
}

/** `readDouble` where there are eight digits or more before the point, or more than nineteen in all. */
function readLongDouble(at: usize): usize {
  const wholeEnd = readInteger(at)
  if (wholeEnd != 0 && !isFraction(load<u8>(wholeEnd))) {
    if (!integerIsDouble()) return 0
    double = <f64>integer
    return wholeEnd
  }
  const end = skipNumber(at)
  if (end == 0) return 0
  if (wholeEnd == 0) {
    // A whole number of more than nineteen digits: the host says whether it is exact.
    let digitsEnd = at
    while (!isFraction(load<u8>(digitsEnd))) if (++digitsEnd >= end) return 0
  }
  double = parseDecimal(at, end)
  return end
}
