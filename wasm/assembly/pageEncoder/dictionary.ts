// Different values of a column in the order they come: where each was first, and a table from hashes to places. Whole
// numbers below `DIRECT` (token ids) have a table of their own and need no hash. Values are added block by block.

/** Whole numbers below this are looked up directly. */
export const DIRECT: u32 = 1 << 18
/** Slots a table starts with: most columns have few values, and clearing takes time. */
const FIRST_SLOTS: u32 = 1024

/** A place (plus one; 0: none) for each number below `DIRECT`, 4 bytes each; zero between columns. */
export let direct: usize = 0
/** Open addressing, 8 bytes a slot: hash, place (plus one; 0: free). */
export let slots: usize = 0
/** The values themselves: words, or texts behind each other. */
export let values: usize = 0
/** Where each text begins, and one more; 4 bytes each. */
export let starts: usize = 0
/** Position of each value among all of the column, 4 bytes each. */
export let firsts: usize = 0

export let mask: u32 = 0
/** Slots in use. */
let filled: u32 = 0
export let count: u32 = 0
/** Bytes at `values` that are in use. */
export let used: u32 = 0

/** Where the host has put the tables. */
export function placeDictionary(directAt: usize, slotsAt: usize, valuesAt: usize, startsAt: usize, firstsAt: usize): void {
  direct = directAt
  slots = slotsAt
  values = valuesAt
  starts = startsAt
  firsts = firstsAt
}

/** Forgets all values. `width` is that of the words before, 0 for texts: direct places are taken back one by one. */
export function beginDictionary(width: u32): void {
  if (width == 4) {
    for (let i: usize = 0; i < (count as usize); i++) {
      const value = load<u32>(values + (i << 2))
      if (value < DIRECT) store<u32>(direct + ((value as usize) << 2), 0)
    }
  } else if (width == 8) {
    for (let i: usize = 0; i < (count as usize); i++) {
      const value = load<u64>(values + (i << 3))
      if (value < (DIRECT as u64)) store<u32>(direct + ((value as usize) << 2), 0)
    }
  }
  count = 0
  used = 0
  filled = 0
  clear(FIRST_SLOTS)
}

function clear(size: u32): void {
  mask = size - 1
  memory.fill(slots, 0, (size as usize) << 3)
}

/** Notes a new value of `bytes` bytes that was found at `position`. The host has seen to it that there is room. */
// @ts-ignore: decorator
@inline
export function addValue(position: u32, bytes: u32): u32 {
  store<u32>(firsts + ((count as usize) << 2), position)
  used += bytes
  return ++count
}

/** Puts a place at a free slot, and doubles the table where it is half full. */
export function addSlot(slot: u32, hash: u32, place: u32): void {
  const at = slots + ((slot as usize) << 3)
  store<u32>(at, hash)
  store<u32>(at, place, 4)
  filled++
  if (filled > mask >> 1) grow()
}

/** Doubles the table in place: what is there moves to a copy behind it first. */
function grow(): void {
  const size = (mask + 1) as usize
  const copy = slots + (size << 4)
  memory.copy(copy, slots, size << 3)
  clear((size << 1) as u32)
  for (let i: usize = 0; i < size; i++) {
    const entry = load<u64>(copy + (i << 3))
    if (entry >> 32 == 0) continue
    let slot = (entry as u32) & mask
    while (load<u32>(slots + ((slot as usize) << 3), 4) != 0) slot = (slot + 1) & mask
    store<u64>(slots + ((slot as usize) << 3), entry)
  }
}
