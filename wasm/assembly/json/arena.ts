// Memory of the columns: handed out from one end, never given back one by one. What a column has outgrown is lost until
// the host starts anew.

/** Lowest address that is free. */
let arenaEnd: usize = 0
/** What the arena may not go beyond. */
let arenaLimit: usize = 0
const PAGE_BITS: usize = 16

/** Starts anew: the arena is `[start, limit)`. */
export function startArena(start: usize, limit: usize): void {
  arenaEnd = (start + 15) & ~15
  arenaLimit = limit
}

/** The address of `bytes` free bytes, a multiple of 16; 0 when the arena is full. */
export function allocate(bytes: usize): usize {
  const start = arenaEnd
  const end = (start + bytes + 15) & ~15
  if (end > arenaLimit || end < start) return 0
  // Strings are written sixteen bytes at a time, whatever is left of them.
  const missing = <isize>end + 64 - (<isize>memory.size() << PAGE_BITS)
  if (missing > 0 && memory.grow(<i32>((missing + 0xffff) >> PAGE_BITS)) < 0) return 0
  arenaEnd = end
  return start
}

/** A larger place for the first `used` of some bytes at `old`; 0 when the arena is full. */
export function enlarge(old: usize, used: usize, bytes: usize): usize {
  const start = allocate(bytes)
  if (start != 0 && used != 0) memory.copy(start, old, used)
  return start
}
