import { spread } from './spread'
import { addSlot, addValue, count, DIRECT, direct, mask, slots, values } from './dictionary'

/** Place (plus one) of a word by its hash; it is added where it is new. 0: there are `most` already. */
function hashedWord(value: u32, position: u32, most: u32): u32 {
  const hash = spread(value)
  let slot = hash & mask
  for (;;) {
    const at = slots + ((slot as usize) << 3)
    const place = load<u32>(at, 4)
    if (place == 0) break
    if (load<u32>(values + ((place - 1) << 2)) == value) return place
    slot = (slot + 1) & mask
  }
  if (count == most) return 0
  store<u32>(values + ((count as usize) << 2), value)
  const added = addValue(position, 4)
  addSlot(slot, hash, added)
  return added
}

function hashedLong(value: u64, position: u32, most: u32): u32 {
  const hash = spread(value)
  let slot = hash & mask
  for (;;) {
    const at = slots + ((slot as usize) << 3)
    const place = load<u32>(at, 4)
    if (place == 0) break
    if (load<u64>(values + ((place - 1) << 3)) == value) return place
    slot = (slot + 1) & mask
  }
  if (count == most) return 0
  store<u64>(values + ((count as usize) << 3), value)
  const added = addValue(position, 8)
  addSlot(slot, hash, added)
  return added
}

/**
 * Adds `size` words of 4 bytes and writes the place of each at `out`, 4 bytes each.
 *
 * @param position that of the first in the column
 * @param most different words there may be
 * @returns different words so far, or -1 where there are more than `most`
 */
export function addWords(from: usize, size: u32, position: u32, most: u32, out: usize): i32 {
  for (let i: u32 = 0; i < size; i++) {
    const value = load<u32>(from + ((i as usize) << 2))
    let place: u32
    if (value < DIRECT) {
      const at = direct + ((value as usize) << 2)
      place = load<u32>(at)
      if (place == 0) {
        if (count == most) return -1
        store<u32>(values + ((count as usize) << 2), value)
        place = addValue(position + i, 4)
        store<u32>(at, place)
      }
    } else {
      place = hashedWord(value, position + i, most)
      if (place == 0) return -1
    }
    store<u32>(out + ((i as usize) << 2), place - 1)
  }
  return count as i32
}

/** The same for words of 8 bytes. */
export function addLongs(from: usize, size: u32, position: u32, most: u32, out: usize): i32 {
  for (let i: u32 = 0; i < size; i++) {
    const value = load<u64>(from + ((i as usize) << 3))
    let place: u32
    if (value < (DIRECT as u64)) {
      const at = direct + ((value as usize) << 2)
      place = load<u32>(at)
      if (place == 0) {
        if (count == most) return -1
        store<u64>(values + ((count as usize) << 3), value)
        place = addValue(position + i, 8)
        store<u32>(at, place)
      }
    } else {
      place = hashedLong(value, position + i, most)
      if (place == 0) return -1
    }
    store<u32>(out + ((i as usize) << 2), place - 1)
  }
  return count as i32
}
