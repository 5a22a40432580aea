import { copyText } from './copyText'

/**
 * Goes over `count` byte arrays of PLAIN encoding (u32 length, bytes). Writes the end position at `endOut`. Returns
 * their bytes together, or -1 where they do not fit before `end`, or not into 2 GiB.
 */
export function measurePlainTexts(from: usize, end: usize, count: u32, endOut: usize): i32 {
  const start = from
  for (let i: u32 = 0; i < count; i++) {
    if (from + 4 > end) return -1
    const length = load<u32>(from)
    from += 4
    if ((length as usize) > end - from) return -1
    from += length
  }
  store<u32>(endOut, from as u32)
  const bytes = ((from - start) as u64) - ((count as u64) << 2)
  return bytes > 0x7fff_ffff ? -1 : (bytes as i32)
}

/** Copies measured byte arrays one behind the other to `out`; the end of each, from `base` on, as u32 at `ends`. */
export function copyPlainTexts(from: usize, count: u32, out: usize, ends: usize, base: u32): void {
  let at = base
  for (let i: u32 = 0; i < count; i++) {
    const length = load<u32>(from)
    copyText(out, from + 4, length)
    from += 4 + (length as usize)
    out += length
    at += length
    store<u32>(ends, at)
    ends += 4
  }
}
