import { CLASS_MASKS, CLASS_RUNS } from './classData.ts'

// Bits of `classAt`; `\s` is White_Space, so U+0085 is one and U+FEFF is none, unlike in JavaScript.
export const LETTER = 1
export const NUMBER = 1 << 1
export const SPACE = 1 << 2
/** CR and LF. */
export const NEWLINE = 1 << 3
/** Lu, Lt, Lm, Lo and M: what o200k's words may begin with. */
export const UPPER = 1 << 4
/** Ll, Lm, Lo and M: what they may end in. */
export const LOWER = 1 << 5
/** `\w` of Rust's `regex`, beside which an added token with `single_word` does not stand. */
export const WORD = 1 << 10

/** Code points above the last that text can have, in blocks of 256. */
const BLOCKS = 0x110000 >> 8

interface ClassTable {
  /** Number of the block in `bits`, for each 256 code points. */
  index: Uint16Array
  bits: Uint16Array
  ascii: Uint16Array
}

function expandRuns(): Uint16Array {
  const masks = CLASS_MASKS.split(' ').map(Number)
  const all = new Uint16Array(BLOCKS << 8)
  let at = 0
  for (const [, letter, length] of CLASS_RUNS.matchAll(/([a-z])([0-9A-Z]*)/g)) {
    const end = at + (length === '' ? 1 : Number.parseInt(length!, 36))
    all.fill(masks[letter!.charCodeAt(0) - 97]!, at, end)
    at = end
  }
  return all
}

function buildClassTable(): ClassTable {
  const all = expandRuns()
  const index = new Uint16Array(BLOCKS)
  const seen = new Map<string, number>()
  const blocks: Uint16Array[] = []
  for (let block = 0; block < BLOCKS; block++) {
    const bits = all.subarray(block << 8, (block + 1) << 8)
    const key = String.fromCharCode(...bits)
    let number = seen.get(key)
    if (number === undefined) {
      number = blocks.length
      seen.set(key, number)
      blocks.push(bits)
    }
    index[block] = number
  }
  const bits = new Uint16Array(blocks.length << 8)
  for (const [i, block] of blocks.entries()) bits.set(block, i << 8)
  return { index, bits, ascii: all.slice(0, 128) }
}

const { index, bits, ascii } = buildClassTable()

/** Class bits of a code point up to U+10FFFF. */
export function classOf(codePoint: number): number {
  return bits[(index[codePoint >> 8]! << 8) | (codePoint & 255)]!
}

/** Class bits of the character that begins at byte `at` of valid UTF-8, and its width in bytes from bit 16 on. */
export function classAt(utf8: Uint8Array, at: number): number {
  const b0 = utf8[at]!
  if (b0 < 0x80) return ascii[b0]! | 0x10000
  if (b0 < 0xe0) return classOf(((b0 & 31) << 6) | (utf8[at + 1]! & 63)) | 0x20000
  if (b0 < 0xf0) return classOf(((b0 & 15) << 12) | ((utf8[at + 1]! & 63) << 6) | (utf8[at + 2]! & 63)) | 0x30000
  return classOf(codePointAt(utf8, at)) | 0x40000
}

/** The code point that begins at byte `at` of valid UTF-8. */
export function codePointAt(utf8: Uint8Array, at: number): number {
  const b0 = utf8[at]!
  if (b0 < 0x80) return b0
  if (b0 < 0xe0) return ((b0 & 31) << 6) | (utf8[at + 1]! & 63)
  if (b0 < 0xf0) return ((b0 & 15) << 12) | ((utf8[at + 1]! & 63) << 6) | (utf8[at + 2]! & 63)
  return ((b0 & 7) << 18) | ((utf8[at + 1]! & 63) << 12) | ((utf8[at + 2]! & 63) << 6) | (utf8[at + 3]! & 63)
}

/** Bytes of the character whose first byte this is. */
export function utf8Width(lead: number): number {
  return lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4
}

/** Class bits of the character that ends before byte `at`, where one does after `start`. */
export function classBefore(utf8: Uint8Array, start: number, at: number): number {
  let first = at - 1
  while (first > start && (utf8[first]! & 0xc0) === 0x80) first--
  return classAt(utf8, first)
}
