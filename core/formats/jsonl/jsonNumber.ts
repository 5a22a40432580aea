import { decimalValue } from '../../bytes/decimal.ts'
import { decodeUtf8 } from '../../bytes/utf8.ts'
import { integerKinds } from '../../table/numberKinds.ts'
import { KIND_FLOAT, KIND_INT } from '../../table/typeShape.ts'

/** A number as it stands in the text. */
export interface NumberToken {
  start: number
  end: number
  /** Written without fraction or exponent. */
  isInteger: boolean
  /** Digits of the whole part. */
  digits: number
  /** For integers of up to 15 digits: the value. Not set otherwise. */
  value: number
  /** False for `NaN`, `Infinity` and `-Infinity`. */
  finite: boolean
}

/** Integers of so many digits are exact in a double. */
export const SAFE_DIGITS = 15

const MINUS = 0x2d
const PLUS = 0x2b
const DOT = 0x2e
const ZERO = 0x30
const NINE = 0x39

const NAN = Uint8Array.of(0x4e, 0x61, 0x4e)
const INFINITY = Uint8Array.from('Infinity', (letter) => letter.charCodeAt(0))

/**
 * Reads the number at `at` into `token`.
 * @returns false when there is none; `token.end` is then where it went wrong
 */
export function scanNumber(bytes: Uint8Array, at: number, end: number, token: NumberToken): boolean {
  token.start = at
  token.finite = true
  const negative = at < end && bytes[at] === MINUS
  let i = negative ? at + 1 : at
  const digitsStart = i
  let value = 0
  while (i < end) {
    const digit = bytes[i]! - ZERO
    if (digit < 0 || digit > 9) break
    value = value * 10 + digit
    i++
  }
  token.digits = i - digitsStart
  token.end = i
  if (token.digits === 0) return scanNotFinite(bytes, i, end, token)
  if (token.digits > 1 && bytes[digitsStart] === ZERO) {
    token.end = digitsStart + 1
    return false
  }
  token.value = negative ? 0 - value : value
  token.isInteger = true
  if (i < end && bytes[i] === DOT) {
    token.isInteger = false
    i = skipDigits(bytes, i + 1, end, token)
    if (i < 0) return false
  }
  if (i < end && (bytes[i]! | 0x20) === 0x65) {
    token.isInteger = false
    i++
    if (i < end && (bytes[i] === PLUS || bytes[i] === MINUS)) i++
    i = skipDigits(bytes, i, end, token)
    if (i < 0) return false
  }
  token.end = i
  return true
}

/** The value as a double, correctly rounded. */
export function numberValue(bytes: Uint8Array, token: NumberToken): number {
  if (token.isInteger && token.digits <= SAFE_DIGITS) return token.value
  return decimalValue(bytes, token.start, token.end)
}

/** The number as written. */
export function numberText(bytes: Uint8Array, token: NumberToken): string {
  return decodeUtf8(bytes, token.start, token.end)
}

/** `KIND_*` bits of the number. */
export function numberKinds(bytes: Uint8Array, token: NumberToken): number {
  if (!token.isInteger) return KIND_FLOAT
  if (token.digits <= SAFE_DIGITS) return KIND_INT
  return integerKinds(numberText(bytes, token))
}

/** The end of one or more digits at `at`; -1, with `token.end` there, when there is none. */
function skipDigits(bytes: Uint8Array, at: number, end: number, token: NumberToken): number {
  let i = at
  while (i < end && bytes[i]! >= ZERO && bytes[i]! <= NINE) i++
  if (i > at) return i
  token.end = at
  return -1
}

function scanNotFinite(bytes: Uint8Array, at: number, end: number, token: NumberToken): boolean {
  const word = at === token.start && bytes[at] === NAN[0] ? NAN : INFINITY
  if (at + word.length > end) return false
  for (let i = 0; i < word.length; i++) if (bytes[at + i] !== word[i]) return false
  token.end = at + word.length
  token.isInteger = false
  token.finite = false
  return true
}
