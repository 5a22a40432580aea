// A zstd frame, RFC 8878 3.1: content size, checksum, and blocks that are compressed, one byte repeated, or as they are.
import { addXxh64, finishXxh64, startXxh64, Xxh64 } from '../../checksums/xxh64'
import { allot, inputArea, outputArea } from '../layout'
import { emptyInput, inputEnd, openWindow, reserveInput } from '../window'
import { MAX_BLOCK } from './blockParts'
import { putLiterals } from './literals'
import { findSequences, literalCount, repeat1, repeat2, repeat3, sequenceCount, setRepeats, startMatches } from './matches'
import { prepareSequences, putSequences } from './sequences'
import { chooseKey, learnKey, startKeys } from './shortKeys'

const MAGIC: u32 = 0xfd2fb528
const WINDOW_LOG: u32 = 21
const WINDOW: u32 = 1 << WINDOW_LOG
const PIECE: u32 = 1 << 20
/** Most bytes of a frame's header and its checksum. */
const FRAME_BYTES: usize = 16
/** A block may grow by so much before it is seen that it does not pay. */
const BLOCK_ROOM: usize = 128 * 1024 + 1024

const HAS_CHECKSUM: u32 = 4
const SINGLE_SEGMENT: u32 = 32

const RAW: u32 = 0
const RLE: u32 = 1
const COMPRESSED: u32 = 2
const HEADER_BYTES: usize = 3

const digest = changetype<Xxh64>(memory.data(88, 16))
let size: u32 = 0
let reach: u32 = 0
let isBegun = false
let pieceStart: usize = 0

export function zstdPiece(total: u32): u32 {
  return min(total, PIECE)
}

export function startZstd(total: u32): bool {
  const piece = zstdPiece(total) as usize
  const blocks = piece / MAX_BLOCK + 1
  const kept = total > PIECE ? min(total, 2 * WINDOW) : 0
  if (!allot(FRAME_BYTES + piece + blocks * HEADER_BYTES + BLOCK_ROOM, piece + kept)) return false
  size = total
  reach = min(total, WINDOW)
  isBegun = false
  startXxh64(digest, 0)
  prepareSequences()
  startMatches(total)
  startKeys()
  emptyInput()
  openWindow(inputArea, reach, total)
  return true
}

export function reserveZstd(length: usize): usize {
  pieceStart = reserveInput(length, WINDOW)
  return pieceStart
}

export function runZstd(isLast: bool): usize {
  let out = outputArea()
  if (!isBegun) {
    out = putHeader(out)
    isBegun = true
  }
  addXxh64(digest, pieceStart, inputEnd)
  let start = pieceStart
  do {
    const end = min(start + MAX_BLOCK, inputEnd)
    out = putBlock(start, end, isLast && end == inputEnd, out)
    start = end
  } while (start < inputEnd)
  if (!isLast) return out
  store<u32>(out, finishXxh64(digest) as u32)
  return out + 4
}

function putHeader(out: usize): usize {
  store<u32>(out, MAGIC)
  const isSingle = size <= WINDOW
  const sizeCode: u32 = isSingle && size < 256 ? 0 : size >= 256 && size < 65536 + 256 ? 1 : 2
  store<u8>(out, ((sizeCode << 6) | (isSingle ? SINGLE_SEGMENT : 0) | HAS_CHECKSUM) as u8, 4)
  out += 5
  if (!isSingle) store<u8>(out++, ((WINDOW_LOG - 10) << 3) as u8)
  if (sizeCode == 0) {
    store<u8>(out, size as u8)
    return out + 1
  }
  if (sizeCode == 1) {
    store<u16>(out, (size - 256) as u16)
    return out + 2
  }
  store<u32>(out, size)
  return out + 4
}

/** Whether all bytes of `[start, end)` are the same. */
function isRun(start: usize, end: usize): bool {
  const first = i8x16.splat(load<u8>(start))
  for (; start + 16 <= end; start += 16) if (v128.any_true(v128.xor(v128.load(start), first))) return false
  for (; start < end; start++) if (load<u8>(start) != i8x16.extract_lane_u(first, 0)) return false
  return true
}

// @ts-ignore: decorator
@inline
function putBlockHeader(out: usize, type: u32, bytes: u32, isLast: bool): void {
  const header = (isLast ? 1 : 0) | (type << 1) | (bytes << 3)
  store<u16>(out, header as u16)
  store<u8>(out, (header >>> 16) as u8, 2)
}

function putBlock(start: usize, end: usize, isLast: bool, out: usize): usize {
  const plain = (end - start) as u32
  const body = out + HEADER_BYTES
  if (plain > 3 && isRun(start, end)) {
    putBlockHeader(out, RLE, plain, isLast)
    store<u8>(body, load<u8>(start))
    return body + 1
  }
  const first = repeat1
  const second = repeat2
  const third = repeat3
  chooseKey()
  findSequences(start, end, reach)
  const literalsEnd = putLiterals(literalCount, body)
  learnKey(start)
  const bodyEnd = putSequences(sequenceCount, literalsEnd)
  if (bodyEnd - body < plain) {
    putBlockHeader(out, COMPRESSED, (bodyEnd - body) as u32, isLast)
    return bodyEnd
  }
  // A reader of plain bytes learns no distances.
  setRepeats(first, second, third)
  putBlockHeader(out, RAW, plain, isLast)
  memory.copy(body, start, plain)
  return body + plain
}
