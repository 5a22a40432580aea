import { decodeUtf8 } from './utf8.ts'

const MINUS = 0x2d
const DOT = 0x2e
const ZERO = 0x30

/** Powers of ten that are doubles exactly. */
const POWERS = Float64Array.from({ length: 23 }, (_, i) => Number(`1e${i}`))

/** So many digits make an integer that a double holds exactly. */
const EXACT_DIGITS = 15

/**
 * The double nearest to the decimal literal `bytes[start, end)`, which must be one that `Number` takes. Up to 15
 * digits without exponent are an exact integer divided by an exact power of ten, which rounds only once; the rest is
 * left to `Number`.
 */
export function decimalValue(bytes: Uint8Array, start: number, end: number): number {
  const negative = bytes[start] === MINUS
  let at = negative ? start + 1 : start
  if (end - at > EXACT_DIGITS + 1) return Number(decodeUtf8(bytes, start, end))
  let value = 0
  let digits = 0
  let fraction = 0
  let dots = 0
  for (; at < end; at++) {
    const byte = bytes[at]!
    const digit = byte - ZERO
    if (digit >= 0 && digit <= 9) {
      value = value * 10 + digit
      digits++
      fraction += dots
    } else if (byte === DOT) dots = 1
    else return Number(decodeUtf8(bytes, start, end))
  }
  if (digits > EXACT_DIGITS) return Number(decodeUtf8(bytes, start, end))
  if (fraction > 0) value /= POWERS[fraction]!
  return negative ? -value : value
}
