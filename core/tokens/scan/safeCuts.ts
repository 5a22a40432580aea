import { utf8Width } from '../unicode/classes.ts'
import type { Scanner } from './scanner.ts'

const MARK = 0x2581
const [MARK_1, MARK_2, MARK_3] = [0xe2, 0x96, 0x81] as const

/** The whole text: what a tokenizer without a pre-tokenizer merges at once. */
export const wholeScanner: Scanner = (_utf8, _at, end) => end

/** What a tokenizer does by itself: nothing, or a split before every mark. */
export function uncutScanner(atMarks: boolean): Scanner {
  return atMarks ? toMarkScanner : wholeScanner
}

/**
 * Cuts text where no merge joins it, so that what is between is encoded by itself with the same ids: before a mark U+2581
 * behind another character, and between ASCII characters. A text is one word to SentencePiece-style BPE; merges know it
 * by few pairs of a last and a first character.
 * @param merges what is joined, left and right
 * @param isToken whether a character is a token: others may become one with their neighbours (`fuse_unk`), or bytes
 * @param atMarks whether text is split before every mark in any case
 * @returns the uncut scanner where merges join a mark to a character beyond ASCII
 */
export function safeCutScanner(
  merges: Iterable<readonly [string, string]>,
  isToken: (point: number) => boolean,
  atMarks: boolean,
): Scanner {
  const uncut = uncutScanner(atMarks)
  /** 1 for (left, right) that may be joined. */
  const joined = new Uint8Array(1 << 14)
  /** 1 for ASCII characters that a mark may be joined to. */
  const beforeMark = new Uint8Array(128)
  if (!isToken(MARK)) return uncut
  for (const [left, right] of merges) {
    const x = left.charCodeAt(left.length - 1)
    const y = right.charCodeAt(0)
    if (x < 128 && y < 128) joined[(x << 7) | y] = 1
    if (y !== MARK || x === MARK) continue
    if (x >= 128) return uncut
    beforeMark[x] = 1
  }
  for (let point = 0; point < 128; point++) {
    if (isToken(point)) continue
    for (let other = 0; other < 128; other++) joined[(point << 7) | other] = joined[(other << 7) | point] = 1
  }
  /** Whether a mark at `next` is joined to nothing before it. */
  const isFree = (utf8: Uint8Array, at: number, next: number) =>
    !endsInMark(utf8, at, next) && !(utf8[next - 1]! < 128 && beforeMark[utf8[next - 1]!])
  return (utf8, at, end) => {
    let next = at
    if (!atMarks) while (isMark(utf8, next, end)) next += 3
    if (next < end) next++
    for (; next < end; next++) {
      const y = utf8[next]!
      const x = utf8[next - 1]!
      if (y < 128) {
        if (x < 128 && joined[(x << 7) | y] === 0) break
      } else if (y === MARK_1 && isMark(utf8, next, end) && (atMarks || isFree(utf8, at, next))) {
        break
      }
    }
    return next
  }
}

/** Up to the next mark, which begins a piece of its own: `Metaspace` with `split`. */
const toMarkScanner: Scanner = (utf8, at, end) => {
  let next = at + utf8Width(utf8[at]!)
  while (next < end && !isMark(utf8, next, end)) next++
  return next
}

function isMark(utf8: Uint8Array, at: number, end: number): boolean {
  return at + 2 < end && utf8[at] === MARK_1 && utf8[at + 1] === MARK_2 && utf8[at + 2] === MARK_3
}

function endsInMark(utf8: Uint8Array, start: number, at: number): boolean {
  return at - 3 >= start && utf8[at - 1] === MARK_3 && utf8[at - 2] === MARK_2 && utf8[at - 3] === MARK_1
}
