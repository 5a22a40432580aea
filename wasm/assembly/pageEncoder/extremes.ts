/**
 * Least and greatest of `count` words of 4 bytes, at least one, at `out` and behind it. `flip` is 0 for numbers with a sign
 * and the sign bit for those without.
 */
export function wordExtremes(from: usize, count: u32, flip: u32, out: usize): void {
  const sign = i32x4.splat(flip)
  let least = v128.xor(v128.load32_splat(from), sign)
  let greatest = least
  const end = from + ((count as usize) << 2)
  for (; from + 16 <= end; from += 16) {
    const words = v128.xor(v128.load(from), sign)
    least = i32x4.min_s(least, words)
    greatest = i32x4.max_s(greatest, words)
  }
  for (; from < end; from += 4) {
    const words = v128.xor(v128.load32_splat(from), sign)
    least = i32x4.min_s(least, words)
    greatest = i32x4.max_s(greatest, words)
  }
  const low = min(
    min(i32x4.extract_lane(least, 0), i32x4.extract_lane(least, 1)),
    min(i32x4.extract_lane(least, 2), i32x4.extract_lane(least, 3)),
  )
  const high = max(
    max(i32x4.extract_lane(greatest, 0), i32x4.extract_lane(greatest, 1)),
    max(i32x4.extract_lane(greatest, 2), i32x4.extract_lane(greatest, 3)),
  )
  store<i32>(out, low ^ flip)
  store<i32>(out, high ^ flip, 4)
}

/** The same of words of 8 bytes. */
export function longExtremes(from: usize, count: u32, flip: u64, out: usize): void {
  let low = (load<u64>(from) ^ flip) as i64
  let high = low
  const end = from + ((count as usize) << 3)
  for (; from < end; from += 8) {
    const value = (load<u64>(from) ^ flip) as i64
    low = min(low, value)
    high = max(high, value)
  }
  store<u64>(out, (low as u64) ^ flip)
  store<u64>(out, (high as u64) ^ flip, 8)
}
