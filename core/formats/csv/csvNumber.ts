import { decimalValue } from '../../bytes/decimal.ts'
import { decodeUtf8 } from '../../bytes/utf8.ts'
import { integerKinds } from '../../table/numberKinds.ts'
import { KIND_BOOL, KIND_FLOAT, KIND_INT, KIND_TEXT } from '../../table/typeShape.ts'

/** `nan`, `inf` and their like: numbers in a column of numbers, text in any other. Beside the `KIND_*` of shapes. */
export const KIND_NOT_FINITE = 512

const MINUS = 0x2d
const PLUS = 0x2b
const DOT = 0x2e
const ZERO = 0x30
const NINE = 0x39
const SAFE_DIGITS = 15

/**
 * What the field `bytes[start, end)`, not empty, may be taken for: `KIND_BOOL` (`true`, `false`, any case), the
 * `KIND_*` of numbers, `KIND_NOT_FINITE`, or `KIND_TEXT`. A number is taken for one only where its text can be told
 * from its value again, so that `007`, `+5`, `-0` as a whole number, ` 1` and `1,000` stay text.
 */
export function fieldKinds(bytes: Uint8Array, start: number, end: number): number {
  const first = bytes[start]!
  if ((first >= ZERO && first <= NINE) || first === MINUS || first === DOT) {
    const kinds = decimalKinds(bytes, start, end)
    if (kinds !== KIND_TEXT || first !== MINUS) return kinds
  }
  if (end - start <= 9) return wordKinds(bytes, start, end)
  return KIND_TEXT
}

/** The value of a field of kind `KIND_INT` or `KIND_FLOAT`, or of `KIND_NOT_FINITE`, as a double. */
export function fieldNumber(bytes: Uint8Array, start: number, end: number): number {
  const first = bytes[start]!
  if ((first >= ZERO && first <= NINE) || first === DOT) return decimalValue(bytes, start, end)
  const second = bytes[start + 1]!
  if (first === MINUS && ((second >= ZERO && second <= NINE) || second === DOT)) return decimalValue(bytes, start, end)
  const word = decodeUtf8(bytes, start, end).toLowerCase()
  if (word.endsWith('nan')) return Number.NaN
  return first === MINUS ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
}

/** `-?(0|[1-9]\d*)(\.\d*)?([eE][+-]?\d+)?` or `-?\.\d+([eE][+-]?\d+)?`, else text. */
function decimalKinds(bytes: Uint8Array, start: number, end: number): number {
  const wholeStart = bytes[start] === MINUS ? start + 1 : start
  let at = skipDigits(bytes, wholeStart, end)
  const digits = at - wholeStart
  if (digits > 1 && bytes[wholeStart] === ZERO) return KIND_TEXT
  if (at === end) {
    if (digits === 0) return KIND_TEXT
    if (bytes[wholeStart] === ZERO && wholeStart > start) return KIND_FLOAT // -0 is a number, but no whole one
    return digits <= SAFE_DIGITS ? KIND_INT : integerKinds(decodeUtf8(bytes, start, end))
  }
  if (bytes[at] === DOT) {
    const fractionStart = at + 1
    at = skipDigits(bytes, fractionStart, end)
    if (digits === 0 && at === fractionStart) return KIND_TEXT
  } else if (digits === 0) return KIND_TEXT
  if (at < end && (bytes[at]! | 0x20) === 0x65) {
    at++
    if (at < end && (bytes[at] === PLUS || bytes[at] === MINUS)) at++
    const exponentStart = at
    at = skipDigits(bytes, at, end)
    if (at === exponentStart || at < end) return KIND_TEXT
    return Number.isFinite(decimalValue(bytes, start, end)) ? KIND_FLOAT : KIND_TEXT
  }
  if (at < end) return KIND_TEXT
  return end - start < 300 || Number.isFinite(decimalValue(bytes, start, end)) ? KIND_FLOAT : KIND_TEXT
}

function skipDigits(bytes: Uint8Array, from: number, end: number): number {
  let at = from
  while (at < end && bytes[at]! >= ZERO && bytes[at]! <= NINE) at++
  return at
}

function wordKinds(bytes: Uint8Array, start: number, end: number): number {
  switch (bytes[start]! | 0x20) {
    case 0x74: // t
    case 0x66: // f
    case 0x6e: // n
    case 0x69: // i
    case 0x2d: // -
    case 0x2b | 0x20: // +
      break
    default:
      return KIND_TEXT
  }
  const word = decodeUtf8(bytes, start, end).toLowerCase()
  if (word === 'true' || word === 'false') return KIND_BOOL
  return /^(nan|[+-]?inf(inity)?)$/.test(word) ? KIND_NOT_FINITE : KIND_TEXT
}
