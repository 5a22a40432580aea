/** How integers appear in JSON text. */
export type IntegerStyle =
  /** All digits, as JSON numbers: exact for readers with big integers (Python), lossy for JavaScript. */
  | 'digits'
  /** A number when a double holds it exactly (|n| < 2^53), otherwise a string of its digits. */
  | 'safe-or-string'

const INTEGER = /^-?\d+$/

/** Digits of an integer as JSON. */
export function jsonInteger(digits: string, style: IntegerStyle): string {
  // Fifteen digits are always safe.
  return style === 'digits' || digits.length <= 15 || Number.isSafeInteger(Number(digits)) ? digits : `"${digits}"`
}

/** JSON text with every integer a double cannot hold put into quotes; all else is left as it is. */
export function quoteUnsafeIntegers(json: string): string {
  let text = ''
  let copied = 0
  for (let at = 0; at < json.length; ) {
    const char = json.charCodeAt(at)
    if (char === 0x22) {
      at = stringEnd(json, at)
    } else if (char === 0x2d || (char >= 0x30 && char <= 0x39)) {
      const end = numberEnd(json, at)
      const digits = json.slice(at, end)
      if (INTEGER.test(digits) && !Number.isSafeInteger(Number(digits))) {
        text += `${json.slice(copied, at)}"${digits}"`
        copied = end
      }
      at = end
    } else at++
  }
  return copied === 0 ? json : text + json.slice(copied)
}

function stringEnd(json: string, start: number): number {
  let at = start + 1
  while (at < json.length && json.charCodeAt(at) !== 0x22) at += json.charCodeAt(at) === 0x5c ? 2 : 1
  return at + 1
}

function numberEnd(json: string, start: number): number {
  let at = start + 1
  while (at < json.length && '+-.eE0123456789'.includes(json.charAt(at))) at++
  return at
}
