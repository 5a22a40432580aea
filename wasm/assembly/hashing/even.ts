import { compress, compressKept, keepWords } from './compress'
import { BLOCK, DIGEST, LANES, TWO_BLOCKS } from './sizes'
import { startStates, writeDigests } from './state'
import { writeTail } from './tail'

const STATE: usize = memory.data(128, 16)
/** The ends of four messages, up to two blocks each. */
const TAILS: usize = memory.data(512, 16)
const TAIL: usize = 2 * BLOCK
/** A block of nothing but padding, and its schedule with the constants. */
const PADDING: usize = memory.data(64, 16)
const PADDING_WORDS: usize = memory.data(1024, 16)
/** The length of the messages that block is for. */
let paddedLength: u32 = 0xffffffff

/** How many messages from `row` on have the same length. */
export function evenRows(offsets: usize, row: u32, rows: u32): u32 {
  const first = offsets + (row << 2)
  const last = offsets + (rows << 2)
  const length = load<u32>(first, 4) - load<u32>(first)
  let at = first + 4
  while (at < last && load<u32>(at, 4) - load<u32>(at) == length) at += 4
  return ((at - first) >> 2) as u32
}

/** The schedule of the block that ends messages of `length` bytes, where none of their own bytes are in it. */
function preparePadding(length: u32): void {
  if (length == paddedLength) return
  store<u8>(PADDING, length % BLOCK == 0 ? 0x80 : 0)
  store<u64>(PADDING, bswap<u64>((length as u64) << 3), 56)
  compress(STATE, PADDING, PADDING, PADDING, PADDING)
  keepWords(PADDING_WORDS)
  paddedLength = length
}

/**
 * SHA-256 of `rows` messages of one length, a multiple of four, that follow each other at `bytes`. Four begin and end
 * together. A last block of nothing but padding is the same for all of them, and so is its message schedule.
 */
export function hashEven(bytes: usize, length: u32, rows: u32, out: usize): void {
  const rest = length % BLOCK
  const own = length - rest
  const endsInPadding = rest == 0 || rest >= TWO_BLOCKS
  if (endsInPadding) preparePadding(length)
  for (let row: u32 = 0; row < rows; row += LANES, bytes += LANES * length, out += LANES * DIGEST) {
    const p1 = bytes + length
    const p2 = p1 + length
    const p3 = p2 + length
    startStates(STATE)
    for (let at: usize = 0; at < own; at += BLOCK) compress(STATE, bytes + at, p1 + at, p2 + at, p3 + at)
    if (rest != 0) {
      writeTail(TAILS, bytes + own, rest, length)
      writeTail(TAILS + TAIL, p1 + own, rest, length)
      writeTail(TAILS + 2 * TAIL, p2 + own, rest, length)
      writeTail(TAILS + 3 * TAIL, p3 + own, rest, length)
      compress(STATE, TAILS, TAILS + TAIL, TAILS + 2 * TAIL, TAILS + 3 * TAIL)
    }
    if (endsInPadding) compressKept(STATE, PADDING_WORDS)
    writeDigests(STATE, out)
  }
}
