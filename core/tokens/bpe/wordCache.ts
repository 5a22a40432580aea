import { hashOf } from './wordTable.ts'

const SLOTS = 1 << 17
/** Fields of a slot: where its bytes are (plus one, 0 for an empty slot), hash, length · 2¹⁶ + ids, the id or where they are. */
const FIELDS = 4

/**
 * Ids of words met before: open addressing over typed arrays of a fixed size (about 4 MB), made empty when it is full. Most
 * words of a text are in it, and a look costs less than a merge.
 */
export class WordCache {
  /** Longest word that is kept, in bytes. */
  static readonly LONGEST = 48
  /** Ids of the word found last. */
  ids: Int32Array = new Int32Array(SLOTS * 2)
  first = 0
  count = 0
  readonly #slots = new Int32Array(SLOTS * FIELDS)
  readonly #bytes = new Uint8Array(SLOTS * 8)
  #slot = 0
  #hash = 0
  #words = 0
  #byteLength = 0
  #idCount = 0

  /** Whether the word is kept: its ids are then `ids[first, first + count)`. */
  find(utf8: Uint8Array, start: number, end: number): boolean {
    const length = end - start
    const slots = this.#slots
    const hash = hashOf(utf8, start, end)
    let slot = hash & (SLOTS - 1)
    for (;;) {
      const at = slot * FIELDS
      const from = slots[at]! - 1
      if (from < 0) break
      if (slots[at + 1] === hash && slots[at + 2]! >>> 16 === length && this.#equals(from, utf8, start, length)) {
        this.count = slots[at + 2]! & 0xffff
        this.first = slots[at + 3]!
        return true
      }
      slot = (slot + 1) & (SLOTS - 1)
    }
    this.#slot = slot
    this.#hash = hash
    return false
  }

  /** Keeps the ids of the word that was not found last: `[from, from + count)` of `ids`. */
  put(utf8: Uint8Array, start: number, end: number, ids: Int32Array, from: number, count: number): void {
    const length = end - start
    if (
      this.#words * 2 >= SLOTS ||
      this.#byteLength + length > this.#bytes.length ||
      this.#idCount + count > this.ids.length
    ) {
      this.#slots.fill(0)
      this.#words = this.#byteLength = this.#idCount = 0
      this.#slot = this.#hash & (SLOTS - 1)
    }
    const at = this.#slot * FIELDS
    this.#slots[at] = this.#byteLength + 1
    this.#slots[at + 1] = this.#hash
    this.#slots[at + 2] = (length << 16) | count
    this.#slots[at + 3] = this.#idCount
    for (let i = 0; i < length; i++) this.#bytes[this.#byteLength + i] = utf8[start + i]!
    for (let i = 0; i < count; i++) this.ids[this.#idCount + i] = ids[from + i]!
    this.#byteLength += length
    this.#idCount += count
    this.#words++
  }

  #equals(from: number, utf8: Uint8Array, start: number, length: number): boolean {
    const bytes = this.#bytes
    for (let i = 0; i < length; i++) if (bytes[from + i] !== utf8[start + i]) return false
    return true
  }
}
