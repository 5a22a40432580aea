/** `count` bits from bit `bit` of `from`, lowest first, as bytes of 0 and 1 at `out`. */
export function unpackBits(from: usize, bit: u32, out: usize, count: u32): void {
  for (let i: u32 = 0; i < count; i++) {
    store<u8>(out + i, (load<u8>(from + (bit >> 3)) >> ((bit & 7) as u8)) & 1)
    bit++
  }
}

/** Bytes of 0 and 1 as bits at `out`, lowest first. Writes whole bytes. */
export function packBits(from: usize, count: u32, out: usize): void {
  const zero = i8x16.splat(0)
  let i: u32 = 0
  for (; i + 16 <= count; i += 16) {
    store<u16>(out + (i >> 3), i8x16.bitmask(i8x16.ne(v128.load(from + i), zero)) as u16)
  }
  for (; i < count; i += 8) {
    let byte: u8 = 0
    for (let k: u32 = 0; k < 8 && i + k < count; k++) byte |= (load<u8>(from + i + k) & 1) << (k as u8)
    store<u8>(out + (i >> 3), byte)
  }
}
