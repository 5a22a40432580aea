/**
 * Texts at `bytes`, each from one of `offsets` (4 bytes each) to the next, with their lengths in front, at `out`. Returns
 * how many bytes were written.
 */
export function joinTexts(bytes: usize, offsets: usize, size: u32, out: usize): u32 {
  const begin = out
  let start = load<u32>(offsets)
  for (let i: u32 = 0; i < size; i++) {
    offsets += 4
    const end = load<u32>(offsets)
    const length = (end - start) as usize
    store<u32>(out, length as u32)
    out += 4
    let from = bytes + (start as usize)
    const to = out + length
    // Whole vectors: what they write beyond the text is written over by the next.
    for (; out < to; out += 16) {
      v128.store(out, v128.load(from))
      from += 16
    }
    out = to
    start = end
  }
  return (out - begin) as u32
}
