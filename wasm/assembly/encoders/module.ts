// What encoders.wasm exports. One call compresses one input: the host starts it, then for each piece reserves room, writes
// it there, runs, and takes the output.
import { pieceBytes as mostOfPiece, reserveEncoder, runEncoder, startEncoder } from './encoders'
import { inputArea, outputArea } from './layout'
import { clearGap, gapAt, gapFrom, gapLength } from './lz4/block'
import { addInput, moved } from './window'

export { outputArea as outputStart }

/** Begins with the codec of this number; `total` bytes will come, at most 1 GiB. Returns whether there is memory for it. */
export function start(codec: u32, total: u32): bool {
  clearGap()
  return startEncoder(codec, total)
}

/** Bytes of every piece but the last. */
export function pieceBytes(): u32 {
  return mostOfPiece
}

/** Where the host writes the next `length` bytes. */
export function reserve(length: usize): usize {
  return reserveEncoder(length)
}

/** Compresses the `length` bytes that were written. Returns how much output there is at `outputStart`. */
export function run(length: usize, isLast: bool): usize {
  addInput(length)
  return runEncoder(isLast) - outputArea()
}

/** How many bytes of plain input the host must put into the output; 0 in most runs, and only of LZ4 without a frame. */
export function gapBytes(): u32 {
  return gapLength
}

/** Where in the output they go. */
export function gapOffset(): usize {
  return gapAt - outputArea()
}

/** Where in the whole input they are. */
export function gapStart(): usize {
  return gapFrom - inputArea + moved
}
