// What codecs.wasm exports. One instance decodes one stream at a time; the host hands input over piece by piece, asks
// for output, and copies it out of memory. The whole state is memory, so saving it is a copy.
import { addXxh64, finishXxh64, startXxh64, Xxh64 } from './checksums/xxh64'
import { fillRepeats } from './copyMatch'
import { PADDING, prepareGzip, resumeGzip, runGzip, startGzip } from './inflate/gzip'
import { INFLATE_BYTES, inflateState } from './inflate/state'
import { UNKNOWN_CODEC } from './status'
import { inputArea, keptBytes, outputArea, START, stream, STREAM_BYTES } from './stream'
import { prepareZstd, runZstd, startZstd } from './zstd/frame'
import { ZSTD_BYTES, zstdState } from './zstd/state'

export { reserveInput } from './stream'

const GZIP: u32 = 1
const ZSTD: u32 = 2

/** Begins a stream. Returns a status. */
export function start(codec: u32): i32 {
  fillRepeats()
  stream.codec = codec
  stream.inStart = inputArea()
  stream.inEnd = stream.inStart
  stream.out = outputArea()
  stream.delivered = stream.out
  stream.history = stream.out
  stream.members = 0
  if (codec == GZIP) return startGzip()
  if (codec == ZSTD) return startZstd()
  return UNKNOWN_CODEC
}

/** Whether nothing but the number of members read says where the stream is. */
function atStart(): bool {
  return stream.phase == START && stream.inStart == stream.inEnd
}

/** Takes `length` bytes written where `reserveInput` said. */
export function addInput(length: usize): void {
  stream.inEnd += length
}

/** Decodes until `wanted` bytes (at most 256 KiB) are undelivered, a member ends or input runs out. */
export function run(wanted: usize): i32 {
  return stream.codec == GZIP ? runGzip(wanted) : runZstd(wanted)
}

/** Whether the stream is whole when no input is left. */
export function mayEnd(): bool {
  if (stream.codec == GZIP && stream.phase == PADDING) return true
  return atStart() && stream.members > 0
}

/** Where output not yet delivered begins, and how much there is. */
export function outputStart(): usize {
  return stream.delivered
}

export function outputLength(): usize {
  return stream.out - stream.delivered
}

export function deliver(length: usize): void {
  stream.delivered += length
}

/** Input that was not read: bytes at the end of what was added. */
export function unreadInput(): usize {
  return stream.inEnd - stream.inStart
}

/** Takes back `length` bytes of input that were not read. */
export function returnInput(length: usize): void {
  stream.inEnd -= length
}

// The parts of a saved state: the stream, the codec's own state, what is kept of the output, pending input.

export function streamState(): usize {
  return changetype<usize>(stream)
}

export function streamStateBytes(): usize {
  return STREAM_BYTES
}

export function codecState(): usize {
  return stream.codec == GZIP ? inflateState : zstdState
}

export function codecStateBytes(): usize {
  if (atStart()) return 0
  return stream.codec == GZIP ? INFLATE_BYTES : ZSTD_BYTES
}

export function keptOutputBytes(): usize {
  return keptBytes()
}

export function outputEnd(): usize {
  return stream.out
}

export function inputStart(): usize {
  return stream.inStart
}

export function outputPlace(): usize {
  return outputArea()
}

/** When the stream's and the codec's own state were written back: makes the area as large as it was. Returns a status. */
export function prepareResume(): i32 {
  return stream.codec == GZIP ? prepareGzip() : prepareZstd()
}

/**
 * Goes on from a state: `kept` bytes of output were written at `outputPlace`, of which `undelivered` are new to the
 * host and `reachable` may be referred to; `pending` bytes were written at `inputPlace`.
 */
export function resume(kept: usize, undelivered: usize, reachable: usize, pending: usize): void {
  stream.inStart = inputArea()
  stream.inEnd = stream.inStart + pending
  stream.out = outputArea() + kept
  stream.delivered = stream.out - undelivered
  stream.history = stream.out - reachable
  fillRepeats()
  if (stream.codec == GZIP) resumeGzip()
}

export function inputPlace(): usize {
  return inputArea()
}

/** How many of the bytes before `outputEnd` matches may refer to. */
export function reachableBytes(): usize {
  return min(stream.window, stream.out - stream.history)
}

const OWN_DIGEST = changetype<Xxh64>(memory.data(88, 16))

/** The checksum of a saved state: start, add its parts, finish. */
export function startChecksum(): void {
  startXxh64(OWN_DIGEST, 0)
}

export function addToChecksum(start: usize, length: usize): void {
  addXxh64(OWN_DIGEST, start, start + length)
}

/** The low half of the hash. */
export function finishChecksum(): u32 {
  return finishXxh64(OWN_DIGEST) as u32
}
