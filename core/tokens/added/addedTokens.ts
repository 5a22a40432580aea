import { encodeUtf8 } from '../../bytes/utf8.ts'
import { classAt, classBefore, SPACE, WORD } from '../unicode/classes.ts'
import type { AddedToken } from './addedToken.ts'
import { TokenTrie } from './tokenTrie.ts'

/** Finds added tokens in UTF-8 as `AddedVocabulary::find_matches` does: leftmost first, the longest of those. */
export class AddedTokens {
  readonly count: number
  readonly #tokens: readonly AddedToken[]
  readonly #trie = new TokenTrie()

  /** @param contents what is looked for, a token each: its content, or that normalized */
  constructor(tokens: readonly AddedToken[], contents: readonly string[]) {
    this.count = tokens.length
    // Of tokens with the same content Rust takes special ones first.
    const order = tokens.map((_, i) => i).sort((a, b) => Number(tokens[b]!.special) - Number(tokens[a]!.special))
    this.#tokens = tokens
    for (const i of order) this.#trie.add(encodeUtf8(contents[i]!), i)
  }

  /**
   * Cuts `[start, end)` into what `piece` is called for, in order: text (id -1), never empty, and tokens with the
   * whitespace they take. What `lstrip` and `rstrip` take is as in Rust: a token found in whitespace that the one before
   * took is still found there.
   */
  split(utf8: Uint8Array, start: number, end: number, piece: (id: number, from: number, to: number) => void): void {
    const { firsts } = this.#trie
    let textFrom = start
    for (let at = start; at < end; ) {
      if (firsts[utf8[at]!] === 0) {
        at++
        continue
      }
      const found = this.#trie.longestAt(utf8, at, end)
      if (found < 0) {
        at++
        continue
      }
      const token = this.#tokens[found]!
      let from = at
      let to = this.#trie.end
      at = to
      if (token.singleWord && !standsAlone(utf8, start, end, from, to)) continue
      if (token.lstrip) from = Math.max(spaceFrom(utf8, start, from), textFrom)
      if (token.rstrip) to = spaceTo(utf8, to, end)
      if (textFrom < from) piece(-1, textFrom, from)
      piece(token.id, from, to)
      textFrom = to
    }
    if (textFrom < end) piece(-1, textFrom, end)
  }
}

function standsAlone(utf8: Uint8Array, start: number, end: number, from: number, to: number): boolean {
  if (from > start && classBefore(utf8, start, from) & WORD) return false
  return to === end || (classAt(utf8, to) & WORD) === 0
}

/** Where the whitespace that ends at `at` begins. */
function spaceFrom(utf8: Uint8Array, start: number, at: number): number {
  let from = at
  while (from > start) {
    const c = classBefore(utf8, start, from)
    if ((c & SPACE) === 0) break
    from -= c >> 16
  }
  return from
}

/** Where the whitespace that begins at `at` ends. */
function spaceTo(utf8: Uint8Array, at: number, end: number): number {
  let to = at
  while (to < end) {
    const c = classAt(utf8, to)
    if ((c & SPACE) === 0) break
    to += c >> 16
  }
  return to
}
