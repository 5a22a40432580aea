import { copyText } from './copyText'

/**
 * Values of `width` bytes from a dictionary of `size`, by `count` indexes (u32). Returns -1, or the first index that
 * is not in the dictionary.
 */
export function pickValues(indexes: usize, count: u32, dictionary: usize, size: u32, width: u32, out: usize): i64 {
  for (let i: u32 = 0; i < count; i++) {
    const index = load<u32>(indexes + ((i as usize) << 2))
    if (index >= size) return index as i64
    if (width == 8) store<u64>(out + ((i as usize) << 3), load<u64>(dictionary + ((index as usize) << 3)))
    else if (width == 4) store<u32>(out + ((i as usize) << 2), load<u32>(dictionary + ((index as usize) << 2)))
    else memory.copy(out + (i as usize) * (width as usize), dictionary + (index as usize) * (width as usize), width)
  }
  return -1
}

/** Bytes of the picked byte arrays together; -1 - index for an index that is not in the dictionary. */
export function measurePickedTexts(indexes: usize, count: u32, offsets: usize, size: u32): i64 {
  let bytes: i64 = 0
  for (let i: u32 = 0; i < count; i++) {
    const index = load<u32>(indexes + ((i as usize) << 2))
    if (index >= size) return -1 - (index as i64)
    const at = offsets + ((index as usize) << 2)
    bytes += (load<u32>(at, 4) - load<u32>(at)) as i64
  }
  return bytes
}

/** Copies byte arrays of a dictionary, all indexes good; ends as `copyPlainTexts` writes them. */
export function copyPickedTexts(
  indexes: usize,
  count: u32,
  offsets: usize,
  bytes: usize,
  out: usize,
  ends: usize,
  base: u32,
): void {
  let end = base
  for (let i: u32 = 0; i < count; i++) {
    const at = offsets + ((load<u32>(indexes + ((i as usize) << 2)) as usize) << 2)
    const start = load<u32>(at)
    const length = load<u32>(at, 4) - start
    copyText(out, bytes + start, length)
    out += length
    end += length
    store<u32>(ends + ((i as usize) << 2), end)
  }
}
