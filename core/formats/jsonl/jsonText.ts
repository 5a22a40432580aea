import { decodeUtf8 } from '../../bytes/utf8.ts'
import type { Utf8Writer } from '../../table/writers/utf8Writer.ts'

const BACKSLASH = 0x5c
const LETTER_U = 0x75

/** What a one-letter escape stands for: `\n` is 10, and so on. */
const ESCAPED = new Uint8Array(128)
for (const byte of [0x22, 0x5c, 0x2f]) ESCAPED[byte] = byte
ESCAPED[0x62] = 0x08
ESCAPED[0x66] = 0x0c
ESCAPED[0x6e] = 0x0a
ESCAPED[0x72] = 0x0d
ESCAPED[0x74] = 0x09

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

/**
 * Appends the string whose content (checked by `JsonCursor.readString`) is `bytes[start, end)`, escapes resolved.
 * Surrogate escapes without their other half become U+FFFD.
 */
export function appendEscapedText(writer: Utf8Writer, bytes: Uint8Array, start: number, end: number): void {
  writer.reserve(end - start) // an escape is never shorter than what it stands for
  writer.commit(unescapeInto(writer.data, writer.dataEnd, bytes, start, end))
}

/** The text of a checked string. */
export function textOf(bytes: Uint8Array, start: number, end: number, escaped: boolean): string {
  if (!escaped) return decodeUtf8(bytes, start, end)
  const plain = new Uint8Array(end - start)
  return decodeUtf8(plain, 0, unescapeInto(plain, 0, bytes, start, end))
}

/** @returns where the text ends in `target` */
function unescapeInto(target: Uint8Array, from: number, bytes: Uint8Array, start: number, end: number): number {
  let out = from
  let at = start
  while (at < end) {
    const byte = bytes[at]!
    if (byte !== BACKSLASH) {
      target[out++] = byte
      at++
      continue
    }
    const kind = bytes[at + 1]!
    if (kind !== LETTER_U) {
      target[out++] = ESCAPED[kind]!
      at += 2
      continue
    }
    let code = hexAt(bytes, at + 2, end)
    at += 6
    if (isHighSurrogate(code)) {
      const low = bytes[at] === BACKSLASH && bytes[at + 1] === LETTER_U ? hexAt(bytes, at + 2, end) : -1
      if (isLowSurrogate(low)) {
        code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00)
        at += 6
      } else code = 0xfffd
    } else if (isLowSurrogate(code)) code = 0xfffd
    out = writeCodePoint(target, out, code)
  }
  return out
}

function writeCodePoint(target: Uint8Array, out: number, code: number): number {
  if (code < 0x80) {
    target[out] = code
    return out + 1
  }
  if (code < 0x800) {
    target[out] = 0xc0 | (code >> 6)
    target[out + 1] = 0x80 | (code & 0x3f)
    return out + 2
  }
  if (code < 0x10000) {
    target[out] = 0xe0 | (code >> 12)
    target[out + 1] = 0x80 | ((code >> 6) & 0x3f)
    target[out + 2] = 0x80 | (code & 0x3f)
    return out + 3
  }
  target[out] = 0xf0 | (code >> 18)
  target[out + 1] = 0x80 | ((code >> 12) & 0x3f)
  target[out + 2] = 0x80 | ((code >> 6) & 0x3f)
  target[out + 3] = 0x80 | (code & 0x3f)
  return out + 4
}
