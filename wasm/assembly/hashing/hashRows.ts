import { evenRows, hashEven } from './even'
import { hashMixed } from './lanes'
import { DIGEST, LANES } from './sizes'

/** Fewer messages of one length go with those around them. */
const LEAST_EVEN: u32 = 4 * LANES

/**
 * SHA-256 of `rows` messages, `bytes[offsets[i], offsets[i + 1])` with u32 offsets; digest `i` goes to `out + 32 × i`.
 * Reads up to 64 bytes behind the last message.
 */
export function hashRows(bytes: usize, offsets: usize, rows: u32, out: usize): void {
  let mixed: u32 = 0 // the first message that was not hashed yet
  let row: u32 = 0
  while (row < rows) {
    const even = evenRows(offsets, row, rows)
    if (even < LEAST_EVEN) {
      row += even
      continue
    }
    if (mixed < row) hashMixed(bytes, offsets, mixed, row, out)
    const at = offsets + (row << 2)
    const start = load<u32>(at)
    const whole = even & ~(LANES - 1)
    hashEven(bytes + start, load<u32>(at, 4) - start, whole, out + row * DIGEST)
    mixed = row + whole
    row += even
  }
  if (mixed < rows) hashMixed(bytes, offsets, mixed, rows, out)
}
