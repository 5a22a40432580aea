/** Hash of bytes `[start, end)`: FNV-1a by the byte, its high bits folded in. */
export function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = end - start
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ bytes[i]!, 0x01000193)
  return hash ^ (hash >>> 15)
}

/** Ids by the bytes of whole tokens, for models that look words up before they merge (`ignore_merges`). */
export class WordTable {
  /** (hash, number + 1) a slot; at most half full. */
  readonly #slots: Int32Array
  readonly #mask: number
  readonly #ids: Int32Array
  readonly #starts: Uint32Array
  readonly #bytes: Uint8Array

  constructor(words: readonly { bytes: Uint8Array; id: number }[]) {
    let capacity = 2
    while (capacity < words.length * 2) capacity *= 2
    this.#slots = new Int32Array(capacity * 2)
    this.#mask = capacity - 1
    this.#ids = Int32Array.from(words, (word) => word.id)
    this.#starts = new Uint32Array(words.length + 1)
    this.#bytes = new Uint8Array(words.reduce((sum, word) => sum + word.bytes.length, 0))
    for (const [number, { bytes }] of words.entries()) {
      const start = this.#starts[number]!
      this.#bytes.set(bytes, start)
      this.#starts[number + 1] = start + bytes.length
      const hash = hashOf(bytes, 0, bytes.length)
      let slot = hash & this.#mask
      while (this.#slots[slot * 2 + 1] !== 0) slot = (slot + 1) & this.#mask
      this.#slots[slot * 2] = hash
      this.#slots[slot * 2 + 1] = number + 1
    }
  }

  /** -1 where no token is exactly bytes `[start, end)`. */
  find(bytes: Uint8Array, start: number, end: number): number {
    const hash = hashOf(bytes, start, end)
    for (let slot = hash & this.#mask; ; slot = (slot + 1) & this.#mask) {
      const number = this.#slots[slot * 2 + 1]! - 1
      if (number < 0) return -1
      if (this.#slots[slot * 2] === hash && this.#equals(number, bytes, start, end)) return this.#ids[number]!
    }
  }

  #equals(number: number, bytes: Uint8Array, start: number, end: number): boolean {
    const from = this.#starts[number]!
    if (this.#starts[number + 1]! - from !== end - start) return false
    for (let i = start; i < end; i++) if (this.#bytes[from + i - start] !== bytes[i]) return false
    return true
  }
}
