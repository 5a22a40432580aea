import { decodeUtf8, encodeUtf8 } from '../../bytes/utf8.ts'

/** Code points from here on belong to no word. */
const WORD_POINTS = 0x40000
/** Code points from here on have no case. */
const CASED_POINTS = 0x20000
/** Stands for a lower case that one code point does not tell: Σ at the end of a word, and İ, which becomes two. */
const BY_CONTEXT = 0xffff_ffff

export interface WordTables {
  /** A bit per code point below `WORD_POINTS`. */
  wordBits: Uint8Array<ArrayBuffer>
  /** Lower case of every code point below `CASED_POINTS`. */
  lowerCase: Uint32Array<ArrayBuffer>
}

/** Code points looked at in one text: the regular expression is much quicker than a look at each. */
const STEP = 4096
const CAPITAL_SIGMA = 0x3a3

let made: WordTables | null = null

/**
 * Which code points make words, and their lower case: letters, numbers and the underscore, which is `\w` of Python's
 * regular expressions, by the Unicode version of this environment. Made at first use.
 */
export function wordTables(): WordTables {
  made ??= makeTables()
  return made
}

function makeTables(): WordTables {
  const wordBits = new Uint8Array(WORD_POINTS / 8)
  const lowerCase = Uint32Array.from({ length: CASED_POINTS }, (_, point) => point)
  for (let start = 0; start < WORD_POINTS; start += STEP) {
    const text = pointsFrom(start)
    for (const [run] of text.matchAll(/[\p{L}\p{N}_]+/gu)) {
      for (const char of run) {
        const point = char.codePointAt(0) as number
        wordBits[point >> 3]! |= 1 << (point & 7)
      }
    }
    for (const [char] of text.matchAll(/\p{Changes_When_Lowercased}/gu)) {
      const point = char.codePointAt(0) as number
      if (point < CASED_POINTS) lowerCase[point] = lowerOf(char, point)
    }
  }
  return { wordBits, lowerCase }
}

function lowerOf(char: string, point: number): number {
  const [lower = '', ...more] = char.toLowerCase()
  return more.length > 0 || point === CAPITAL_SIGMA ? BY_CONTEXT : (lower.codePointAt(0) as number)
}

/** `STEP` code points in a row, without surrogates. */
function pointsFrom(start: number): string {
  let text = ''
  for (let point = start; point < start + STEP; point++) {
    if (point < 0xd800 || point > 0xdfff) text += String.fromCodePoint(point)
  }
  return text
}

/** UTF-8 of the lower case of UTF-8; malformed sequences become U+FFFD, which belongs to no word. */
export function lowerText(text: Uint8Array): Uint8Array<ArrayBuffer> {
  return encodeUtf8(decodeUtf8(text).toLowerCase())
}
