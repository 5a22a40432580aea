import { classAt, LETTER, LOWER, NEWLINE, NUMBER, SPACE, UPPER } from '../unicode/classes.ts'
import { anyCaseContraction, lowerCaseContraction } from './contraction.ts'
import type { Scanner } from './scanner.ts'
import { whitespaceOrNewlines, whitespaceRun } from './whitespaceRun.ts'

const SPACE_BYTE = 0x20
const SLASH = 0x2f

/** cl100k's and Llama 3's pattern with `\p{N}{1,3}`, and Qwen 2's with `\p{N}`. */
export function cl100kScanner(maxDigits: 1 | 3): Scanner {
  return (utf8, at, end) => {
    const c0 = classAt(utf8, at)
    if (utf8[at] === 0x27) {
      const length = anyCaseContraction(utf8, at, end)
      if (length > 0) return at + length
    }
    const word = lettersAfterOne(utf8, at, end, c0)
    if (word > at) return word
    if (c0 & NUMBER) return digits(utf8, at, end, maxDigits)
    return symbols(utf8, at, end, false) || whitespaceOrNewlines(utf8, at, end)
  }
}

/** o200k's: words that change from capitals to small letters once, contractions as their ends. */
export const o200kScanner: Scanner = (utf8, at, end) => {
  const c0 = classAt(utf8, at)
  const word = casedWord(utf8, at, end, c0)
  if (word > at) return word
  if (c0 & NUMBER) return digits(utf8, at, end, 3)
  return symbols(utf8, at, end, true) || whitespaceOrNewlines(utf8, at, end)
}

/** GPT-2's, which `ByteLevel` with `use_regex` splits by. */
export const gpt2Scanner: Scanner = (utf8, at, end) => {
  const contraction = lowerCaseContraction(utf8, at, end)
  if (contraction > 0) return at + contraction
  const first = utf8[at] === SPACE_BYTE ? at + 1 : at
  if (first < end) {
    const c = classAt(utf8, first)
    if ((c & SPACE) === 0) return sameKind(utf8, first, end, c & (LETTER | NUMBER))
  }
  return whitespaceRun(utf8, at, end)
}

/** End of the run of letters, of numbers, or (0) of what is neither nor whitespace. */
function sameKind(utf8: Uint8Array, at: number, end: number, kind: number): number {
  let next = at
  while (next < end) {
    const c = classAt(utf8, next)
    if ((c & (LETTER | NUMBER)) !== kind || c & SPACE) break
    next += c >> 16
  }
  return next
}

/** End of `[^\r\n\p{L}\p{N}]?\p{L}+`; `at` for none. */
function lettersAfterOne(utf8: Uint8Array, at: number, end: number, c0: number): number {
  let next = at + (c0 >> 16)
  if ((c0 & LETTER) === 0) {
    if (c0 & (NEWLINE | NUMBER) || next >= end) return at
    const c1 = classAt(utf8, next)
    if ((c1 & LETTER) === 0) return at
    next += c1 >> 16
  }
  while (next < end) {
    const c = classAt(utf8, next)
    if ((c & LETTER) === 0) break
    next += c >> 16
  }
  return next
}

function digits(utf8: Uint8Array, at: number, end: number, most: number): number {
  let next = at
  for (let i = 0; i < most && next < end; i++) {
    const c = classAt(utf8, next)
    if ((c & NUMBER) === 0) break
    next += c >> 16
  }
  return next
}

/** End of ` ?[^\s\p{L}\p{N}]+[\r\n]*`, or with `[\r\n/]*`; 0 for none. */
function symbols(utf8: Uint8Array, at: number, end: number, slashes: boolean): number {
  const first = utf8[at] === SPACE_BYTE ? at + 1 : at
  let next = first
  while (next < end) {
    const c = classAt(utf8, next)
    if (c & (SPACE | LETTER | NUMBER)) break
    next += c >> 16
  }
  if (next === first) return 0
  while (next < end && (utf8[next] === 10 || utf8[next] === 13 || (slashes && utf8[next] === SLASH))) next++
  return next
}

/**
 * End of `P?U*L+C?|P?U+L*C?`, where U and L share what has no case; `at` for none. The first of the two may give back some
 * of U*: that comes down to the last character that is both.
 */
function casedWord(utf8: Uint8Array, at: number, end: number, c0: number): number {
  const prefixed = (c0 & (NEWLINE | LETTER | NUMBER)) === 0
  const afterPrefix = at + (c0 >> 16)
  let stop = prefixed ? upperThenLower(utf8, afterPrefix, end) : 0
  if (stop === 0) stop = upperThenLower(utf8, at, end)
  if (stop === 0 && prefixed) stop = upperMaybeLower(utf8, afterPrefix, end)
  if (stop === 0) stop = upperMaybeLower(utf8, at, end)
  return stop === 0 ? at : stop + anyCaseContraction(utf8, stop, end)
}

/** End of `U*L+`; 0 for none. */
function upperThenLower(utf8: Uint8Array, at: number, end: number): number {
  let next = at
  let both = 0
  while (next < end) {
    const c = classAt(utf8, next)
    if ((c & UPPER) === 0) {
      if (c & LOWER) return lowers(utf8, next, end)
      break
    }
    next += c >> 16
    if (c & LOWER) both = next
  }
  return both
}

/** End of `U+L*`; 0 for none. */
function upperMaybeLower(utf8: Uint8Array, at: number, end: number): number {
  let next = at
  while (next < end) {
    const c = classAt(utf8, next)
    if ((c & UPPER) === 0) break
    next += c >> 16
  }
  return next === at ? 0 : lowers(utf8, next, end)
}

function lowers(utf8: Uint8Array, at: number, end: number): number {
  let next = at
  while (next < end) {
    const c = classAt(utf8, next)
    if ((c & LOWER) === 0) break
    next += c >> 16
  }
  return next
}
