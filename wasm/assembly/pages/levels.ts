// Repetition and definition levels, a byte each, into what Arrow keeps instead: validity bits and offsets. An entry of
// the levels is a slot of a node when a list above goes on or begins there (repetition at most `repetition`) and is not
// empty (definition at least `present`).

/** Entries whose level is at least `level`. */
export function countAtLeast(levels: usize, count: u32, level: u32): u32 {
  let found: u32 = 0
  let i: u32 = 0
  const wanted = i8x16.splat(level as i8)
  for (; i + 16 <= count; i += 16) found += popcnt(i8x16.bitmask(i8x16.ge_u(v128.load(levels + i), wanted)))
  for (; i < count; i++) if ((load<u8>(levels + i) as u32) >= level) found++
  return found
}

/** Where the entry lies that begins row `row` of those that begin here; writes the rows that begin before at `out`. */
export function findRow(repetitions: usize, count: u32, row: u32, out: usize): u32 {
  let begun: u32 = 0
  let i: u32 = 0
  const zero = i8x16.splat(0)
  for (; i + 16 <= count; i += 16) {
    const here = popcnt(i8x16.bitmask(i8x16.eq(v128.load(repetitions + i), zero)))
    if (begun + here > row) break
    begun += here
  }
  for (; i < count; i++) {
    if (load<u8>(repetitions + i) != 0) continue
    if (begun == row) break
    begun++
  }
  store<u32>(out, begun)
  return i
}

/**
 * Validity bits of a node's slots: set where the definition level is at least `valid`. `repetitions` is 0 where no
 * list is above. Writes the null count at `nulls`; returns the number of slots. Writes whole bytes.
 */
export function slotValidity(
  definitions: usize,
  repetitions: usize,
  count: u32,
  repetition: u32,
  present: u32,
  valid: u32,
  bits: usize,
  nulls: usize,
): u32 {
  if (repetitions == 0 && present == 0) {
    const wanted = i8x16.splat(valid as i8)
    let set: u32 = 0
    let i: u32 = 0
    for (; i + 16 <= count; i += 16) {
      const mask = i8x16.bitmask(i8x16.ge_u(v128.load(definitions + i), wanted))
      store<u16>(bits + (i >> 3), mask as u16)
      set += popcnt(mask)
    }
    for (; i < count; i += 8) {
      let byte: u32 = 0
      for (let k: u32 = 0; k < 8 && i + k < count; k++) {
        if ((load<u8>(definitions + i + k) as u32) >= valid) byte |= 1 << k
      }
      store<u8>(bits + (i >> 3), byte as u8)
      set += popcnt(byte)
    }
    store<u32>(nulls, count - set)
    return count
  }
  let slots: u32 = 0
  let set: u32 = 0
  let byte: u32 = 0
  for (let i: u32 = 0; i < count; i++) {
    const definition = load<u8>(definitions + i) as u32
    if (definition < present) continue
    if (repetitions != 0 && (load<u8>(repetitions + i) as u32) > repetition) continue
    const bit: u32 = definition >= valid ? 1 : 0
    set += bit
    byte |= bit << (slots & 7)
    slots++
    if ((slots & 7) == 0) {
      store<u8>(bits + (slots >> 3) - 1, byte as u8)
      byte = 0
    }
  }
  if ((slots & 7) != 0) store<u8>(bits + (slots >> 3), byte as u8)
  store<u32>(nulls, slots - set)
  return slots
}

/**
 * Offsets (u32, one more than slots) of a list's slots into its items. An item begins where the definition level is at
 * least `item` and the repetition level at most `itemRepetition`. Returns the number of slots.
 */
export function listOffsets(
  definitions: usize,
  repetitions: usize,
  count: u32,
  repetition: u32,
  present: u32,
  item: u32,
  itemRepetition: u32,
  offsets: usize,
): u32 {
  let slots: usize = 0
  let items: u32 = 0
  const outer = i8x16.splat(repetition as i8)
  const inner = i8x16.splat(itemRepetition as i8)
  const full = i8x16.splat(item as i8)
  for (let i: u32 = 0; i < count; i++) {
    // Long lists: sixteen entries at a time that are all further items of the list that was begun.
    while (i + 16 <= count) {
      const repeated = v128.load(repetitions + i)
      const further = v128.and(i8x16.gt_u(repeated, outer), i8x16.le_u(repeated, inner))
      if (!i8x16.all_true(v128.and(further, i8x16.ge_u(v128.load(definitions + i), full)))) break
      items += 16
      i += 16
    }
    if (i == count) break
    const definition = load<u8>(definitions + i) as u32
    const repeated = load<u8>(repetitions + i) as u32
    if (repeated <= repetition && definition >= present) {
      store<u32>(offsets + (slots << 2), items)
      slots++
    }
    if (definition >= item && repeated <= itemRepetition) items++
  }
  store<u32>(offsets + (slots << 2), items)
  return slots as u32
}

/** Moves dense values of `width` bytes at `values` to their slots, in place, last first; null slots become zeros. */
export function spreadValues(values: usize, dense: u32, width: u32, bits: usize, slots: u32): void {
  let from = values + (dense as usize) * (width as usize)
  for (let slot: i32 = (slots as i32) - 1; slot >= 0; slot--) {
    const to = values + (slot as usize) * (width as usize)
    const valid = (load<u8>(bits + (slot >> 3)) >> ((slot & 7) as u8)) & 1
    if (valid) {
      from -= width
      if (width == 8) store<u64>(to, load<u64>(from))
      else if (width == 4) store<u32>(to, load<u32>(from))
      else memory.copy(to, from, width)
    } else if (width == 8) store<u64>(to, 0)
    else if (width == 4) store<u32>(to, 0)
    else memory.fill(to, 0, width)
  }
}

/** Offsets of slots from the ends of the dense values (u32): a null slot is empty. Writes `slots` + 1 offsets. */
export function spreadOffsets(ends: usize, bits: usize, slots: u32, out: usize): void {
  let end: u32 = 0
  store<u32>(out, 0)
  for (let slot: u32 = 0; slot < slots; slot++) {
    if ((load<u8>(bits + (slot >> 3)) >> ((slot & 7) as u8)) & 1) {
      end = load<u32>(ends)
      ends += 4
    }
    out += 4
    store<u32>(out, end)
  }
}
