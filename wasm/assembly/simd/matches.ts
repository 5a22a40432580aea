/** Bytes compared per step: one bit each in a 64-bit mask. */
export const STEP: u32 = 64

// @ts-ignore: decorator
@inline
/** Whether any of the 64 bytes at `at` equals the byte splatted over `wanted`: much cheaper than to ask which. */
export function anyMatch(at: usize, wanted: v128): bool {
  const first = v128.or(i8x16.eq(v128.load(at), wanted), i8x16.eq(v128.load(at, 16), wanted))
  const second = v128.or(i8x16.eq(v128.load(at, 32), wanted), i8x16.eq(v128.load(at, 48), wanted))
  return v128.any_true(v128.or(first, second))
}

// @ts-ignore: decorator
@inline
/** Bit i is set where byte `at + i` equals the byte splatted over `wanted`. Reads 64 bytes. */
export function matches(at: usize, wanted: v128): u64 {
  return (
    (i8x16.bitmask(i8x16.eq(v128.load(at), wanted)) as u64) |
    ((i8x16.bitmask(i8x16.eq(v128.load(at, 16), wanted)) as u64) << 16) |
    ((i8x16.bitmask(i8x16.eq(v128.load(at, 32), wanted)) as u64) << 32) |
    ((i8x16.bitmask(i8x16.eq(v128.load(at, 48), wanted)) as u64) << 48)
  )
}

// @ts-ignore: decorator
@inline
/** Writes `base + bit` for every set bit of `mask`, ascending, as u32 from `out` on; returns the end of what it wrote. */
export function writeBits(mask: u64, base: u32, out: usize): usize {
  while (mask != 0) {
    store<u32>(out, base + (ctz(mask) as u32))
    out += 4
    mask &= mask - 1
  }
  return out
}
