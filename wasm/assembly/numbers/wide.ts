/** The high half of the last product. */
export let high: u64 = 0

// @ts-ignore: decorator
@inline
/** The low half of `a * b`; the other one is left in `high`. */
export function multiply(a: u64, b: u64): u64 {
  const aLow = a & 0xffffffff
  const aHigh = a >> 32
  const bLow = b & 0xffffffff
  const bHigh = b >> 32
  const low = aLow * bLow
  const middle = aHigh * bLow + (low >> 32)
  const other = aLow * bHigh + (middle & 0xffffffff)
  high = aHigh * bHigh + (middle >> 32) + (other >> 32)
  return (other << 32) | (low & 0xffffffff)
}

// @ts-ignore: decorator
@inline
/** The high half of `a * b` alone: for loops in which a global would be waited for. */
export function highProduct(a: u64, b: u64): u64 {
  const aLow = a & 0xffffffff
  const aHigh = a >> 32
  const bLow = b & 0xffffffff
  const bHigh = b >> 32
  const middle = aHigh * bLow + ((aLow * bLow) >> 32)
  const other = aLow * bHigh + (middle & 0xffffffff)
  return aHigh * bHigh + (middle >> 32) + (other >> 32)
}
