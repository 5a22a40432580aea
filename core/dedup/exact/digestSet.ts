const WORDS = 8
/** Entries of one block of the store: blocks are never moved, so growing copies nothing but the slots. */
const BLOCK_ENTRIES = 16 * 1024
const FIRST_SLOTS = 1024
/** Memory of an entry: digest, row, and its share of the slots while they are doubled. */
const ENTRY_BYTES = 32 + 4 + 12

/** Digest absent, and no room to add it. */
export const SET_FULL = -1

/**
 * Which row a digest was first seen in: an open-addressing table over typed arrays. All 32 bytes are kept and compared,
 * so that no two different digests are ever taken for one. Slots are found by a hash with a seed of its own: digests
 * that come from files could be chosen to fall together otherwise.
 */
export class DigestSet {
  readonly maxEntries: number
  readonly #seed: number
  readonly #digests: Uint32Array[] = []
  readonly #rows: Uint32Array[] = []
  #slots = new Uint32Array(FIRST_SLOTS)
  size = 0

  /** @param budgetBytes memory it may take, at least that of a few entries */
  constructor(budgetBytes: number, seed: number) {
    this.maxEntries = Math.max(8, Math.floor(budgetBytes / ENTRY_BYTES))
    this.#seed = seed
  }

  /**
   * The row the digest was first placed with, which is `row` itself where it is new.
   * @param digests eight words a digest
   * @param at index of its first word
   * @returns `SET_FULL` where it is new and the set is full
   */
  place(digests: Uint32Array, at: number, row: number): number {
    const mask = this.#slots.length - 1
    for (let slot = mixDigest(digests, at, this.#seed) & mask; ; slot = (slot + 1) & mask) {
      const entry = this.#slots[slot] as number
      if (entry === 0) return this.#add(digests, at, row, slot)
      const place = entry - 1
      if (this.#equals(place, digests, at)) return this.#rows[(place / BLOCK_ENTRIES) | 0]![place % BLOCK_ENTRIES]!
    }
  }

  #equals(place: number, digests: Uint32Array, at: number): boolean {
    const block = this.#digests[(place / BLOCK_ENTRIES) | 0] as Uint32Array
    const start = (place % BLOCK_ENTRIES) * WORDS
    for (let i = 0; i < WORDS; i++) if (block[start + i] !== digests[at + i]) return false
    return true
  }

  #add(digests: Uint32Array, at: number, row: number, slot: number): number {
    if (this.size >= this.maxEntries) return SET_FULL
    const index = (this.size / BLOCK_ENTRIES) | 0
    const within = this.size % BLOCK_ENTRIES
    if (within === 0) {
      const entries = Math.min(BLOCK_ENTRIES, this.maxEntries - this.size)
      this.#digests.push(new Uint32Array(entries * WORDS))
      this.#rows.push(new Uint32Array(entries))
    }
    const block = this.#digests[index] as Uint32Array
    for (let i = 0; i < WORDS; i++) block[within * WORDS + i] = digests[at + i] as number
    this.#rows[index]![within] = row
    this.#slots[slot] = ++this.size
    if (this.size * 4 > this.#slots.length * 3) this.#grow()
    return row
  }

  #grow(): void {
    const slots = new Uint32Array(this.#slots.length * 2)
    const mask = slots.length - 1
    for (let place = 0; place < this.size; place++) {
      const block = this.#digests[(place / BLOCK_ENTRIES) | 0] as Uint32Array
      let slot = mixDigest(block, (place % BLOCK_ENTRIES) * WORDS, this.#seed) & mask
      while (slots[slot] !== 0) slot = (slot + 1) & mask
      slots[slot] = place + 1
    }
    this.#slots = slots
  }
}

/** A 32-bit hash of a digest, another one for every seed. */
export function mixDigest(digests: Uint32Array, at: number, seed: number): number {
  let hash = seed | 0
  for (let i = 0; i < WORDS; i++) {
    hash = Math.imul(hash ^ (digests[at + i] as number), 0x9e3779b1)
    hash ^= hash >>> 15
  }
  return (hash ^ (hash >>> 13)) >>> 0
}
