// Copies of what was written before: bytes may be written up to 31 behind the end, inside the area's slack.

/** For each distance below 16, the positions of 16 bytes that repeat so many. */
const REPEATS: usize = memory.data(16 * 16, 16)

let areRepeatsFilled = false

/** Fills the table of repeats. */
export function fillRepeats(): void {
  if (areRepeatsFilled) return
  areRepeatsFilled = true
  for (let distance: u32 = 1; distance < 16; distance++) {
    for (let i: u32 = 0; i < 16; i++) store<u8>(REPEATS + (distance << 4) + i, (i % distance) as u8)
  }
}

/** Copies `length` bytes (at least 1) from `distance` bytes before `out` (at least 1) to `out`. */
// @ts-ignore: decorator
@inline
export function copyMatch(out: usize, distance: u32, length: u32): void {
  let from = out - distance
  const end = out + length
  if (distance >= 16) {
    v128.store(out, v128.load(from))
    if (length > 16) {
      v128.store(out, v128.load(from, 16), 16)
      out += 32
      from += 32
      while (out < end) {
        v128.store(out, v128.load(from))
        v128.store(out, v128.load(from, 16), 16)
        out += 32
        from += 32
      }
    }
  } else {
    // A pattern of whole repeats: the longest that fits in 16 bytes is written again and again.
    const pattern = i8x16.swizzle(v128.load(from), v128.load(REPEATS + (distance << 4)))
    const step = 16 - (16 % distance)
    do {
      v128.store(out, pattern)
      out += step
    } while (out < end)
  }
}
