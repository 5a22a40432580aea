/** Makes bits of `count` bytes at `at`, each 0 or 1, in place. May write up to fifteen bytes beyond them. */
export function packBools(at: usize, count: u32): void {
  let out = at
  for (let i: u32 = 0; i < count; i += 16, out += 2) {
    const bytes = v128.load(at + i)
    let bits = i8x16.bitmask(i8x16.shl(bytes, 7)) as u32
    if (i + 16 > count) bits &= (1 << (count - i)) - 1
    store<u16>(out, bits)
  }
}
