import { decodeUtf8 } from '../../bytes/utf8.ts'
import type { Utf8Writer } from '../../table/writers/utf8Writer.ts'
import { type JsonCursor, MAX_NOTED_ESCAPES } from './jsonCursor.ts'
import { BACKSLASH, hexAt, isHighSurrogate, isLowSurrogate, LETTER_U, lowSurrogateAt } from './unicodeEscape.ts'

/** What a one-letter escape stands for: `\n` is 10, and so on. */
const ESCAPED = new Uint8Array(128)
for (const byte of [0x22, 0x5c, 0x2f]) ESCAPED[byte] = byte
ESCAPED[0x62] = 0x08
ESCAPED[0x66] = 0x0c
ESCAPED[0x6e] = 0x0a
ESCAPED[0x72] = 0x0d
ESCAPED[0x74] = 0x09

/** Below this many bytes a copy loop beats making a view for `set`. */
const SHORT_RUN = 24

/**
 * Appends the string the cursor read last, escapes resolved. Surrogate escapes without their other half become U+FFFD.
 */
export function appendEscapedText(writer: Utf8Writer, cursor: JsonCursor): void {
  const { bytes, textStart, textEnd, escapes, numEscapes } = cursor
  writer.reserve(textEnd - textStart) // an escape is never shorter than what it stands for
  const { data } = writer
  let out = writer.dataEnd
  let at = textStart
  const noted = Math.min(numEscapes, MAX_NOTED_ESCAPES)
  for (let i = 0; i < noted; i++) {
    const escapeAt = escapes[i]!
    const run = escapeAt - at
    if (run < SHORT_RUN) for (let k = 0; k < run; k++) data[out + k] = bytes[at + k]!
    else data.set(bytes.subarray(at, escapeAt), out)
    out += run
    at = escapeEnd(bytes, escapeAt, textEnd)
    out = writeCodePoint(data, out, escapedCode(bytes, escapeAt, textEnd))
  }
  if (noted < numEscapes) out = unescapeInto(data, out, bytes, at, textEnd)
  else {
    data.set(bytes.subarray(at, textEnd), out)
    out += textEnd - at
  }
  writer.commit(out)
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
    if (byte === BACKSLASH) {
      out = writeCodePoint(target, out, escapedCode(bytes, at, end))
      at = escapeEnd(bytes, at, end)
    } else {
      target[out++] = byte
      at++
    }
  }
  return out
}

/** What the checked escape at `at` stands for; U+FFFD for half a surrogate pair. */
function escapedCode(bytes: Uint8Array, at: number, end: number): number {
  const kind = bytes[at + 1]!
  if (kind !== LETTER_U) return ESCAPED[kind]!
  const unit = hexAt(bytes, at + 2, end)
  if (isLowSurrogate(unit)) return 0xfffd
  if (!isHighSurrogate(unit)) return unit
  const low = lowSurrogateAt(bytes, at + 6, end)
  return low < 0 ? 0xfffd : 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00)
}

/** Where the checked escape at `at` ends: a surrogate pair counts as one. */
function escapeEnd(bytes: Uint8Array, at: number, end: number): number {
  if (bytes[at + 1] !== LETTER_U) return at + 2
  return isHighSurrogate(hexAt(bytes, at + 2, end)) && lowSurrogateAt(bytes, at + 6, end) >= 0 ? at + 12 : at + 6
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
