import { STEP, matches, writeBits } from '../simd/matches'

const NEWLINE: u8 = 0x0a
const QUOTE: u8 = 0x22

// @ts-ignore: decorator
@inline
/** Bit i of the result is the parity of bits 0..i: with quote marks in, the bytes inside quotes come out. */
function prefixXor(bits: u64): u64 {
  bits ^= bits << 1
  bits ^= bits << 2
  bits ^= bits << 4
  bits ^= bits << 8
  bits ^= bits << 16
  bits ^= bits << 32
  return bits
}

/**
 * Like `findNewlines`, but not inside double quotes; `quoted` is 1 where `input` starts inside quotes, else 0.
 * Returns count * 2 + (1 if the searched part ended inside quotes).
 */
export function findRecordEnds(
  input: usize,
  length: u32,
  base: u32,
  out: usize,
  capacity: u32,
  quoted: u32,
): u32 {
  const newline = i8x16.splat(NEWLINE)
  const quote = i8x16.splat(QUOTE)
  const outStart = out
  const outEnd = out + ((capacity as usize) << 2)
  const stepsEnd = length & ~(STEP - 1)
  /** All ones while inside quotes, else 0. */
  let inside: u64 = quoted ? u64.MAX_VALUE : 0
  let i: u32 = 0
  for (; i < stepsEnd; i += STEP) {
    const quotes = matches(input + i, quote)
    const inQuotes = quotes != 0 ? prefixXor(quotes) ^ inside : inside
    const ends = matches(input + i, newline) & ~inQuotes
    if (ends != 0) {
      if (out + ((popcnt(ends) as usize) << 2) > outEnd) break
      out = writeBits(ends, base + i, out)
      if (out == outEnd) {
        inside = 0 // the search ends at a record end
        break
      }
    }
    inside = ((inQuotes as i64) >> 63) as u64
  }
  let open = inside != 0
  for (; i < length && out < outEnd; i++) {
    const byte = load<u8>(input + i)
    if (byte == QUOTE) open = !open
    else if (byte == NEWLINE && !open) {
      store<u32>(out, base + i)
      out += 4
    }
  }
  return ((((out - outStart) >> 2) as u32) << 1) | (open ? 1 : 0)
}
