/** How many bytes at `at` are the same as those at `before`, up to `limit`; up to 16 bytes behind that are loaded. */
// @ts-ignore: decorator
@inline
export function matchLength(at: usize, before: usize, limit: usize): u32 {
  const start = at
  while (at < limit) {
    const difference = load<u64>(at) ^ load<u64>(before)
    if (difference != 0) return min((at - start) as u32 + ((ctz<u64>(difference) >> 3) as u32), (limit - start) as u32)
    at += 8
    before += 8
  }
  return max((limit as isize) - (start as isize), 0) as u32
}

/** Copies `length` bytes; up to 31 more are written. */
// @ts-ignore: decorator
@inline
export function copyLiterals(out: usize, from: usize, length: u32): void {
  v128.store(out, v128.load(from))
  if (length <= 16) return
  if (length > 512) {
    memory.copy(out, from, length)
    return
  }
  const end = out + length
  v128.store(out, v128.load(from, 16), 16)
  for (out += 32, from += 32; out < end; out += 32, from += 32) {
    v128.store(out, v128.load(from))
    v128.store(out, v128.load(from, 16), 16)
  }
}
