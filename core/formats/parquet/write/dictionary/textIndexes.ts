import type { DictionaryLimits, ValueIndexes } from '../../../../kernels/pageEncoder.ts'
import { isTooVaried, mixed, nextLook, PlaceTable } from './growth.ts'

/** A hash of some bytes; which one does not matter to what is found. */
function hashBytes(bytes: Uint8Array, start: number, end: number): number {
  let hash = end - start
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ (bytes[at] as number), 0x01000193)
  return mixed(hash)
}

function sameBytes(bytes: Uint8Array, left: number, right: number, length: number): boolean {
  for (let i = 0; i < length; i++) if (bytes[left + i] !== bytes[right + i]) return false
  return true
}

/** Different texts, in the order they come. The oracle of the loop in WASM. */
export function textIndexes(bytes: Uint8Array, offsets: Int32Array, limits: DictionaryLimits): ValueIndexes | null {
  const count = offsets.length - 1
  const table = new PlaceTable()
  const indexes = new Uint32Array(count)
  let left = limits.bytes
  let look = limits.sample
  for (let i = 0; i < count; i++) {
    if (i === look) {
      if (isTooVaried(table.count, i)) return null
      look = nextLook(look)
    }
    const start = offsets[i] as number
    const end = offsets[i + 1] as number
    // A text that alone is longer than a dictionary is not looked at.
    if (end - start > limits.bytes) return null
    const hash = hashBytes(bytes, start, end)
    let slot = hash & (table.slots.length - 1)
    let place = (table.slots[slot] as number) - 1
    while (place >= 0) {
      const first = table.firsts[place] as number
      const from = offsets[first] as number
      const length = (offsets[first + 1] as number) - from
      if (table.hashes[place] === hash && length === end - start && sameBytes(bytes, from, start, length)) break
      slot = (slot + 1) & (table.slots.length - 1)
      place = (table.slots[slot] as number) - 1
    }
    if (place < 0) {
      left -= end - start + 4
      if (left < 0) return null
      place = table.count
      table.add(slot, hash, i)
    }
    indexes[i] = place
  }
  return { firsts: table.firsts.slice(0, table.count), indexes }
}
