import { DOT, LETTER_E, MINUS, PLUS, ZERO } from './bytes'

const ZEROS: u64 = 0x3030303030303030
const HIGH_BITS: u64 = 0x8080808080808080
/** Added to a byte, reaches the top bit when it is over 9. */
const OVER_NINE: u64 = 0x7676767676767676
const MOST_DIGITS: u32 = 19
const MAX_POSITIVE: u64 = 0x7fffffffffffffff
const MAX_NEGATIVE: u64 = 0x8000000000000000

/** What `readInteger` read. */
export let integer: i64 = 0

// @ts-ignore: decorator
@inline
/** Eight bytes less '0' each: those that are digits are now 0 to 9. */
export function lessZeros(at: usize): u64 {
  return load<u64>(at) ^ ZEROS
}

// @ts-ignore: decorator
@inline
/** How many bits of leading digits: 8 for each, 64 for eight or more. */
export function digitBits(digits: u64): u64 {
  const others = ((digits + OVER_NINE) | digits) & HIGH_BITS
  return others == 0 ? 64 : ctz(others) & ~7
}

// @ts-ignore: decorator
@inline
/** The number whose eight digits are the bytes of `digits`, the lowest byte the first. */
export function eightDigits(digits: u64): u64 {
  const pairs = digits * 10 + (digits >> 8)
  const first = (pairs & 0x000000ff000000ff) * 0x000f424000000064
  const second = ((pairs >> 16) & 0x000000ff000000ff) * 0x0000271000000001
  return (first + second) >> 32
}

// @ts-ignore: decorator
@inline
export function isDigit(byte: u32): bool {
  return byte - ZERO <= 9
}

// @ts-ignore: decorator
@inline
/** Whether `byte` makes a number of the digits before it that is not written as a whole one. */
export function isFraction(byte: u32): bool {
  return byte == DOT || (byte | 0x20) == LETTER_E
}

/**
 * Reads a whole number into `integer`. Returns where its digits end, whatever follows; 0 when there is none, or it is
 * outside int64 (or has so many digits that it may be).
 */
export function readInteger(at: usize): usize {
  const negative = load<u8>(at) == MINUS
  if (negative) at++
  const start = at
  const digits = lessZeros(at)
  const bits = digitBits(digits)
  if (bits == 0) return 0
  if ((digits & 0xff) == 0 && bits > 8) return 0
  let value = eightDigits(digits << (64 - bits))
  at += (bits >> 3) as usize
  if (bits == 64) {
    for (let byte: u32 = load<u8>(at); isDigit(byte); byte = load<u8>(at)) {
      if (at - start == MOST_DIGITS) return 0
      value = value * 10 + (byte - ZERO)
      at++
    }
  }
  if (value > (negative ? MAX_NEGATIVE : MAX_POSITIVE)) return 0
  integer = negative ? -(value as i64) : (value as i64)
  return at
}

/** Whether `integer` is a double exactly. */
export function integerIsDouble(): bool {
  const asDouble = <f64>integer
  return asDouble < 9223372036854775807.0 && <i64>asDouble == integer
}

/** Behind the digits at `at`, of which there must be one; 0 otherwise. */
function skipDigits(at: usize): usize {
  if (!isDigit(load<u8>(at))) return 0
  while (true) {
    const bits = digitBits(lessZeros(at))
    at += (bits >> 3) as usize
    if (bits != 64) return at
  }
}

/** Behind the number at `at`, whatever its size; 0 when it is none. */
export function skipNumber(at: usize): usize {
  if (load<u8>(at) == MINUS) at++
  const start = at
  at = skipDigits(at)
  if (at == 0 || (load<u8>(start) == ZERO && at - start > 1)) return 0
  return skipFraction(at)
}

/** Behind the fraction and exponent at `at`, which may be none; 0 when they are begun and not ended. */
export function skipFraction(at: usize): usize {
  if (load<u8>(at) == DOT) {
    at = skipDigits(at + 1)
    if (at == 0) return 0
  }
  if ((load<u8>(at) | 0x20) != LETTER_E) return at
  at++
  const sign: u32 = load<u8>(at)
  if (sign == PLUS || sign == MINUS) at++
  return skipDigits(at)
}
