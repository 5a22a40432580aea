/** Position of the reader below; a varint that cannot be read sets it to 0. */
let at: usize = 0

function varint(end: usize): u64 {
  let value: u64 = 0
  let shift: u64 = 0
  while (at != 0) {
    if (at >= end || shift > 63) break
    const byte = load<u8>(at++)
    value |= ((byte & 0x7f) as u64) << shift
    if (byte < 0x80) return value
    shift += 7
  }
  at = 0
  return 0
}

/** `width` bits (0 to 64) from bit `bit` of `from`. */
// @ts-ignore: decorator
@inline
function bitsAt(from: usize, bit: u64, width: u64): u64 {
  if (width == 0) return 0
  const byte = from + ((bit >> 3) as usize)
  const shift = bit & 7
  let value = load<u64>(byte) >> shift
  if (shift + width > 64) value |= (load<u8>(byte, 8) as u64) << (64 - shift)
  return width == 64 ? value : value & (((1 as u64) << width) - 1)
}

/**
 * DELTA_BINARY_PACKED values from `from` to `end` as words of `width` bytes (4 or 8) at `out`, exactly `count` of
 * them. Returns the end of what was read, 0 where it is damaged or holds another number of values.
 */
export function decodeDeltas(from: usize, end: usize, count: u32, width: u32, out: usize): usize {
  at = from
  const blockSize = varint(end)
  const miniBlocks = varint(end)
  const total = varint(end)
  const head = varint(end)
  if (at == 0 || total != (count as u64)) return 0
  let value: i64 = ((head >> 1) as i64) ^ -((head & 1) as i64)
  if (count == 0) return at
  storeValue(out, value, width)
  out += width
  let left: u32 = count - 1
  if (left == 0) return at
  if (blockSize == 0 || blockSize > 0x0100_0000 || miniBlocks == 0 || blockSize % miniBlocks != 0) return 0
  const perMini = (blockSize / miniBlocks) as u32
  if ((perMini & 7) != 0) return 0
  while (left > 0) {
    const smallest = varint(end)
    if (at == 0) return 0
    const least: i64 = ((smallest >> 1) as i64) ^ -((smallest & 1) as i64)
    const widths = at
    at += miniBlocks as usize
    if (at > end) return 0
    for (let mini: usize = 0; mini < (miniBlocks as usize) && left > 0; mini++) {
      const bits = load<u8>(widths + mini) as u64
      if (bits > 64) return 0
      const bytes = ((bits * (perMini as u64)) >> 3) as usize
      const take = min(perMini, left)
      // Some writers leave out the padding of the last miniblock.
      if ((((take as u64) * bits + 7) >> 3) as usize > end - at) return 0
      let bit: u64 = 0
      for (let i: u32 = 0; i < take; i++) {
        value += least + (bitsAt(at, bit, bits) as i64)
        bit += bits
        storeValue(out, value, width)
        out += width
      }
      at = min(at + bytes, end)
      left -= take
    }
  }
  return at
}

// @ts-ignore: decorator
@inline
function storeValue(out: usize, value: i64, width: u32): void {
  if (width == 8) store<i64>(out, value)
  else store<i32>(out, value as i32)
}

/**
 * DELTA_BYTE_ARRAY: value i is the first `prefixes[i]` bytes of the one before and suffix i. Lengths are i32; suffixes
 * lie one behind the other from `suffixes` to `end`. Writes offsets (u32, `count` + 1 of them) and bytes. With `bytes`
 * 0 it only measures. Returns the bytes of all values, -1 where a length cannot be.
 */
export function joinPrefixes(
  prefixes: usize,
  suffixLengths: usize,
  count: u32,
  suffixes: usize,
  end: usize,
  offsets: usize,
  bytes: usize,
): i64 {
  let total: i64 = 0
  let before: i64 = 0
  for (let i: usize = 0; i < (count as usize); i++) {
    const prefix = load<i32>(prefixes + (i << 2)) as i64
    const suffix = load<i32>(suffixLengths + (i << 2)) as i64
    if (prefix < 0 || prefix > before || suffix < 0 || suffix > ((end - suffixes) as i64)) return -1
    if (bytes != 0) {
      store<u32>(offsets + (i << 2), total as u32)
      const to = bytes + (total as usize)
      memory.copy(to, to - (before as usize), prefix as usize)
      memory.copy(to + (prefix as usize), suffixes, suffix as usize)
    }
    suffixes += suffix as usize
    before = prefix + suffix
    total += before
  }
  if (bytes != 0) store<u32>(offsets + ((count as usize) << 2), total as u32)
  return total
}
