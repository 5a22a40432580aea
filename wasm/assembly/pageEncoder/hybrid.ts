// Runs and packed bits (Encodings.md, RLE). A stretch is packed until a run begins at a multiple of eight values of it that
// is at least `least` long; what comes before in the run fills the stretch up.

/** Bytes of a run's value. */
// @ts-ignore: decorator
@inline
function valueBytes(width: u32): u32 {
  return (width + 7) >> 3
}

// @ts-ignore: decorator
@inline
function shortestRun(width: u32): u32 {
  return ((valueBytes(width) + 3 + width - 1) / width) << 3
}

function varint(out: usize, value: u32): usize {
  while (value >= 0x80) {
    store<u8>(out++, (value & 0x7f) | 0x80)
    value >>= 7
  }
  store<u8>(out++, value)
  return out
}

function run(out: usize, value: u32, count: u32, width: u32): usize {
  out = varint(out, count << 1)
  store<u32>(out, value)
  return out + valueBytes(width)
}

/** Packs `count` words, zeros behind the last up to a multiple of eight. */
function packWords(from: usize, count: u32, width: u32, out: usize): usize {
  const end = out + (((count + 7) >> 3) as usize) * (width as usize)
  let held: u64 = 0
  let bits: u64 = 0
  for (const last = from + ((count as usize) << 2); from < last; from += 4) {
    held |= (load<u32>(from) as u64) << bits
    bits += width
    if (bits >= 32) {
      store<u32>(out, held as u32)
      out += 4
      held >>= 32
      bits -= 32
    }
  }
  return finish(out, held, end)
}

/** Packs `count` bytes, zeros behind the last up to a multiple of eight. */
function packBytes(from: usize, count: u32, width: u32, out: usize): usize {
  const end = out + (((count + 7) >> 3) as usize) * (width as usize)
  const last = from + (count as usize)
  if (width == 1) {
    const zero = i8x16.splat(0)
    for (; from + 16 <= last; from += 16) {
      store<u16>(out, i8x16.bitmask(i8x16.ne(v128.load(from), zero)) as u16)
      out += 2
    }
  }
  let held: u64 = 0
  let bits: u64 = 0
  for (; from < last; from++) {
    held |= (load<u8>(from) as u64) << bits
    bits += width
    if (bits >= 32) {
      store<u32>(out, held as u32)
      out += 4
      held >>= 32
      bits -= 32
    }
  }
  return finish(out, held, end)
}

/** Writes what is held and zeros up to `end`: at most eight values are missing, of at most 32 bytes. */
function finish(out: usize, held: u64, end: usize): usize {
  if (out < end) {
    store<u64>(out, held)
    for (out += 8; out < end; out += 8) store<u64>(out, 0)
  }
  return end
}

/** One past the last of the words from `from` on that are the same as the first. */
function runEndWords(from: usize, end: usize): usize {
  const value = load<u32>(from)
  const wanted = i32x4.splat(value)
  let at = from + 4
  while (at + 16 <= end && i32x4.all_true(i32x4.eq(v128.load(at), wanted))) at += 16
  while (at < end && load<u32>(at) == value) at += 4
  return at
}

/** One past the last of the bytes from `from` on that are the same as the first. */
function runEndBytes(from: usize, end: usize): usize {
  const value = load<u8>(from)
  const wanted = i8x16.splat(value)
  let at = from + 1
  while (at + 16 <= end && i8x16.all_true(i8x16.eq(v128.load(at), wanted))) at += 16
  while (at < end && load<u8>(at) == value) at++
  return at
}

/** `count` numbers of four bytes, each below 2^`width`, at `out`. Returns how many bytes were written. */
export function hybridWords(from: usize, count: u32, width: u32, out: usize): u32 {
  const start = out
  const end = from + ((count as usize) << 2)
  const least = (shortestRun(width) as usize) << 2
  let packed = from
  let at = from
  while (at + least <= end) {
    const wanted = i32x4.splat(load<u32>(at))
    const same = v128.and(i32x4.eq(v128.load(at), wanted), i32x4.eq(v128.load(at, 16), wanted))
    if (!i32x4.all_true(same)) {
      at += 32
      continue
    }
    const stop = runEndWords(at, end)
    if (stop - at < least) {
      at += 32
      continue
    }
    if (at > packed) {
      const values = ((at - packed) >> 2) as u32
      out = varint(out, ((values >> 3) << 1) | 1)
      out = packWords(packed, values, width, out)
    }
    out = run(out, load<u32>(at), ((stop - at) >> 2) as u32, width)
    packed = stop
    at = stop
  }
  if (end > packed) {
    const values = ((end - packed) >> 2) as u32
    out = varint(out, (((values + 7) >> 3) << 1) | 1)
    out = packWords(packed, values, width, out)
  }
  return (out - start) as u32
}

/** The same of numbers of one byte. */
export function hybridBytes(from: usize, count: u32, width: u32, out: usize): u32 {
  const start = out
  const end = from + (count as usize)
  const least = shortestRun(width) as usize
  let packed = from
  let at = from
  while (at + least <= end) {
    const eight = load<u64>(at)
    if (eight != (eight & 0xff) * 0x0101_0101_0101_0101) {
      at += 8
      continue
    }
    const stop = runEndBytes(at, end)
    if (stop - at < least) {
      at += 8
      continue
    }
    if (at > packed) {
      const values = (at - packed) as u32
      out = varint(out, ((values >> 3) << 1) | 1)
      out = packBytes(packed, values, width, out)
    }
    out = run(out, load<u8>(at), (stop - at) as u32, width)
    packed = stop
    at = stop
  }
  if (end > packed) {
    const values = (end - packed) as u32
    out = varint(out, (((values + 7) >> 3) << 1) | 1)
    out = packBytes(packed, values, width, out)
  }
  return (out - start) as u32
}
