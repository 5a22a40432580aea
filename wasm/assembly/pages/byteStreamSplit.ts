/** Puts `count` values of `width` bytes together: the first bytes of all values lie first at `from`, and so on. */
export function decodeByteStreamSplit(from: usize, count: u32, width: u32, out: usize): void {
  for (let byte: u32 = 0; byte < width; byte++) {
    let to = out + byte
    for (let i: u32 = 0; i < count; i++) {
      store<u8>(to, load<u8>(from++))
      to += width
    }
  }
}
