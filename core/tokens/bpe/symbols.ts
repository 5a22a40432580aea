import type { PairTable } from './pairTable.ts'

const NEVER = 0x7fffffff
/** Above it the heap is quicker, and the only one that is linear but for a logarithm. */
const SCANNED = 96
/** Places in a heap key, which is rank · POSITIONS + place: exact in a double for ranks below 2²⁶. */
const POSITIONS = 2 ** 27

/**
 * The symbols of one word while they are merged: always the merge of the lowest rank, the leftmost of those. Lengths (in
 * bytes of the word) go along. One for a tokenizer, used again from word to word.
 */
export class Symbols {
  count = 0
  ids = new Int32Array(256)
  lengths = new Int32Array(256)
  readonly #pairs: PairTable
  #ranks = new Int32Array(256)
  #wholes = new Int32Array(256)
  #next = new Int32Array(0)
  #previous = new Int32Array(0)
  #keys = new Float64Array(0)
  #heapIds = new Int32Array(0)
  #heaped = 0

  constructor(pairs: PairTable) {
    this.#pairs = pairs
  }

  /** Makes it empty, with room for `symbols`. */
  begin(symbols: number): void {
    this.count = 0
    if (this.ids.length > symbols) return
    const room = Math.max(symbols + 1, this.ids.length * 2)
    this.ids = new Int32Array(room)
    this.lengths = new Int32Array(room)
    this.#ranks = new Int32Array(Math.min(room, SCANNED + 1))
    this.#wholes = new Int32Array(Math.min(room, SCANNED + 1))
  }

  push(id: number, length: number): void {
    this.ids[this.count] = id
    this.lengths[this.count++] = length
  }

  merge(): void {
    if (this.count > SCANNED) this.#mergeByHeap()
    else this.#mergeByScan()
  }

  #mergeByScan(): void {
    const { ids, lengths } = this
    const ranks = this.#ranks
    const wholes = this.#wholes
    let count = this.count
    for (let i = 0; i + 1 < count; i++) this.#rank(i)
    for (;;) {
      let best = NEVER
      let at = -1
      for (let i = 0; i < count - 1; i++) {
        if (ranks[i]! < best) {
          best = ranks[i]!
          at = i
        }
      }
      if (at < 0) break
      ids[at] = wholes[at]!
      lengths[at]! += lengths[at + 1]!
      count--
      for (let i = at + 1; i < count; i++) {
        ids[i] = ids[i + 1]!
        lengths[i] = lengths[i + 1]!
        ranks[i] = ranks[i + 1]!
        wholes[i] = wholes[i + 1]!
      }
      if (at + 1 < count) this.#rank(at)
      if (at > 0) this.#rank(at - 1)
    }
    this.count = count
  }

  #rank(at: number): void {
    const slot = this.#pairs.find(this.ids[at]!, this.ids[at + 1]!)
    this.#ranks[at] = slot < 0 ? NEVER : this.#pairs.slots[slot + 2]!
    if (slot >= 0) this.#wholes[at] = this.#pairs.slots[slot + 3]!
  }

  /** A linked list, and a heap of its pairs by rank and place. Pairs that are no more are passed over when they come up. */
  #mergeByHeap(): void {
    const { ids, lengths, count } = this
    this.#beginHeap(count)
    const next = this.#next
    const previous = this.#previous
    for (let i = 0; i < count; i++) {
      next[i] = i + 1 < count ? i + 1 : -1
      previous[i] = i - 1
    }
    for (let i = 0; i + 1 < count; i++) this.#pushPair(i)
    while (this.#heaped > 0) {
      const at = this.#keys[0]! % POSITIONS
      const whole = this.#heapIds[0]!
      this.#popPair()
      const right = next[at]!
      if (lengths[at] === 0 || right < 0) continue
      const slot = this.#pairs.find(ids[at]!, ids[right]!)
      if (slot < 0 || this.#pairs.slots[slot + 3] !== whole) continue
      ids[at] = whole
      lengths[at]! += lengths[right]!
      lengths[right] = 0
      const after = next[right]!
      next[at] = after
      if (after >= 0) {
        previous[after] = at
        this.#pushPair(at)
      }
      if (previous[at]! >= 0) this.#pushPair(previous[at]!)
    }
    let kept = 0
    for (let i = 0; i >= 0; i = next[i]!) {
      ids[kept] = ids[i]!
      lengths[kept++] = lengths[i]!
    }
    this.count = kept
  }

  #beginHeap(count: number): void {
    this.#heaped = 0
    if (this.#next.length >= count) return
    this.#next = new Int32Array(count)
    this.#previous = new Int32Array(count)
    // A pair of every place, and two more for every merge.
    this.#keys = new Float64Array(count * 3)
    this.#heapIds = new Int32Array(count * 3)
  }

  #pushPair(at: number): void {
    const slot = this.#pairs.find(this.ids[at]!, this.ids[this.#next[at]!]!)
    if (slot < 0) return
    const key = this.#pairs.slots[slot + 2]! * POSITIONS + at
    const keys = this.#keys
    const heapIds = this.#heapIds
    let child = this.#heaped++
    while (child > 0) {
      const parent = (child - 1) >> 1
      if (keys[parent]! <= key) break
      keys[child] = keys[parent]!
      heapIds[child] = heapIds[parent]!
      child = parent
    }
    keys[child] = key
    heapIds[child] = this.#pairs.slots[slot + 3]!
  }

  #popPair(): void {
    const keys = this.#keys
    const heapIds = this.#heapIds
    const count = --this.#heaped
    const key = keys[count]!
    const id = heapIds[count]!
    let at = 0
    for (;;) {
      let child = 2 * at + 1
      if (child >= count) break
      if (child + 1 < count && keys[child + 1]! < keys[child]!) child++
      if (keys[child]! >= key) break
      keys[at] = keys[child]!
      heapIds[at] = heapIds[child]!
      at = child
    }
    keys[at] = key
    heapIds[at] = id
  }
}
