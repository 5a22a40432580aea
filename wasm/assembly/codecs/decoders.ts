// The decoders by the host's numbers.
import { PADDING, prepareGzip, resumeGzip, runGzip, startGzip } from './inflate/gzip'
import { INFLATE_BYTES, inflateState } from './inflate/state'
import { lz4RawMayEnd, prepareLz4, runLz4, startLz4Frame, startLz4Raw } from './lz4/frame'
import { LZ4_BYTES, lz4State } from './lz4/state'
import { UNKNOWN_CODEC } from './status'
import { START, stream } from './stream'
import { prepareZstd, runZstd, startZstd } from './zstd/frame'
import { ZSTD_BYTES, zstdState } from './zstd/state'

const GZIP: u32 = 1
const ZSTD: u32 = 2
const LZ4_FRAME: u32 = 3
const LZ4_RAW: u32 = 4

export function startCodec(): i32 {
  if (stream.codec == GZIP) return startGzip()
  if (stream.codec == ZSTD) return startZstd()
  if (stream.codec == LZ4_FRAME) return startLz4Frame()
  if (stream.codec == LZ4_RAW) return startLz4Raw()
  return UNKNOWN_CODEC
}

export function runCodec(wanted: usize): i32 {
  if (stream.codec == GZIP) return runGzip(wanted)
  if (stream.codec == ZSTD) return runZstd(wanted)
  return runLz4(wanted)
}

/** Whether nothing but the number of members read says where the stream is. */
function isAtStart(): bool {
  return stream.phase == START && stream.inStart == stream.inEnd
}

/** Whether the stream is whole when no input is left. */
export function mayEndCodec(): bool {
  if (stream.codec == GZIP && stream.phase == PADDING) return true
  if (stream.codec == LZ4_RAW) return lz4RawMayEnd()
  return isAtStart() && stream.members > 0
}

/** Where the codec's own state lies, and how much of it says where the stream is. */
export function stateOfCodec(): usize {
  return stream.codec == GZIP ? inflateState : stream.codec == ZSTD ? zstdState : lz4State
}

export function stateBytesOfCodec(): usize {
  if (isAtStart()) return 0
  return stream.codec == GZIP ? INFLATE_BYTES : stream.codec == ZSTD ? ZSTD_BYTES : LZ4_BYTES
}

/** When stream and codec have their state back: makes the area as large as it was. */
export function prepareCodec(): i32 {
  return stream.codec == GZIP ? prepareGzip() : stream.codec == ZSTD ? prepareZstd() : prepareLz4()
}

export function resumeCodec(): void {
  if (stream.codec == GZIP) resumeGzip()
}
