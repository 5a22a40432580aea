import { findInvalidUtf8 } from '../../bytes/utf8.ts'
import { MAX_JSON_DEPTH } from '../records/limits.ts'
import { BadJson } from './badJson.ts'
import { type NumberToken, scanNumber } from './jsonNumber.ts'
import { hexAt, isHighSurrogate, isLowSurrogate, lowSurrogateAt } from './unicodeEscape.ts'

const QUOTE = 0x22
const BACKSLASH = 0x5c
const COMMA = 0x2c
const COLON = 0x3a
const OPEN_BRACKET = 0x5b
const CLOSE_BRACKET = 0x5d
const OPEN_BRACE = 0x7b
const CLOSE_BRACE = 0x7d
const LETTER_U = 0x75
const MINUS = 0x2d
const ZERO = 0x30

/** `"\/bfnrt` may follow a backslash, besides `u`. */
const SIMPLE_ESCAPES = new Uint8Array(128)
for (const byte of [0x22, 0x5c, 0x2f, 0x62, 0x66, 0x6e, 0x72, 0x74]) SIMPLE_ESCAPES[byte] = 1

/** Escapes of a string that are noted, so that its text can be copied in runs. */
export const MAX_NOTED_ESCAPES = 4096

/** What `readSmallInteger` gives when it found none: the least small integer of V8, which has more digits. */
export const NOT_SMALL = -1073741824
const SMALL_DIGITS = 9

const IN_OBJECT = 1
const IN_ARRAY = 0

/**
 * Reads the JSON of one record where it lies, token by token, without making values of it. Accepts what `JSON.parse`
 * accepts, and `NaN`, `Infinity` and `-Infinity`, which Python writes. Every failure is a thrown `BadJson`.
 */
export class JsonCursor {
  bytes: Uint8Array = new Uint8Array(0)
  at = 0
  end = 0
  /** Content of the string read last, quotes left out, and whether it has escapes. */
  textStart = 0
  textEnd = 0
  numEscapes = 0
  /** Where its escapes start, the first `MAX_NOTED_ESCAPES` of them. */
  readonly escapes = new Int32Array(MAX_NOTED_ESCAPES)
  /** `bytes` as 32-bit words of its whole buffer. */
  words: Int32Array = new Int32Array(0)
  readonly number: NumberToken = { start: 0, end: 0, isInteger: true, digits: 0, value: 0, finite: true }
  /** Where the record first had a surrogate escape without its other half, a number that is none; -1: nowhere. */
  loneSurrogateAt = -1
  notFiniteAt = -1
  #stack = new Uint8Array(64)

  reset(bytes: Uint8Array, start: number, end: number): void {
    if (this.bytes !== bytes) this.words = new Int32Array(bytes.buffer, 0, bytes.buffer.byteLength >> 2)
    this.bytes = bytes
    this.at = start
    this.end = end
    this.loneSurrogateAt = -1
    this.notFiniteAt = -1
  }

  fail(reason: string, at = this.at): never {
    throw new BadJson('syntax', at >= this.end ? 'the line ends too early' : reason, at)
  }

  /** The next byte that is not whitespace, left in place; -1 at the end. */
  peek(): number {
    const { bytes, end } = this
    let at = this.at
    while (at < end) {
      const byte = bytes[at]!
      if (byte > 0x20 || (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09)) {
        this.at = at
        return byte
      }
      at++
    }
    this.at = at
    return -1
  }

  /** Consumes `{`; false when the object is empty (then `}` is consumed too). To be followed by `readKey`. */
  beginObject(): boolean {
    this.at++
    if (this.peek() !== CLOSE_BRACE) return true
    this.at++
    return false
  }

  /** Reads a key into `textStart..textEnd` and its colon; a value must follow. */
  readKey(): void {
    if (this.peek() !== QUOTE) this.fail('a key in double quotes is expected')
    this.readString()
    if (this.peek() !== COLON) this.fail('a colon is expected after the key')
    this.at++
  }

  /** After a member's value: consumes `,` (true: another key follows) or `}` (false). */
  nextMember(): boolean {
    const byte = this.peek()
    if (byte !== COMMA && byte !== CLOSE_BRACE) this.fail('a comma or } is expected')
    this.at++
    return byte === COMMA
  }

  /** Consumes `[`; false when the array is empty (then `]` is consumed too). To be followed by a value. */
  beginArray(): boolean {
    this.at++
    if (this.peek() !== CLOSE_BRACKET) return true
    this.at++
    return false
  }

  /** After an item: consumes `,` (true: another item follows) or `]` (false). */
  nextItem(): boolean {
    const byte = this.peek()
    if (byte !== COMMA && byte !== CLOSE_BRACKET) this.fail('a comma or ] is expected')
    this.at++
    return byte === COMMA
  }

  /** Reads the string whose opening quote is at `at`. */
  readString(): void {
    const { bytes, end } = this
    const start = this.at + 1
    let at = start
    let highAt = -1
    let escapes = 0
    for (;;) {
      at = this.#skipPlain(at)
      if (at >= end) this.fail('', end)
      const byte = bytes[at]!
      if (byte === QUOTE) break
      if (byte === BACKSLASH) {
        if (escapes < MAX_NOTED_ESCAPES) this.escapes[escapes] = at
        escapes++
        at = this.#skipEscape(at)
      } else {
        if (byte < 0x20) this.fail('control characters in strings must be escaped', at)
        if (highAt < 0 && byte >= 0x80) highAt = at
        at++
      }
    }
    if (highAt >= 0) {
      const invalid = findInvalidUtf8(bytes, highAt, at)
      if (invalid >= 0) throw new BadJson('invalid-utf8', 'the text is not valid UTF-8', invalid)
    }
    this.textStart = start
    this.textEnd = at
    this.numEscapes = escapes
    this.at = at + 1
  }

  /**
   * The first offset from `from` on that may hold something else than a plain ASCII character of a string. Four bytes
   * at a time: for each, a borrow into its top bit shows a byte under 0x20, or one that `^` made zero.
   */
  #skipPlain(from: number): number {
    const { words, bytes } = this
    const shift = bytes.byteOffset
    let at = from
    const aligned = Math.min(this.end, ((from + shift + 3) & ~3) - shift)
    for (; at < aligned; at++) {
      const byte = bytes[at]!
      if (byte === QUOTE || byte === BACKSLASH || byte < 0x20 || byte >= 0x80) return at
    }
    let word = (at + shift) >> 2
    const wordEnd = (this.end + shift) >> 2
    while (word < wordEnd) {
      const four = words[word]!
      const quotes = four ^ 0x22222222
      const backslashes = four ^ 0x5c5c5c5c
      const special =
        ((four - 0x20202020) & ~four) |
        ((quotes - 0x01010101) & ~quotes) |
        ((backslashes - 0x01010101) & ~backslashes) |
        four
      if ((special & 0x80808080) !== 0) break
      word++
    }
    at = Math.max(at, (word << 2) - shift)
    for (const end = Math.min(this.end, at + 8); at < end; at++) {
      const byte = bytes[at]!
      if (byte === QUOTE || byte === BACKSLASH || byte < 0x20 || byte >= 0x80) return at
    }
    return at
  }

  get escaped(): boolean {
    return this.numEscapes > 0
  }

  /**
   * Reads a whole number of up to nine digits at `at`, as most are; `NOT_SMALL`, and nothing is consumed, where
   * something else stands there. Stays within small integers, so that nothing is allocated.
   */
  readSmallInteger(): number {
    const { bytes, end } = this
    let at = this.at
    const negative = bytes[at] === MINUS
    if (negative) at++
    const start = at
    const limit = Math.min(end, start + SMALL_DIGITS)
    let value = 0
    while (at < limit) {
      const digit = bytes[at]! - ZERO
      if (digit < 0 || digit > 9) break
      value = (value * 10 + digit) | 0
      at++
    }
    if (at === start || (bytes[start] === ZERO && at > start + 1)) return NOT_SMALL
    if (at < end) {
      const behind = bytes[at]!
      if (behind !== COMMA && behind !== CLOSE_BRACKET && behind !== CLOSE_BRACE && behind > 0x20) return NOT_SMALL
    }
    this.at = at
    return negative ? (0 - value) | 0 : value
  }

  /** Reads the number at `at` into `number`. */
  readNumber(): void {
    const { number } = this
    if (!scanNumber(this.bytes, this.at, this.end, number)) this.fail('a value is expected', number.end)
    if (!number.finite && this.notFiniteAt < 0) this.notFiniteAt = number.start
    this.at = number.end
  }

  /** Consumes the literal whose first letter is at `at`: `true`, `false` or `null`. */
  readWord(word: Uint8Array): void {
    for (let i = 0; i < word.length; i++) {
      if (this.at + i >= this.end || this.bytes[this.at + i] !== word[i]) this.fail('a value is expected')
    }
    this.at += word.length
  }

  /** Reads over one value of any kind and depth, checking all of it. */
  skipValue(): void {
    let depth = 0
    for (;;) {
      const byte = this.peek()
      if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
        const isObject = byte === OPEN_BRACE
        if (isObject ? this.beginObject() : this.beginArray()) {
          if (depth >= MAX_JSON_DEPTH) {
            throw new BadJson('too-deep', `values are nested more than ${MAX_JSON_DEPTH} deep`, this.at)
          }
          if (depth === this.#stack.length) this.#growStack()
          this.#stack[depth++] = isObject ? IN_OBJECT : IN_ARRAY
          if (isObject) this.readKey()
          continue
        }
      } else this.#skipScalar(byte)
      for (;;) {
        if (depth === 0) return
        if (this.#stack[depth - 1] === IN_OBJECT) {
          if (this.nextMember()) {
            this.readKey()
            break
          }
        } else if (this.nextItem()) break
        depth--
      }
    }
  }

  #skipScalar(byte: number): void {
    if (byte === QUOTE) this.readString()
    else if (byte === WORD_TRUE[0]) this.readWord(WORD_TRUE)
    else if (byte === WORD_FALSE[0]) this.readWord(WORD_FALSE)
    else if (byte === WORD_NULL[0]) this.readWord(WORD_NULL)
    else this.readNumber()
  }

  /** Checks the escape at `at` and returns where it ends; a surrogate pair counts as one. */
  #skipEscape(at: number): number {
    const { bytes, end } = this
    const kind = at + 1 < end ? bytes[at + 1]! : -1
    if (kind !== LETTER_U) {
      if (kind < 0 || kind >= 0x80 || SIMPLE_ESCAPES[kind] === 0) this.fail('unknown escape', at)
      return at + 2
    }
    const unit = hexAt(bytes, at + 2, end)
    if (unit < 0) this.fail('four hexadecimal digits are expected after \\u', at)
    if (isHighSurrogate(unit) && lowSurrogateAt(bytes, at + 6, end) >= 0) return at + 12
    if (this.loneSurrogateAt < 0 && (isHighSurrogate(unit) || isLowSurrogate(unit))) this.loneSurrogateAt = at
    return at + 6
  }

  #growStack(): void {
    const grown = new Uint8Array(this.#stack.length * 4)
    grown.set(this.#stack)
    this.#stack = grown
  }
}

export const WORD_TRUE = Uint8Array.of(0x74, 0x72, 0x75, 0x65)
export const WORD_FALSE = Uint8Array.of(0x66, 0x61, 0x6c, 0x73, 0x65)
export const WORD_NULL = Uint8Array.of(0x6e, 0x75, 0x6c, 0x6c)
