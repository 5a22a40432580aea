// Bit streams that are written forwards and read backwards, RFC 8878 4.1: the last byte's highest bit is an end mark.
//
// A word holds 64 bits of the stream from `at` on, shifted so that the next bits are its highest. Bit 0 of what was
// loaded is replaced by a 1: below it are only zeros, so that counting them tells how many bits were taken. At least 56
// bits may be taken between two refills, and `at` may come to lie up to 8 bytes before the stream's start.

/** Position of the highest bit; `value` is not 0. */
// @ts-ignore: decorator
@inline
export function highestBit(value: u32): u32 {
  return 31 - clz<u32>(value)
}

/** The first word of a stream that ends at `end`, whose last byte is not 0. */
// @ts-ignore: decorator
@inline
export function firstWord(end: usize): u64 {
  return (load<u64>(end - 8) | 1) << (8 - highestBit(load<u8>(end - 1)))
}

/** How far `at` goes down when `word` is refilled. */
// @ts-ignore: decorator
@inline
export function usedBytes(word: u64): usize {
  return (ctz<u64>(word) >> 3) as usize
}

/** The word at `at`, which has gone down by `usedBytes(word)`. */
// @ts-ignore: decorator
@inline
export function refilled(at: usize, word: u64): u64 {
  return (load<u64>(at) | 1) << (ctz<u64>(word) & 7)
}

/** The next `count` bits (0 to 56). */
// @ts-ignore: decorator
@inline
export function topBits(word: u64, count: u32): u32 {
  return ((word >> 1) >> (63 - (count as u64))) as u32
}

/** Bits left of a stream that starts at `start`; below 0 when more were taken than there are. */
// @ts-ignore: decorator
@inline
export function bitsLeft(start: usize, at: usize, word: u64): i32 {
  return (((at as i32) + 8 - (start as i32)) << 3) - (ctz<u64>(word) as i32)
}
