import { compress } from './compress'
import { startState, writeDigest } from './state'
import { BLOCK, DIGEST } from './sizes'
import { writeTail } from './tail'

/** A lane that has no message goes over this block again and again. */
const NOTHING: usize = memory.data(64, 16)
/** Eight vectors: word `i` of the four states at `16 × i`. */
const STATE: usize = memory.data(128, 16)
/** Up to two blocks a lane: the end of its message with padding and length. */
const TAILS: usize = memory.data(512, 16)

/** Where a lane is in its message. */
@unmanaged
class Lane {
  /** Its next block. */
  at: usize
  /** Blocks left of the message's own bytes. */
  blocks: u32
  /** Blocks left of its end. */
  tailBlocks: u32
  /** Where its digest goes; 0 for a lane that has nothing to do. */
  out: usize
}

const lane0 = changetype<Lane>(memory.data(16, 16))
const lane1 = changetype<Lane>(memory.data(16, 16))
const lane2 = changetype<Lane>(memory.data(16, 16))
const lane3 = changetype<Lane>(memory.data(16, 16))

/** Gives a lane the message `bytes[offsets[row], offsets[row + 1])`. */
function begin(lane: Lane, index: u32, bytes: usize, offsets: usize, row: u32, out: usize): void {
  const start = load<u32>(offsets + (row << 2))
  const length = load<u32>(offsets + (row << 2), 4) - start
  const rest = length % BLOCK
  const tail = TAILS + index * 2 * BLOCK
  lane.blocks = length / BLOCK
  lane.tailBlocks = writeTail(tail, bytes + start + length - rest, rest, length)
  lane.at = lane.blocks == 0 ? tail : bytes + start
  lane.out = out + row * DIGEST
  startState(STATE, index)
}

// @ts-ignore: decorator
@inline
/** Goes on to the next block of a lane's message. Returns false where there is none. */
function advance(lane: Lane, index: u32): bool {
  if (lane.blocks != 0) {
    lane.at = --lane.blocks != 0 ? lane.at + BLOCK : TAILS + index * 2 * BLOCK
    return true
  }
  lane.at += BLOCK
  return --lane.tailBlocks != 0
}

let next: u32 = 0
let busy: u32 = 0

/** The next message for a lane that is done, or nothing. */
function refill(lane: Lane, index: u32, bytes: usize, offsets: usize, rows: u32, out: usize): void {
  if (next < rows) {
    begin(lane, index, bytes, offsets, next++, out)
    busy++
  } else {
    lane.at = NOTHING
    lane.blocks = 0
    lane.tailBlocks = 0
    lane.out = 0
  }
}

// @ts-ignore: decorator
@inline
function step(lane: Lane, index: u32, bytes: usize, offsets: usize, rows: u32, out: usize): void {
  if (lane.out == 0 || advance(lane, index)) return
  writeDigest(STATE, index, lane.out)
  busy--
  refill(lane, index, bytes, offsets, rows, out)
}

/**
 * SHA-256 of the messages `bytes[offsets[i], offsets[i + 1])` from `first` to `rows`; digest `i` goes to `out + 32 × i`.
 * Four are on their way at a time, and a lane whose message ends takes the next one at once, so that short and long
 * ones may stand in any order.
 */
export function hashMixed(bytes: usize, offsets: usize, first: u32, rows: u32, out: usize): void {
  next = first
  busy = 0
  refill(lane0, 0, bytes, offsets, rows, out)
  refill(lane1, 1, bytes, offsets, rows, out)
  refill(lane2, 2, bytes, offsets, rows, out)
  refill(lane3, 3, bytes, offsets, rows, out)
  while (busy != 0) {
    compress(STATE, lane0.at, lane1.at, lane2.at, lane3.at)
    step(lane0, 0, bytes, offsets, rows, out)
    step(lane1, 1, bytes, offsets, rows, out)
    step(lane2, 2, bytes, offsets, rows, out)
    step(lane3, 3, bytes, offsets, rows, out)
  }
}
