export const BACKSLASH = 0x5c
export const LETTER_U = 0x75

/** The 16-bit number of the four hexadecimal digits at `at`, or -1. */
export function hexAt(bytes: Uint8Array, at: number, end: number): number {
  if (at + 4 > end) return -1
  let value = 0
  for (let i = at; i < at + 4; i++) {
    const byte = bytes[i]!
    let digit = -1
    if (byte >= 0x30 && byte <= 0x39) digit = byte - 0x30
    else if (byte >= 0x61 && byte <= 0x66) digit = byte - 0x57
    else if (byte >= 0x41 && byte <= 0x46) digit = byte - 0x37
    if (digit < 0) return -1
    value = value * 16 + digit
  }
  return value
}

export function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff
}

export function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff
}

/** The low surrogate escaped at `at`, or -1. */
export function lowSurrogateAt(bytes: Uint8Array, at: number, end: number): number {
  if (at + 6 > end || bytes[at] !== BACKSLASH || bytes[at + 1] !== LETTER_U) return -1
  const unit = hexAt(bytes, at + 2, end)
  return isLowSurrogate(unit) ? unit : -1
}
