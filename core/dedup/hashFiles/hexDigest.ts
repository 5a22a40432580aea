import { DIGEST_BYTES } from '../../hashing/rowHasher.ts'

const HEX_LENGTH = 2 * DIGEST_BYTES
const LOWER_HEX = new TextEncoder().encode('0123456789abcdef')
const QUOTE = 0x22

/** What a line or cell of a file of digests is. */
export type HexLine = 'digest' | 'empty' | 'upper-case' | 'wrong-length' | 'not-hex'

/** Value of a hexadecimal digit, -1 for any other byte; 16 more for upper case. */
const DIGITS = Int8Array.from({ length: 256 }, (_, byte) => {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30
  if (byte >= 0x61 && byte <= 0x66) return byte - 0x61 + 10
  if (byte >= 0x41 && byte <= 0x46) return byte - 0x41 + 10 + 16
  return -1
})

/**
 * Reads a digest of 64 lower-case hexadecimal digits, spaces around it and quotes of JSON left aside, into
 * `out[at, at + 32)`. Anything else leaves `out` undefined there, and is told by kind: nothing (or JSON's `null`, as rows
 * without a key are written), upper case, another length, no hexadecimal at all.
 */
export function readHexDigest(text: Uint8Array, out: Uint8Array, at: number): HexLine {
  let start = 0
  let end = text.length
  while (start < end && text[start]! <= 0x20) start++
  while (end > start && text[end - 1]! <= 0x20) end--
  if (end - start >= 2 && text[start] === QUOTE && text[end - 1] === QUOTE) {
    start++
    end--
  }
  if (start === end || isNull(text.subarray(start, end))) return 'empty'
  let hasUpperCase = false
  for (let i = start; i < end; i++) {
    const digit = DIGITS[text[i] as number] as number
    if (digit < 0) return 'not-hex'
    hasUpperCase ||= digit >= 16
    if (i - start >= HEX_LENGTH) continue
    const byte = at + ((i - start) >> 1)
    out[byte] = (i - start) % 2 === 0 ? (digit & 15) << 4 : (out[byte] as number) | (digit & 15)
  }
  if (end - start !== HEX_LENGTH) return 'wrong-length'
  return hasUpperCase ? 'upper-case' : 'digest'
}

function isNull(text: Uint8Array): boolean {
  return text.length === 4 && text[0] === 0x6e && text[1] === 0x75 && text[2] === 0x6c && text[3] === 0x6c
}

/** Writes the 64 digits of digest `index` to `out` from `at` on. */
export function writeHexDigest(digests: Uint8Array, index: number, out: Uint8Array, at: number): void {
  for (let i = 0; i < DIGEST_BYTES; i++) {
    const byte = digests[index * DIGEST_BYTES + i] as number
    out[at + 2 * i] = LOWER_HEX[byte >> 4] as number
    out[at + 2 * i + 1] = LOWER_HEX[byte & 15] as number
  }
}
