// What matches may refer to. Hash tables hold the index of a byte: a number that counts up over all calls, so that what
// earlier calls left there is only far away, and a table is cleared once in four gigabytes instead of at every call.
import { inputArea, inputAreaEnd, TABLE_BYTES, tables } from './layout'

const MAX_INDEX: u32 = 0xf000_0000

/** The index of the byte at an address is the address plus this. */
export let bias: u32 = 0
/** The first byte a match may refer to. */
export let low: usize = 0
/** End of the input there is. */
export let inputEnd: usize = 0
/** How far input was moved towards the start of its area since the call began. */
export let moved: usize = 0
let nextIndex: u32 = 1

/** Begins a call: no input yet, and nothing before it. */
export function emptyInput(): void {
  inputEnd = inputArea
  low = inputArea
  moved = 0
}

/**
 * Begins a window with the byte at `start`, of which `bytes` will be indexed at most: all that tables hold is further
 * than `reach` from them.
 */
export function openWindow(start: usize, reach: u32, bytes: u32): void {
  if (nextIndex > MAX_INDEX - reach - bytes) {
    memory.fill(tables(), 0, TABLE_BYTES)
    nextIndex = 1
  }
  nextIndex += reach
  bias = nextIndex - (start as u32)
  low = start
  nextIndex += bytes + 1
}

/**
 * Where the next `length` bytes of input go. When they do not fit behind the input there is, its last `kept` bytes move
 * to the start of the area; `shift` then says how far.
 */
export function reserveInput(length: usize, kept: usize): usize {
  if (inputEnd + length <= inputAreaEnd) return inputEnd
  const from = max(inputEnd - kept, inputArea)
  const shift = from - inputArea
  memory.copy(inputArea, from, inputEnd - from)
  inputEnd -= shift
  bias += shift as u32
  low = max(low, from) - shift
  moved += shift
  return inputEnd
}

export function addInput(length: usize): void {
  inputEnd += length
}
