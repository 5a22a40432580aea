import { STEP, anyMatch, matches, writeBits } from '../simd/matches'

const NEWLINE: u8 = 0x0a

/**
 * Offsets of newlines in `length` bytes at `input`, each plus `base`, as u32 at `out`, at most `capacity` of them.
 * Returns how many were written; the search stopped at the last one when that is `capacity`.
 */
export function findNewlines(input: usize, length: u32, base: u32, out: usize, capacity: u32): u32 {
  const newline = i8x16.splat(NEWLINE)
  const outStart = out
  const outEnd = out + ((capacity as usize) << 2)
  const stepsEnd = length & ~(STEP - 1)
  let i: u32 = 0
  for (; i < stepsEnd; i += STEP) {
    if (!anyMatch(input + i, newline)) continue
    const mask = matches(input + i, newline)
    if (out + ((popcnt(mask) as usize) << 2) > outEnd) break
    out = writeBits(mask, base + i, out)
    if (out == outEnd) break
  }
  // What is left: less than a step, or the step in which `out` fills up.
  for (; i < length && out < outEnd; i++) {
    if (load<u8>(input + i) == NEWLINE) {
      store<u32>(out, base + i)
      out += 4
    }
  }
  return ((out - outStart) >> 2) as u32
}
