import { spread } from './spread'
import { addSlot, addValue, count, mask, slots, starts, used, values } from './dictionary'

const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15

/** The last bytes of a text, fewer than eight, as a number. */
// @ts-ignore: decorator
@inline
function rest(at: usize, bytes: u32): u64 {
  return bytes == 0 ? 0 : load<u64>(at) & (u64.MAX_VALUE >> ((64 - (bytes << 3)) as u64))
}

function hashOf(at: usize, length: u32): u32 {
  let hash = ((length as u64) + 1) * FACTOR
  let left = length
  for (; left >= 8; left -= 8) {
    hash = rotl(hash ^ load<u64>(at), 27) * FACTOR
    at += 8
  }
  hash = rotl(hash ^ rest(at, left), 27) * FACTOR
  return spread(hash)
}

function sameText(left: usize, right: usize, length: u32): bool {
  for (; length >= 8; length -= 8) {
    if (load<u64>(left) != load<u64>(right)) return false
    left += 8
    right += 8
  }
  return rest(left, length) == rest(right, length)
}

/**
 * Adds `size` texts at `bytes`, each from one of `offsets` (4 bytes each) to the next, and writes the place of each at
 * `out`, 4 bytes each.
 *
 * @param position that of the first in the column
 * @param most bytes that different texts may have, four more counted for each
 * @returns different texts so far, or -1 where they have more bytes
 */
export function addTexts(bytes: usize, offsets: usize, size: u32, position: u32, most: u32, out: usize): i32 {
  let start = load<u32>(offsets)
  for (let i: u32 = 0; i < size; i++) {
    offsets += 4
    const end = load<u32>(offsets)
    const length = end - start
    const text = bytes + (start as usize)
    start = end
    const hash = hashOf(text, length)
    let slot = hash & mask
    let place: u32
    for (;;) {
      const at = slots + ((slot as usize) << 3)
      place = load<u32>(at, 4)
      if (place == 0) break
      if (load<u32>(at) == hash) {
        const first = starts + (((place - 1) as usize) << 2)
        const begin = load<u32>(first)
        if (load<u32>(first, 4) - begin == length && sameText(values + (begin as usize), text, length)) break
      }
      slot = (slot + 1) & mask
    }
    if (place == 0) {
      if (used + (count << 2) + length + 4 > most) return -1
      memory.copy(values + (used as usize), text, length)
      store<u32>(starts + ((count as usize) << 2), used)
      place = addValue(position + i, length)
      store<u32>(starts + ((place as usize) << 2), used)
      addSlot(slot, hash, place)
    }
    store<u32>(out, place - 1)
    out += 4
  }
  return count as i32
}
