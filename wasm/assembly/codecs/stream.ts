// The state all decoders share: where input is read, where output is written, and how far back matches may reach.
//
//   [ static tables ][ INPUT: pending and new input ][ AREA: window, then output, then slack ]
//
// The area is the last thing in memory and grows with the window a stream asks for. Output is written behind the
// window it refers to; when the area is full, what must be kept moves to its start.
import { NO_MEMORY, OUTPUT_READY } from './status'

/** What the host may hand over at once. */
export const PIECE_BYTES: usize = 64 * 1024
/** Input that may be pending at most: the largest compressed block of any codec, and its header. */
export const MAX_PENDING: usize = 160 * 1024
/** Most output one run is asked for. */
export const MAX_WANTED: usize = 256 * 1024
/** What wide loads and stores may touch behind input and output. */
export const SLACK: usize = 1024

const WASM_PAGE: usize = 64 * 1024

@unmanaged
export class Stream {
  codec: u32
  phase: u32
  /** Unread input. */
  inStart: usize
  inEnd: usize
  /** Where output goes on. */
  out: usize
  /** Output up to here was handed to the host. */
  delivered: usize
  /** The first byte a match may refer to. */
  history: usize
  /** Bytes of history that matches may refer to at most. */
  window: usize
  /** End of the usable area; `SLACK` bytes behind it may be written, too. */
  areaEnd: usize
  /** Members or frames read to their end. */
  members: u32
}

/** The phase of every codec in which the next member or frame has not begun. */
export const START: u32 = 0

export const STREAM_BYTES: usize = 64
export const stream = changetype<Stream>(memory.data(64, 16))

const INPUT_BYTES: usize = MAX_PENDING + PIECE_BYTES

/** Start of the input area. */
// @ts-ignore: decorator
@inline
export function inputArea(): usize {
  return (__heap_base + 63) & ~63
}

/** Start of the output area. */
// @ts-ignore: decorator
@inline
export function outputArea(): usize {
  return inputArea() + INPUT_BYTES + SLACK
}

/** Makes the area hold a window and `room` bytes behind it. */
export function allotArea(window: usize, room: usize): i32 {
  const end = outputArea() + window + room
  const missing = (end + SLACK) as isize - ((memory.size() as usize) * WASM_PAGE) as isize
  if (missing > 0 && memory.grow((((missing as usize) + WASM_PAGE - 1) / WASM_PAGE) as i32) < 0) return NO_MEMORY
  stream.window = window
  stream.areaEnd = end
  return OUTPUT_READY
}

/** Moves pending input to the start of its area. Returns where the host may write up to `PIECE_BYTES` more. */
export function reserveInput(): usize {
  const pending = stream.inEnd - stream.inStart
  if (stream.inStart != inputArea()) memory.copy(inputArea(), stream.inStart, pending)
  stream.inStart = inputArea()
  stream.inEnd = stream.inStart + pending
  return stream.inEnd
}

/** Bytes in front of `out` that are still of use: as a window, or because the host has not got them. */
export function keptBytes(): usize {
  const reachable = min(stream.window, stream.out - stream.history)
  return max(reachable, stream.out - stream.delivered)
}

/** Sees to it that `bytes` more can be written at `out`; the area must be large enough for that. */
export function makeRoom(bytes: usize): void {
  if (stream.out + bytes <= stream.areaEnd) return
  const kept = keptBytes()
  const shift = stream.out - kept - outputArea()
  memory.copy(outputArea(), stream.out - kept, kept)
  stream.out -= shift
  stream.delivered -= shift
  stream.history = max(stream.history, outputArea() + shift) - shift
}
