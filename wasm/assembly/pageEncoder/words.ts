import { spread } from './spread'
import { addSlot, addValue, count, DIRECT, direct, mask, slots, values } from './dictionary'

/** Place (plus one) of a word by its hash; it is added where it is new. 0: there are `most` already. */
function hashed<T>(value: T, position: u32, most: u32): u32 {
  const hash = spread(value as u64)
  let slot = hash & mask
  for (;;) {
    const at = slots + ((slot as usize) << 3)
    const place = load<u32>(at, 4)
    if (place == 0) break
    if (load<T>(values + ((place - 1) << alignof<T>())) == value) return place
    slot = (slot + 1) & mask
  }
  if (count == most) return 0
  store<T>(values + ((count as usize) << alignof<T>()), value)
  const added = addValue(position, sizeof<T>() as u32)
  addSlot(slot, hash, added)
  return added
}

function addAll<T>(from: usize, size: u32, position: u32, most: u32, out: usize): i32 {
  for (let i: u32 = 0; i < size; i++) {
    const value = load<T>(from + ((i as usize) << alignof<T>()))
    let place: u32
    if (value < (DIRECT as T)) {
      const at = direct + ((value as usize) << 2)
      place = load<u32>(at)
      if (place == 0) {
        if (count == most) return -1
        store<T>(values + ((count as usize) << alignof<T>()), value)
        place = addValue(position + i, sizeof<T>() as u32)
        store<u32>(at, place)
      }
    } else {
      place = hashed<T>(value, position + i, most)
      if (place == 0) return -1
    }
    store<u32>(out + ((i as usize) << 2), place - 1)
  }
  return count as i32
}

/**
 * Adds `size` words of 4 bytes and writes the place of each at `out`, 4 bytes each.
 *
 * @param position that of the first in the column
 * @param most different words there may be
 * @returns different words so far, or -1 where there are more than `most`
 */
export function addWords(from: usize, size: u32, position: u32, most: u32, out: usize): i32 {
  return addAll<u32>(from, size, position, most, out)
}

/** The same for words of 8 bytes. */
export function addLongs(from: usize, size: u32, position: u32, most: u32, out: usize): i32 {
  return addAll<u64>(from, size, position, most, out)
}
