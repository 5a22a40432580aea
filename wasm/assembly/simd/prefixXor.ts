// @ts-ignore: decorator
@inline
/** Bit i of the result is the parity of bits 0..i: with quote marks in, the bytes inside quotes come out. */
export function prefixXor(bits: u64): u64 {
  bits ^= bits << 1
  bits ^= bits << 2
  bits ^= bits << 4
  bits ^= bits << 8
  bits ^= bits << 16
  bits ^= bits << 32
  return bits
}
