/**
 * Offset of the first byte in `[start, end)` that does not belong to well-formed UTF-8 (RFC 3629: no overlong forms,
 * no surrogates, nothing above U+10FFFF), or -1 when all of it is well-formed. A sequence cut off at `end` counts as
 * malformed at its first byte.
 */
export function findInvalidUtf8(bytes: Uint8Array, start: number, end: number): number {
  let at = start
  while (at < end) {
    const lead = bytes[at]!
    if (lead < 0x80) {
      at++
      continue
    }
    let tail = 0
    let low = 0x80
    let high = 0xbf
    if (lead >= 0xc2 && lead <= 0xdf) tail = 1
    else if (lead >= 0xe0 && lead <= 0xef) {
      tail = 2
      if (lead === 0xe0) low = 0xa0
      else if (lead === 0xed) high = 0x9f
    } else if (lead >= 0xf0 && lead <= 0xf4) {
      tail = 3
      if (lead === 0xf0) low = 0x90
      else if (lead === 0xf4) high = 0x8f
    } else return at
    if (at + tail >= end) return at
    const second = bytes[at + 1]!
    if (second < low || second > high) return at
    for (let i = 2; i <= tail; i++) if ((bytes[at + i]! & 0xc0) !== 0x80) return at
    at += tail + 1
  }
  return -1
}

/**
 * `end`, or up to three bytes before it, so that `bytes[start, end)` does not stop inside a character. For cutting
 * text at a byte budget; malformed bytes stay where they are.
 */
export function utf8CutEnd(bytes: Uint8Array, start: number, end: number): number {
  if (end >= bytes.length) return end
  let at = end
  while (at > start && end - at < 3 && (bytes[at]! & 0xc0) === 0x80) at--
  return (bytes[at]! & 0xc0) === 0x80 ? end : at
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
const encoder = new TextEncoder()

/** The text of `bytes[start, end)`; malformed sequences become U+FFFD, a byte order mark is kept. */
export function decodeUtf8(bytes: Uint8Array, start = 0, end = bytes.length): string {
  if (end - start <= 12) {
    const short = decodeShortAscii(bytes, start, end)
    if (short !== null) return short
  }
  return decoder.decode(bytes.subarray(start, end))
}

export function encodeUtf8(text: string): Uint8Array<ArrayBuffer> {
  return encoder.encode(text)
}

function decodeShortAscii(bytes: Uint8Array, start: number, end: number): string | null {
  let text = ''
  for (let i = start; i < end; i++) {
    const byte = bytes[i]!
    if (byte >= 0x80) return null
    text += String.fromCharCode(byte)
  }
  return text
}
