// @ts-ignore: decorator
@inline
/** A bijection of 64 bits in which every bit of the input changes half of the output's (the finalizer of MurmurHash3). */
export function mix(word: u64): u64 {
  word = (word ^ (word >> 33)) * 0xff51afd7ed558ccd
  word = (word ^ (word >> 33)) * 0xc4ceb9fe1a85ec53
  return word ^ (word >> 33)
}
