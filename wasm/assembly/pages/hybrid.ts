// The hybrid of run lengths and bit-packed groups that Parquet keeps levels, dictionary indexes and booleans in. A
// decoder is 24 bytes of the host's memory, so that it can go on where it stopped:
//   0 position   4 end   8 bit width   12 values left in the run   16 value of the run   20 bit of a packed run, or -1
const POSITION: usize = 0
const END: usize = 4
const WIDTH: usize = 8
const LEFT: usize = 12
const VALUE: usize = 16
const BIT: usize = 20

/** A decoder at `state` for the values from `from` to `end`, each `width` bits: 0 to 32. */
export function hybridInit(state: usize, from: usize, end: usize, width: u32): void {
  store<u32>(state, from as u32, POSITION)
  store<u32>(state, end as u32, END)
  store<u32>(state, width, WIDTH)
  store<u32>(state, 0, LEFT)
  store<u32>(state, 0, VALUE)
  store<i32>(state, -1, BIT)
}

/** Reads the head of the next run. Returns false where there is none, or none that can be. */
function nextRun(state: usize): bool {
  let at = load<u32>(state, POSITION) as usize
  const end = load<u32>(state, END) as usize
  const width = load<u32>(state, WIDTH)
  let head: u64 = 0
  let shift: u32 = 0
  for (;;) {
    if (at >= end || shift > 28) return false
    const byte = load<u8>(at++)
    head |= ((byte & 0x7f) as u64) << shift
    if (byte < 0x80) break
    shift += 7
  }
  const count = head >> 1
  if (count == 0 || count > 0x0fff_ffff) return false
  if ((head & 1) == 1) {
    // The last group may be cut off by writers that leave out padding; its missing bits are never asked for.
    const bytes = count * (width as u64)
    const there = (end - at) as u64
    let values: u64 = count << 3
    if (bytes > there) {
      if (width == 0) return false
      values = (there << 3) / (width as u64)
      if (values == 0) return false
    }
    store<u32>(state, values as u32, LEFT)
    store<u32>(state, at as u32, VALUE)
    store<i32>(state, 0, BIT)
    at += (bytes < there ? bytes : there) as usize
  } else {
    const bytes = ((width + 7) >> 3) as usize
    if (at + bytes > end) return false
    let value: u32 = 0
    for (let i: usize = 0; i < bytes; i++) value |= (load<u8>(at + i) as u32) << ((i << 3) as u32)
    store<u32>(state, count as u32, LEFT)
    store<u32>(state, value, VALUE)
    store<i32>(state, -1, BIT)
    at += bytes
  }
  store<u32>(state, at as u32, POSITION)
  return true
}

// @ts-ignore: decorator
@inline
/** Keeps the place in a packed run: whole bytes move into the base, so that the bit stays small. */
function moveOn(state: usize, base: usize, bit: u64): void {
  store<u32>(state, (base + ((bit >> 3) as usize)) as u32, VALUE)
  store<i32>(state, (bit & 7) as i32, BIT)
}

/** The next `count` values as bytes at `out`; values over 255 must not be. Returns how many there were. */
export function hybridBytes(state: usize, out: usize, count: u32): u32 {
  const width = load<u32>(state, WIDTH)
  const mask: u64 = ((1 as u64) << (width as u64)) - 1
  let done: u32 = 0
  while (done < count) {
    if (load<u32>(state, LEFT) == 0 && !nextRun(state)) break
    const left = load<u32>(state, LEFT)
    const take = min(left, count - done)
    const bit = load<i32>(state, BIT)
    if (bit < 0) {
      memory.fill(out + done, load<u32>(state, VALUE) as u8, take)
    } else {
      const base = load<u32>(state, VALUE) as usize
      if (width == 1) unpackSingles(base, bit as u32, out + done, take)
      else {
        let at = bit as u64
        for (let i: u32 = 0; i < take; i++) {
          store<u8>(out + done + i, ((load<u64>(base + ((at >> 3) as usize)) >> (at & 7)) & mask) as u8)
          at += width as u64
        }
      }
      moveOn(state, base, (bit as u64) + (take as u64) * (width as u64))
    }
    store<u32>(state, left - take, LEFT)
    done += take
  }
  return done
}

/** Bits as bytes of 0 and 1, eight at a time where they start on a byte. */
function unpackSingles(base: usize, bit: u32, out: usize, count: u32): void {
  let i: u32 = 0
  while (i < count && (bit & 7) != 0) {
    store<u8>(out + i++, (load<u8>(base + (bit >> 3)) >> ((bit & 7) as u8)) & 1)
    bit++
  }
  for (; i + 8 <= count; i += 8) {
    // Spread: every byte of the word gets the bits, keeps one, and is made 0 or 1.
    const bits = (load<u8>(base + (bit >> 3)) as u64) * 0x0101_0101_0101_0101
    const kept = bits & 0x8040_2010_0804_0201
    store<u64>(out + i, ((kept + 0x7f7f_7f7f_7f7f_7f7f) | kept) >> 7 & 0x0101_0101_0101_0101)
    bit += 8
  }
  for (; i < count; i++) {
    store<u8>(out + i, (load<u8>(base + (bit >> 3)) >> ((bit & 7) as u8)) & 1)
    bit++
  }
}

/** The next `count` values as u32 at `out`. Returns how many there were. */
export function hybridWords(state: usize, out: usize, count: u32): u32 {
  const width = load<u32>(state, WIDTH)
  const mask: u64 = ((1 as u64) << (width as u64)) - 1
  let done: u32 = 0
  while (done < count) {
    if (load<u32>(state, LEFT) == 0 && !nextRun(state)) break
    const left = load<u32>(state, LEFT)
    const take = min(left, count - done)
    const bit = load<i32>(state, BIT)
    let to = out + ((done as usize) << 2)
    if (bit < 0) {
      const value = load<u32>(state, VALUE)
      for (let i: u32 = 0; i < take; i++) {
        store<u32>(to, value)
        to += 4
      }
    } else {
      const base = load<u32>(state, VALUE) as usize
      let at = bit as u64
      for (let i: u32 = 0; i < take; i++) {
        store<u32>(to, ((load<u64>(base + ((at >> 3) as usize)) >> (at & 7)) & mask) as u32)
        to += 4
        at += width as u64
      }
      moveOn(state, base, at)
    }
    store<u32>(state, left - take, LEFT)
    done += take
  }
  return done
}
