// The compressors by their numbers.
import { gzipPiece, reserveGzip, runGzip, startGzip } from './deflate/gzip'
import { lz4FramePiece, reserveLz4Frame, runLz4Frame, startLz4Frame } from './lz4/frame'
import { lz4RawPiece, reserveLz4Raw, runLz4Raw, startLz4Raw } from './lz4/raw'
import { reserveSnappy, runSnappy, snappyPiece, startSnappy } from './snappy/stream'
import { reserveZstd, runZstd, startZstd, zstdPiece } from './zstd/frame'

const GZIP: u32 = 1
const ZSTD: u32 = 2
const LZ4_FRAME: u32 = 3
const LZ4_RAW: u32 = 4
const SNAPPY: u32 = 5

let codec: u32 = 0
/** Most bytes of a piece. */
export let pieceBytes: u32 = 0

/** Begins to compress `total` bytes. Returns whether there is memory for it. */
export function startEncoder(number: u32, total: u32): bool {
  codec = number
  if (codec == GZIP) {
    pieceBytes = gzipPiece(total)
    return startGzip(total)
  }
  if (codec == ZSTD) {
    pieceBytes = zstdPiece(total)
    return startZstd(total)
  }
  if (codec == LZ4_FRAME) {
    pieceBytes = lz4FramePiece(total)
    return startLz4Frame(total)
  }
  if (codec == LZ4_RAW) {
    pieceBytes = lz4RawPiece(total)
    return startLz4Raw(total)
  }
  pieceBytes = snappyPiece(total)
  return startSnappy(total)
}

/** Where the next piece of `length` bytes goes. */
export function reserveEncoder(length: usize): usize {
  if (codec == GZIP) return reserveGzip(length)
  if (codec == ZSTD) return reserveZstd(length)
  if (codec == LZ4_FRAME) return reserveLz4Frame()
  if (codec == LZ4_RAW) return reserveLz4Raw(length)
  return reserveSnappy(length)
}

/** Compresses the piece that was added. Returns where its output ends. */
export function runEncoder(isLast: bool): usize {
  if (codec == GZIP) return runGzip(isLast)
  if (codec == ZSTD) return runZstd(isLast)
  if (codec == LZ4_FRAME) return runLz4Frame(isLast)
  if (codec == LZ4_RAW) return runLz4Raw(isLast)
  return runSnappy()
}
