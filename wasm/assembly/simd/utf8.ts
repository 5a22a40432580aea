// Validation of UTF-8 by three table look-ups per 16 bytes, after Keiser and Lemire, "Validating UTF-8 in less than one
// instruction per byte" (2021). A bit of the result stays set where a pair of bytes cannot follow each other.

const TOO_SHORT: i8 = 0x01
const TOO_LONG: i8 = 0x02
const OVERLONG_3: i8 = 0x04
const TOO_LARGE: i8 = 0x08
const SURROGATE: i8 = 0x10
const OVERLONG_2: i8 = 0x20
/** Also: too large with a second byte 1000____. */
const OVERLONG_4: i8 = 0x40
const TWO_TAILS: i8 = -128
const CARRY: i8 = TOO_SHORT | TOO_LONG | TWO_TAILS
const LARGE: i8 = CARRY | TOO_LARGE | OVERLONG_4

// @ts-ignore: decorator
@inline
/** Not zero where `bytes` behind `before` are not well-formed; a sequence cut off at the end is told with the next bytes. */
function errors(before: v128, bytes: v128): v128 {
  const firstHigh = i8x16(
    TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG,
    TWO_TAILS, TWO_TAILS, TWO_TAILS, TWO_TAILS,
    TOO_SHORT | OVERLONG_2, TOO_SHORT, TOO_SHORT | OVERLONG_3 | SURROGATE, TOO_SHORT | TOO_LARGE | OVERLONG_4,
  )
  const firstLow = i8x16(
    CARRY | OVERLONG_3 | OVERLONG_2 | OVERLONG_4, CARRY | OVERLONG_2, CARRY, CARRY,
    CARRY | TOO_LARGE, LARGE, LARGE, LARGE, LARGE, LARGE, LARGE, LARGE, LARGE, LARGE | SURROGATE, LARGE, LARGE,
  )
  const secondHigh = i8x16(
    TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT,
    TOO_LONG | OVERLONG_2 | TWO_TAILS | OVERLONG_3 | OVERLONG_4,
    TOO_LONG | OVERLONG_2 | TWO_TAILS | OVERLONG_3 | TOO_LARGE,
    TOO_LONG | OVERLONG_2 | TWO_TAILS | SURROGATE | TOO_LARGE,
    TOO_LONG | OVERLONG_2 | TWO_TAILS | SURROGATE | TOO_LARGE,
    TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT,
  )
  const one = v128.shuffle<i8>(before, bytes, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30)
  const two = v128.shuffle<i8>(before, bytes, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29)
  const three = v128.shuffle<i8>(before, bytes, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28)
  const pairs = v128.and(
    v128.and(
      v128.swizzle(firstHigh, v128.shr<u8>(one, 4)),
      v128.swizzle(firstLow, v128.and(one, i8x16.splat(0x0f))),
    ),
    v128.swizzle(secondHigh, v128.shr<u8>(bytes, 4)),
  )
  // The third and fourth byte of a sequence are tails behind tails, and only they may be.
  const tails = v128.or(
    v128.sub_sat<u8>(two, i8x16.splat(0x60)),
    v128.sub_sat<u8>(three, i8x16.splat(0x70)),
  )
  return v128.xor(v128.and(tails, i8x16.splat(-128)), pairs)
}

// @ts-ignore: decorator
@inline
/** The first `count` (under 16) of the bytes at `at`, zeros behind them. */
function firstBytes(at: usize, count: u32): v128 {
  const numbers = i8x16(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)
  return v128.and(v128.load(at), i8x16.lt_s(numbers, i8x16.splat(count as i8)))
}

/** Whether `length` bytes at `input` are well-formed UTF-8. Reads up to 16 bytes behind them. */
export function isUtf8(input: usize, length: u32): bool {
  const end = input + length
  let before = i8x16.splat(0)
  let wrong = i8x16.splat(0)
  let at = input
  while (at + 16 <= end) {
    const bytes = v128.load(at)
    const plain = i8x16.bitmask(v128.or(bytes, before)) == 0
    if (!plain) wrong = v128.or(wrong, errors(before, bytes))
    before = bytes
    at += 16
    // ASCII behind ASCII goes by faster.
    while (plain && at + 64 <= end) {
      const last = v128.load(at, 48)
      const others = v128.or(v128.or(v128.load(at), v128.load(at, 16)), v128.load(at, 32))
      if (i8x16.bitmask(v128.or(others, last)) != 0) break
      before = last
      at += 64
    }
  }
  // Zeros end whatever is left open.
  wrong = v128.or(wrong, errors(before, firstBytes(at, (end - at) as u32)))
  return !v128.any_true(wrong)
}

/** `isUtf8` for text in which bytes beyond ASCII come here and there: 64 bytes are looked at without asking where they are. */
export function isMixedUtf8(input: usize, length: u32): bool {
  const end = input + length
  let before = i8x16.splat(0)
  let wrong = i8x16.splat(0)
  let at = input
  for (; at + 64 <= end; at += 64) {
    const first = v128.load(at)
    const second = v128.load(at, 16)
    const third = v128.load(at, 32)
    const fourth = v128.load(at, 48)
    const all = v128.or(v128.or(first, second), v128.or(third, fourth))
    if (i8x16.bitmask(v128.or(all, before)) != 0) {
      const half = v128.or(errors(before, first), errors(first, second))
      wrong = v128.or(wrong, v128.or(half, v128.or(errors(second, third), errors(third, fourth))))
    }
    before = fourth
  }
  for (; at + 16 <= end; at += 16) {
    const bytes = v128.load(at)
    wrong = v128.or(wrong, errors(before, bytes))
    before = bytes
  }
  // Zeros end whatever is left open.
  wrong = v128.or(wrong, errors(before, firstBytes(at, (end - at) as u32)))
  return !v128.any_true(wrong)
}

/** Whether any byte of `[start, end)` is not ASCII. */
export function hasHighBytes(start: usize, end: usize): bool {
  let at = start
  let all = i8x16.splat(0)
  for (; at + 64 <= end; at += 64) {
    const first = v128.or(v128.load(at), v128.load(at, 16))
    const second = v128.or(v128.load(at, 32), v128.load(at, 48))
    all = v128.or(all, v128.or(first, second))
  }
  if (i8x16.bitmask(all) != 0) return true
  for (; at < end; at++) if (load<u8>(at) >= 0x80) return true
  return false
}
