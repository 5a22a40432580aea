// What codecs.wasm exports. One instance decodes one stream at a time; the host hands input over piece by piece, asks
// for output, and copies it out of memory. The whole state is memory, so saving it is a copy.
import { addXxh64, finishXxh64, startXxh64, Xxh64 } from '../checksums/xxh64'
import { fillRepeats } from './copyMatch'
import { resumeCodec, startCodec } from './decoders'
import { inputArea, outputArea, stream, STREAM_BYTES } from './stream'

export {
  mayEndCodec as mayEnd,
  prepareCodec as prepareResume,
  runCodec as run,
  stateBytesOfCodec as codecStateBytes,
  stateOfCodec as codecState,
} from './decoders'
export { inputArea as inputPlace, keptBytes as keptOutputBytes, outputArea as outputPlace, reserveInput } from './stream'

/** Begins a stream of the codec with this number. Returns a status. */
export function start(codec: u32): i32 {
  fillRepeats()
  stream.codec = codec
  stream.inStart = inputArea()
  stream.inEnd = stream.inStart
  stream.out = outputArea()
  stream.delivered = stream.out
  stream.history = stream.out
  stream.members = 0
  return startCodec()
}

/** Takes `length` bytes written where `reserveInput` said. */
export function addInput(length: usize): void {
  stream.inEnd += length
}

/** Input that was not read: bytes at the end of what was added. */
export function unreadInput(): usize {
  return stream.inEnd - stream.inStart
}

/** Takes back `length` bytes of input that were not read. */
export function returnInput(length: usize): void {
  stream.inEnd -= length
}

export function inputStart(): usize {
  return stream.inStart
}

/** Where output not yet delivered begins, and how much there is. */
export function outputStart(): usize {
  return stream.delivered
}

export function outputLength(): usize {
  return stream.out - stream.delivered
}

export function outputEnd(): usize {
  return stream.out
}

export function deliver(length: usize): void {
  stream.delivered += length
}

export function streamState(): usize {
  return changetype<usize>(stream)
}

export function streamStateBytes(): usize {
  return STREAM_BYTES
}

/** How many of the bytes before `outputEnd` matches may refer to. */
export function reachableBytes(): usize {
  return min(stream.window, stream.out - stream.history)
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
  resumeCodec()
}

const stateDigest = changetype<Xxh64>(memory.data(88, 16))

/** The checksum of a saved state: start, add its parts, finish. */
export function startChecksum(): void {
  startXxh64(stateDigest, 0)
}

export function addToChecksum(start: usize, length: usize): void {
  addXxh64(stateDigest, start, start + length)
}

/** The low half of the hash. */
export function finishChecksum(): u32 {
  return finishXxh64(stateDigest) as u32
}
