const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15

/**
 * A hash of which every bit depends on every bit of `value`: tables use the lowest, and whole numbers that are stored as
 * doubles differ in the highest only.
 */
// @ts-ignore: decorator
@inline
export function spread(value: u64): u32 {
  value = (value ^ (value >> 32)) * FACTOR
  value = (value ^ (value >> 32)) * FACTOR
  return (value >> 32) as u32
}
