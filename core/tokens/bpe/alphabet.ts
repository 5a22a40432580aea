import { codePointAt, utf8Width } from '../unicode/classes.ts'
import type { Symbols } from './symbols.ts'

/** What the bytes of a word are before anything is merged. */
export interface Alphabet {
  /** Pushes the symbols of `utf8[start, end)`; `symbols` has room for one a byte. */
  spell(utf8: Uint8Array, start: number, end: number, symbols: Symbols): void
}

/** Byte-level: every byte is a token. */
export class ByteAlphabet implements Alphabet {
  readonly #ids: Int32Array

  /** @param ids of all 256 bytes */
  constructor(ids: Int32Array) {
    this.#ids = ids
  }

  spell(utf8: Uint8Array, start: number, end: number, symbols: Symbols): void {
    for (let i = start; i < end; i++) symbols.push(this.#ids[utf8[i]!]!, 1)
  }
}

export interface CharacterAlphabetOptions {
  /** Ids of the 256 tokens `<0xNN>`, -1 for those the vocabulary lacks; null without `byte_fallback`. */
  bytes: Int32Array | null
  /** -1 for none: characters without a token are then left out. */
  unknown: number
  /** Whether unknown characters side by side are one token (`fuse_unk`). */
  fuseUnknown: boolean
}

/** SentencePiece's: every character is a token, else its bytes are, else it is unknown. */
export class CharacterAlphabet implements Alphabet {
  /** Ids + 1 by the 256 code points of a page. */
  readonly #pages: (Int32Array | undefined)[] = []
  readonly #options: CharacterAlphabetOptions

  constructor(characters: Iterable<readonly [number, number]>, options: CharacterAlphabetOptions) {
    this.#options = options
    for (const [point, id] of characters) {
      this.#pages[point >> 8] ??= new Int32Array(256)
      this.#pages[point >> 8]![point & 255] = id + 1
    }
  }

  /** -1 for a character that is no token. */
  idOf(point: number): number {
    return (this.#pages[point >> 8]?.[point & 255] ?? 0) - 1
  }

  spell(utf8: Uint8Array, start: number, end: number, symbols: Symbols): void {
    const { unknown, fuseUnknown } = this.#options
    // An unknown that may still grow. As in Rust it stays back while others are spelled by their bytes.
    let pending = 0
    for (let at = start; at < end; ) {
      const width = utf8Width(utf8[at]!)
      const id = this.idOf(codePointAt(utf8, at))
      if (id >= 0) {
        if (pending > 0) symbols.push(unknown, pending)
        pending = 0
        symbols.push(id, width)
      } else if (!this.#spellBytes(utf8, at, width, symbols) && unknown >= 0) {
        if (pending > 0 && !fuseUnknown) {
          symbols.push(unknown, pending)
          pending = 0
        }
        pending += width
      }
      at += width
    }
    if (pending > 0) symbols.push(unknown, pending)
  }

  #spellBytes(utf8: Uint8Array, at: number, width: number, symbols: Symbols): boolean {
    const bytes = this.#options.bytes
    if (bytes === null) return false
    for (let i = at; i < at + width; i++) if (bytes[utf8[i]!]! < 0) return false
    for (let i = at; i < at + width; i++) symbols.push(bytes[utf8[i]!]!, 1)
    return true
  }
}
