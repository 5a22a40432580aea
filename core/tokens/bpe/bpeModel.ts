import type { Alphabet } from './alphabet.ts'
import type { PairTable } from './pairTable.ts'
import { Symbols } from './symbols.ts'
import { WordCache } from './wordCache.ts'
import type { WordTable } from './wordTable.ts'

export interface BpeParts {
  alphabet: Alphabet
  pairs: PairTable
  /** Of all tokens, for `ignore_merges`; null without. */
  words: WordTable | null
}

/** Words to tokens: byte pair encoding over UTF-8, as Rust's `BPE` does it. */
export class BpeModel {
  /** Tokens of the word encoded last, `[0, count)`. */
  ids: Int32Array = new Int32Array(0)
  /** Where they begin in `ids`. */
  first = 0
  count = 0
  readonly #parts: BpeParts
  readonly #symbols: Symbols
  readonly #cache = new WordCache()

  constructor(parts: BpeParts) {
    this.#parts = parts
    this.#symbols = new Symbols(parts.pairs)
  }

  /** Bytes of each token of the word `encodeAnew` encoded last. */
  get lengths(): Int32Array {
    return this.#symbols.lengths
  }

  /** Encodes `utf8[start, end)`, which is not empty, by the cache where it can: ids are `ids[first, first + count)`. */
  encode(utf8: Uint8Array, start: number, end: number): void {
    const cache = this.#cache
    if (end - start > WordCache.LONGEST) {
      this.encodeAnew(utf8, start, end)
      return
    }
    if (cache.find(utf8, start, end)) {
      this.ids = cache.ids
      this.first = cache.first
      this.count = cache.count
      return
    }
    this.encodeAnew(utf8, start, end)
    cache.put(utf8, start, end, this.ids, this.first, this.count)
  }

  /** The same without the cache, so that `lengths` are of it too. */
  encodeAnew(utf8: Uint8Array, start: number, end: number): void {
    const symbols = this.#symbols
    symbols.begin(end - start)
    const whole = this.#parts.words === null ? -1 : this.#parts.words.find(utf8, start, end)
    if (whole >= 0) symbols.push(whole, end - start)
    else {
      this.#parts.alphabet.spell(utf8, start, end, symbols)
      symbols.merge()
    }
    this.ids = symbols.ids
    this.first = 0
    this.count = symbols.count
  }
}
