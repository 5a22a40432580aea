import { BadJson } from '../badJson.ts'
import { JsonCursor } from '../jsonCursor.ts'

const QUOTE = 0x22
const BACKSLASH = 0x5c
const NEWLINE = 0x0a
const RETURN = 0x0d
const LETTER_I = 0x49
const LETTER_N = 0x4e
const MINUS = 0x2d
const NULL = [0x6e, 0x75, 0x6c, 0x6c]

const cursor = new JsonCursor()

/**
 * The text of a JSON value as it may stand in a line that every reader takes: checked, without line breaks, and with
 * null where it has `NaN` or an infinity.
 * @param utf8 valid UTF-8
 * @returns null where it is not one JSON value
 */
export function embedJson(utf8: Uint8Array): { bytes: Uint8Array; notFinite: boolean } | null {
  try {
    cursor.reset(utf8, 0, utf8.length)
    cursor.skipValue()
    if (cursor.peek() >= 0) return null
  } catch (error) {
    if (error instanceof BadJson) return null
    throw error
  }
  const notFinite = cursor.notFiniteAt >= 0
  if (!notFinite && !utf8.includes(NEWLINE) && !utf8.includes(RETURN)) return { bytes: utf8, notFinite }
  return { bytes: rewritten(utf8), notFinite }
}

/** Valid JSON without white space outside strings, `null` for numbers that are none. */
function rewritten(utf8: Uint8Array): Uint8Array {
  // `NaN` becomes longer by one, and takes four bytes each time with what must stand between two of them.
  const out = new Uint8Array(utf8.length + (utf8.length >> 2) + 1)
  let length = 0
  let at = 0
  const put = (byte: number) => {
    out[length++] = byte
  }
  while (at < utf8.length) {
    const byte = utf8[at] as number
    if (byte === QUOTE) {
      const end = stringEnd(utf8, at)
      out.set(utf8.subarray(at, end), length)
      length += end - at
      at = end
    } else if (byte === LETTER_N || byte === LETTER_I || (byte === MINUS && utf8[at + 1] === LETTER_I)) {
      for (const letter of NULL) put(letter)
      at += byte === LETTER_N ? 3 : byte === LETTER_I ? 8 : 9
    } else {
      if (byte > 0x20) put(byte)
      at++
    }
  }
  return out.subarray(0, length)
}

function stringEnd(utf8: Uint8Array, start: number): number {
  let at = start + 1
  while (utf8[at] !== QUOTE) at += utf8[at] === BACKSLASH ? 2 : 1
  return at + 1
}
