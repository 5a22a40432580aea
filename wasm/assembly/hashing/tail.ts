import { TWO_BLOCKS } from './sizes'

/** 0 to 63. */
const PLACES = memory.data<u8>([
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31,
  32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60,
  61, 62, 63,
], 16)

// @ts-ignore: decorator
@inline
/** Sixteen bytes of a message's end from place `at` on: what is left of it, 0x80, zeros. */
function padded(from: usize, rest: v128, at: usize): v128 {
  const places = v128.load(PLACES + at)
  const bytes = v128.and(v128.load(from + at), i8x16.lt_u(places, rest))
  return v128.or(bytes, v128.and(i8x16.eq(places, rest), i8x16.splat(-0x80)))
}

// @ts-ignore: decorator
@inline
/** The last sixteen bytes of a block with the length of the message in bits. */
function withLength(bytes: v128, length: u64): v128 {
  return i64x2.replace_lane(bytes, 1, bswap<u64>(length << 3))
}

/**
 * Writes the last `rest` bytes of a message at `from` with its padding to `tail`; returns how many blocks that takes.
 * `length` is that of the whole message. Reads 64 bytes at `from`, whatever is behind the message.
 */
export function writeTail(tail: usize, from: usize, rest: u32, length: u64): u32 {
  const end = i8x16.splat(rest as i8)
  const last = padded(from, end, 48)
  v128.store(tail, padded(from, end, 0))
  v128.store(tail, padded(from, end, 16), 16)
  v128.store(tail, padded(from, end, 32), 32)
  if (rest < TWO_BLOCKS) {
    v128.store(tail, withLength(last, length), 48)
    return 1
  }
  const zeros = i64x2.splat(0)
  v128.store(tail, last, 48)
  v128.store(tail, zeros, 64)
  v128.store(tail, zeros, 80)
  v128.store(tail, zeros, 96)
  v128.store(tail, withLength(zeros, length), 112)
  return 2
}
