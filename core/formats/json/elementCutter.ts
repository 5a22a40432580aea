import type { FindJsonMarks, JsonMarkState } from '../../kernels/jsonMarks.ts'
import type { RecordCutter } from '../records/recordFormat.ts'
import type { JsonLayout } from './jsonLayout.ts'

const NEWLINE = 0x0a
const COMMA = 0x2c
const COLON = 0x3a
const OPEN_BRACKET = 0x5b
const CLOSE_BRACKET = 0x5d
const OPEN_BRACE = 0x7b

/** Brackets deeper than this are counted, not compared. */
const MAX_COMPARED = 1024
const INITIAL_ENDS = 16_384
const MARKS = 65_536

/**
 * Finds where the elements of a JSON array end, or of a row of values. Brackets, strings and commas decide, nothing is
 * parsed. A damaged element must not swallow those behind it, so damage is noticed where brackets do not match, where
 * an object has an object instead of a key, and where a line ends inside a string (which then ends there, too). From
 * there on the next element is taken to start at a brace that stands as the first element's does: at the start of a
 * line, equally far in, and behind a comma; in an array without lines at the next brace behind a comma.
 */
export class ElementCutter implements RecordCutter {
  ends: Int32Array<ArrayBuffer> = new Int32Array(INITIAL_ENDS)
  /** The array ended in the bytes last given, with the last of `ends`. */
  done = false
  readonly #find: () => FindJsonMarks
  readonly #layout: JsonLayout
  readonly #onDone: () => void
  /** Depth at which elements stand: 1 in an array. */
  readonly #base: number
  readonly #state: JsonMarkState
  readonly #marks = new Uint32Array(MARKS)
  readonly #openers = new Uint8Array(MAX_COMPARED)
  #depth: number
  #damaged = false
  /** The last byte given so far that is not whitespace, and how far in the current line is if it is blank so far. */
  #lastByte = COMMA
  #lineIndent: number | null
  #count = 0

  /**
   * @param find the search for marks that is to be used now
   * @param onDone told when the array has ended
   */
  constructor(layout: JsonLayout, find: () => FindJsonMarks, onDone: () => void) {
    this.#layout = layout
    this.#find = find
    this.#onDone = onDone
    this.#base = layout.kind === 'array' ? 1 : 0
    this.#depth = this.#base
    this.#openers[0] = OPEN_BRACKET
    this.#state = { inString: false, escaped: false, depth: this.#base }
    this.#lineIndent = layout.kind === 'array' ? null : 0
  }

  cut(bytes: Uint8Array): number {
    this.#count = 0
    let from = 0
    while (from < bytes.length && !this.done) {
      this.#state.depth = this.#depth
      const commaDepth = this.#base === 1 ? 1 : -1
      const { count, next } = this.#find()(bytes, from, commaDepth, this.#state, this.#marks)
      from = this.#follow(bytes, count) ?? next
    }
    this.#remember(bytes)
    return this.#count
  }

  /** Goes through the marks; where they are void from some place on, that place. */
  #follow(bytes: Uint8Array, count: number): number | null {
    for (let i = 0; i < count; i++) {
      const at = this.#marks[i]!
      const byte = bytes[at]!
      if (byte === COMMA) this.#end(at)
      else if (byte === NEWLINE) this.#damaged = true
      else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
        if (this.#opens(bytes, at, byte)) return this.#again(at + 1)
      } else if (this.#closes(at, byte)) return this.#again(at + 1)
      if (this.done) return bytes.length
    }
    return null
  }

  /** Marks behind `from` are to be looked for anew, from what is known now. */
  #again(from: number): number {
    this.#state.inString = false
    this.#state.escaped = false
    return from
  }

  /** @returns whether a new element begins here, which the search did not know */
  #opens(bytes: Uint8Array, at: number, byte: number): boolean {
    const depth = this.#depth
    if (depth > this.#base) {
      const before = this.#before(bytes, at)
      const inObject = depth <= MAX_COMPARED && this.#openers[depth - 1] === OPEN_BRACE
      if (depth <= MAX_COMPARED && (inObject ? before !== COLON : before !== COMMA && before !== OPEN_BRACKET)) {
        this.#damaged = true
      }
      if (this.#damaged && byte === this.#layout.opener && this.#startsElement(bytes, at, before)) {
        this.#end(at - 1)
        this.#depth = this.#base
        this.#push(byte)
        return true
      }
    }
    this.#push(byte)
    return false
  }

  #push(byte: number): void {
    if (this.#depth < MAX_COMPARED) this.#openers[this.#depth] = byte
    this.#depth++
  }

  /** @returns whether the search has another idea of the depth now */
  #closes(at: number, byte: number): boolean {
    const opener = this.#depth <= MAX_COMPARED && this.#depth > 0 ? this.#openers[this.#depth - 1] : -1
    const matches = opener === -1 ? this.#depth > MAX_COMPARED : opener === byte - 2
    if (!matches) this.#damaged = true
    if (this.#base === 1 && this.#depth === 1) {
      if (byte !== CLOSE_BRACKET) return true // one too many: it stays part of the element
      this.#end(at)
      this.done = true
      this.#onDone()
      return false
    }
    if (this.#depth === 0) return true
    this.#depth--
    if (this.#base === 0 && this.#depth === 0) this.#end(at)
    return false
  }

  #end(at: number): void {
    if (this.#count === this.ends.length) {
      const grown = new Int32Array(this.ends.length * 2)
      grown.set(this.ends)
      this.ends = grown
    }
    this.ends[this.#count++] = at
    this.#damaged = false
  }

  /** The last byte before `at` that is not whitespace. */
  #before(bytes: Uint8Array, at: number): number {
    for (let i = at - 1; i >= 0; i--) if (!isSpace(bytes[i]!)) return bytes[i]!
    return this.#lastByte
  }

  #startsElement(bytes: Uint8Array, at: number, before: number): boolean {
    const { indent, kind } = this.#layout
    if (kind === 'array' && before !== COMMA) return false
    return indent === null ? kind === 'array' : this.#indentAt(bytes, at) === indent
  }

  /** How far in the place is on its line when nothing but whitespace stands before it there; null otherwise. */
  #indentAt(bytes: Uint8Array, at: number): number | null {
    let i = at - 1
    while (i >= 0 && isSpace(bytes[i]!) && bytes[i] !== NEWLINE) i--
    if (i >= 0) return bytes[i] === NEWLINE ? at - 1 - i : null
    return this.#lineIndent === null ? null : this.#lineIndent + at
  }

  #remember(bytes: Uint8Array): void {
    const { length } = bytes
    this.#lineIndent = this.#indentAt(bytes, length)
    this.#lastByte = this.#before(bytes, length)
  }
}

function isSpace(byte: number): boolean {
  return byte === 0x20 || (byte >= 0x09 && byte <= 0x0d)
}
