const FIRST_SLOTS = 1024

/** When a search looks back at how many values were new: after `sample`, and each time four times as many. */
export function nextLook(seen: number): number {
  return seen * 4
}

/** Whether so many values were new that a dictionary is not worth having. */
export function isTooVaried(distinct: number, seen: number): boolean {
  return distinct * 16 > seen * 15
}

/** Open addressing over places in a dictionary (plus one; 0: free), at most half full. */
export class PlaceTable {
  slots = new Int32Array(FIRST_SLOTS)
  firsts = new Uint32Array(FIRST_SLOTS / 2)
  hashes = new Int32Array(FIRST_SLOTS / 2)
  count = 0

  /** Notes a new value whose hash led to the free slot `slot`. */
  add(slot: number, hash: number, first: number): void {
    this.firsts[this.count] = first
    this.hashes[this.count] = hash
    this.slots[slot] = ++this.count
    if (this.count === this.firsts.length) this.#grow()
  }

  #grow(): void {
    const size = this.slots.length * 2
    const slots = new Int32Array(size)
    const firsts = new Uint32Array(size / 2)
    const hashes = new Int32Array(size / 2)
    firsts.set(this.firsts)
    hashes.set(this.hashes)
    for (let place = 0; place < this.count; place++) {
      let slot = (hashes[place] as number) & (size - 1)
      while (slots[slot] !== 0) slot = (slot + 1) & (size - 1)
      slots[slot] = place + 1
    }
    this.slots = slots
    this.firsts = firsts
    this.hashes = hashes
  }
}

/** Spreads a hash over all of its bits. */
export function mixed(hash: number): number {
  let bits = hash ^ (hash >>> 15)
  bits = Math.imul(bits, 0x2c1b3c6d)
  bits ^= bits >>> 12
  bits = Math.imul(bits, 0x297a2d39)
  return bits ^ (bits >>> 15)
}
