import { compress } from './compress'
import { BLOCK } from './sizes'
import { startState, writeDigest } from './state'
import { writeTail } from './tail'

const STATE: usize = memory.data(128, 16)
const TAIL: usize = memory.data(128, 16)
/** The other lanes have nothing to do. */
const NOTHING: usize = memory.data(64, 16)

/** Begins a message that is handed over piece by piece. Nothing else may be hashed before its end. */
export function beginLong(): void {
  startState(STATE, 0)
}

/** The next blocks of the message, 64 bytes each. */
export function addBlocks(at: usize, blocks: u32): void {
  for (; blocks != 0; blocks--, at += BLOCK) compress(STATE, at, NOTHING, NOTHING, NOTHING)
}

/** Its last `rest` bytes, fewer than a block; `length` is that of all of it. The digest goes to `out`. */
export function endLong(at: usize, rest: u32, length: f64, out: usize): void {
  addBlocks(TAIL, writeTail(TAIL, at, rest, length as u64))
  writeDigest(STATE, 0, out)
}
