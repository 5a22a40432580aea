// A member of gzip, RFC 1952, without a time, a name or a system, from any number of pieces.
import { crc32 } from '../../checksums/crc32'
import { allot, inputArea, outputArea } from '../layout'
import { emptyInput, inputEnd, openWindow, reserveInput } from '../window'
import { alignToByte, byteEnd, startBits } from '../bits'
import { startBlock } from './block'
import { DEFLATE_REACH, deflatePart } from './matches'
import { prepareSymbols } from './symbols'

const PIECE: u32 = 1 << 20
/** Magic number, method, no flags; no time; no hints, unknown system. */
const HEADER: usize = memory.data<u8>([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255])
const HEADER_BYTES: usize = 10
const TRAILER_BYTES: usize = 8

let size: u32 = 0
let checksum: u32 = 0
let isBegun = false
let pieceStart: usize = 0

export function gzipPiece(total: u32): u32 {
  return min(total, PIECE)
}

export function startGzip(total: u32): bool {
  const piece = gzipPiece(total) as usize
  // No block is larger than stored.
  const output = HEADER_BYTES + piece + (piece >>> 8) + 64 + TRAILER_BYTES
  if (!allot(output, piece + (total > PIECE ? (DEFLATE_REACH as usize) : 0))) return false
  size = total
  checksum = 0
  isBegun = false
  prepareSymbols()
  startBits()
  startBlock()
  emptyInput()
  openWindow(inputArea, DEFLATE_REACH, total)
  return true
}

export function reserveGzip(length: usize): usize {
  pieceStart = reserveInput(length, DEFLATE_REACH)
  return pieceStart
}

export function runGzip(isLast: bool): usize {
  let out = outputArea()
  if (!isBegun) {
    memory.copy(out, HEADER, HEADER_BYTES)
    out += HEADER_BYTES
    isBegun = true
  }
  checksum = crc32(checksum, pieceStart, inputEnd)
  out = deflatePart(pieceStart, inputEnd, isLast, out)
  if (!isLast) return out
  alignToByte()
  store<u32>(byteEnd, checksum)
  store<u32>(byteEnd, size, 4)
  return byteEnd + TRAILER_BYTES
}
