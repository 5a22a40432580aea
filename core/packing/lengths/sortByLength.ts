/** Bits of the length sorted by at a time: counting them must not cost more than sorting a few items by them. */
const FEW_BITS = 11
const MANY_BITS = 16
const MANY_ITEMS = 1 << 17

/** Sorts items by length, longest first, equal ones in the order given: one to three passes, whatever the lengths. */
export class LengthSorter {
  #order = new Uint32Array(1024)
  #other = new Uint32Array(1024)
  #counts = new Uint32Array(1 << FEW_BITS)

  /**
   * @param longest no length among the items is above it
   * @returns the items `[start, end)` in order; overwritten by the next call
   */
  sortRange(lengths: Uint32Array, start: number, end: number, longest: number): Uint32Array<ArrayBuffer> {
    this.#reserve(end - start)
    for (let i = 0; i < end - start; i++) this.#order[i] = start + i
    return this.#sort(lengths, end - start, longest)
  }

  /** As `sortRange`, for the items of a list. */
  sortList(lengths: Uint32Array, items: Uint32Array, longest: number): Uint32Array<ArrayBuffer> {
    this.#reserve(items.length)
    this.#order.set(items)
    return this.#sort(lengths, items.length, longest)
  }

  #reserve(count: number): void {
    if (this.#order.length >= count) return
    this.#order = new Uint32Array(count)
    this.#other = new Uint32Array(count)
  }

  #sort(lengths: Uint32Array, count: number, longest: number): Uint32Array<ArrayBuffer> {
    let order = this.#order
    let other = this.#other
    const bits = count < MANY_ITEMS ? FEW_BITS : MANY_BITS
    const mask = (1 << bits) - 1
    if (this.#counts.length <= mask) this.#counts = new Uint32Array(mask + 1)
    const counts = this.#counts
    for (let shift = 0; shift < 32 && longest >>> shift > 0; shift += bits) {
      counts.fill(0)
      for (let i = 0; i < count; i++) {
        const digit = ((longest - (lengths[order[i] as number] as number)) >>> shift) & mask
        counts[digit] = (counts[digit] as number) + 1
      }
      let before = 0
      for (let digit = 0; digit <= mask; digit++) {
        const size = counts[digit] as number
        counts[digit] = before
        before += size
      }
      for (let i = 0; i < count; i++) {
        const item = order[i] as number
        const digit = ((longest - (lengths[item] as number)) >>> shift) & mask
        const at = counts[digit] as number
        counts[digit] = at + 1
        other[at] = item
      }
      const swap = order
      order = other
      other = swap
    }
    this.#order = order
    this.#other = other
    return order.subarray(0, count)
  }
}
