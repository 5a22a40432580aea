import type { DictionaryLimits, ValueIndexes } from '../../../../kernels/pageEncoder.ts'
import { isTooVaried, mixed, nextLook, PlaceTable } from './growth.ts'

/** 32-bit numbers at any address. */
function words32(bytes: Uint8Array): Int32Array {
  const own = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice()
  return new Int32Array(own.buffer, own.byteOffset, own.byteLength >> 2)
}

/** Different words of 4 or 8 bytes, in the order they come. The oracle of the loop in WASM. */
export function wordIndexes(bytes: Uint8Array, width: 4 | 8, limits: DictionaryLimits): ValueIndexes | null {
  const words = words32(bytes)
  const step = width >> 2
  const count = bytes.length / width
  const most = Math.floor(limits.bytes / width)
  const table = new PlaceTable()
  const indexes = new Uint32Array(count)
  let look = limits.sample
  for (let i = 0; i < count; i++) {
    if (i === look) {
      if (isTooVaried(table.count, i)) return null
      look = nextLook(look)
    }
    const low = words[i * step] as number
    const high = step === 2 ? (words[i * 2 + 1] as number) : 0
    const hash = mixed(low ^ Math.imul(high, 0x9e3779b1))
    let slot = hash & (table.slots.length - 1)
    let place = (table.slots[slot] as number) - 1
    while (place >= 0) {
      const first = (table.firsts[place] as number) * step
      if (words[first] === low && (step === 1 || words[first + 1] === high)) break
      slot = (slot + 1) & (table.slots.length - 1)
      place = (table.slots[slot] as number) - 1
    }
    if (place < 0) {
      if (table.count === most) return null
      place = table.count
      table.add(slot, hash, i)
    }
    indexes[i] = place
  }
  return { firsts: table.firsts.slice(0, table.count), indexes }
}
