// zstd frames and their blocks, RFC 8878 3.1: one behind the other, skippable ones between them.
import { addXxh64, finishXxh64, startXxh64 } from '../../checksums/xxh64'
import { isSkippable } from '../skippable'
import {
  BAD_BLOCK_SIZE,
  BAD_BLOCK_TYPE,
  BAD_CHECKSUM,
  BAD_HEADER,
  BAD_LENGTH,
  BAD_PADDING,
  HAS_DICTIONARY,
  MEMBER_END,
  NEEDS_INPUT,
  NOT_THIS_CODEC,
  OUTPUT_READY,
  WINDOW_TOO_LARGE,
} from '../status'
import { allotArea, makeRoom, START, stream } from '../stream'
import { literalsEnd, readLiterals } from './literals'
import { runSequences } from './sequences'
import { preparePredefined } from './sequenceTables'
import { digest, FIELD_BYTES, zstd, zstdState } from './state'

const MAGIC: u32 = 0xfd2fb528
const MAX_BLOCK: u32 = 128 * 1024
/** Budget of a window, as core/compression/codecs.ts says it. */
const MAX_WINDOW: u64 = 128 * 1024 * 1024
/** Room one block needs. */
const BLOCK_ROOM: usize = 128 * 1024 + 1024
const MIN_ROOM: usize = 512 * 1024
const MAX_ROOM: usize = 16 * 1024 * 1024

const SKIP: u32 = 1
const BLOCK_HEADER: u32 = 2
const BLOCK: u32 = 3
const CHECKSUM: u32 = 4

const RAW: u32 = 0
const RLE: u32 = 1
const COMPRESSED: u32 = 2

export function startZstd(): i32 {
  memory.fill(zstdState, 0, FIELD_BYTES)
  stream.phase = START
  return allotWindow(0)
}

/**
 * Room behind the window: the larger it is, the more rarely the window moves to the start; the smaller it is, the more
 * of it stays in the processor's cache.
 */
function allotWindow(window: usize): i32 {
  const room = max(MIN_ROOM, max(min(window, MAX_ROOM), window >>> 1))
  return allotArea(window, room + BLOCK_ROOM)
}

export function prepareZstd(): i32 {
  preparePredefined()
  return allotWindow(stream.window)
}

/** Decodes until `wanted` bytes are undelivered, a frame ends or input runs out. */
export function runZstd(wanted: usize): i32 {
  while (true) {
    const available = stream.inEnd - stream.inStart
    switch (stream.phase) {
      case START: {
        const status = readFrameHeader(available)
        if (status != OUTPUT_READY) return status
        break
      }
      case SKIP: {
        const bytes = min(zstd.skip as usize, available)
        stream.inStart += bytes
        zstd.skip -= bytes as u32
        if (zstd.skip > 0) return NEEDS_INPUT
        return endFrame()
      }
      case BLOCK_HEADER: {
        if (available < 3) return NEEDS_INPUT
        const header: u32 = load<u16>(stream.inStart) | ((load<u8>(stream.inStart, 2) as u32) << 16)
        zstd.isLast = header & 1
        zstd.blockType = (header >>> 1) & 3
        zstd.blockSize = header >>> 3
        if (zstd.blockType > COMPRESSED) return BAD_BLOCK_TYPE
        if (zstd.blockSize > zstd.blockMax) return BAD_BLOCK_SIZE
        stream.inStart += 3
        stream.phase = BLOCK
        break
      }
      case BLOCK: {
        if (stream.out - stream.delivered >= wanted) return OUTPUT_READY
        const bytes: usize = zstd.blockType == RLE ? 1 : zstd.blockSize
        if (available < bytes) return NEEDS_INPUT
        const status = decodeBlock(stream.inStart, bytes)
        if (status != OUTPUT_READY) return status
        stream.inStart += bytes
        if (!zstd.isLast) stream.phase = BLOCK_HEADER
        else if (zstd.hasContentSize && zstd.length != zstd.contentSize) return BAD_LENGTH
        else if (zstd.hasChecksum) stream.phase = CHECKSUM
        else return endFrame()
        break
      }
      default: {
        if (available < 4) return NEEDS_INPUT
        if (load<u32>(stream.inStart) != (finishXxh64(digest) as u32)) return BAD_CHECKSUM
        stream.inStart += 4
        return endFrame()
      }
    }
  }
}

function endFrame(): i32 {
  stream.members++
  stream.phase = START
  stream.history = stream.out
  return MEMBER_END
}

function decodeBlock(start: usize, bytes: usize): i32 {
  makeRoom(BLOCK_ROOM)
  const from = stream.out
  if (zstd.blockType == COMPRESSED) {
    let status = readLiterals(start, start + bytes)
    if (status == OUTPUT_READY) status = runSequences(literalsEnd, start + bytes)
    if (status != OUTPUT_READY) return status
  } else if (zstd.blockType == RAW) {
    memory.copy(from, start, bytes)
    stream.out += bytes
  } else {
    memory.fill(from, load<u8>(start), zstd.blockSize)
    stream.out += zstd.blockSize
  }
  zstd.length += (stream.out - from) as u64
  if (zstd.hasContentSize && zstd.length > zstd.contentSize) return BAD_LENGTH
  if (zstd.hasChecksum) addXxh64(digest, from, stream.out)
  return OUTPUT_READY
}

/** Reads the header of a frame, whole or not at all. */
function readFrameHeader(available: usize): i32 {
  if (available == 0) return NEEDS_INPUT
  const start = stream.inStart
  if (available < 4) {
    // What cannot become a magic number is told at once.
    const first = load<u8>(start)
    if (first != 0x28 && (first & 0xf0) != 0x50) return notAFrame()
    return NEEDS_INPUT
  }
  const magic = load<u32>(start)
  if (isSkippable(magic)) {
    if (available < 8) return NEEDS_INPUT
    zstd.skip = load<u32>(start, 4)
    stream.inStart += 8
    stream.phase = SKIP
    return OUTPUT_READY
  }
  if (magic != MAGIC) return notAFrame()
  if (available < 5) return NEEDS_INPUT
  const flags: u32 = load<u8>(start, 4)
  if (flags & 8) return BAD_HEADER
  const isSingle = (flags & 32) != 0
  const sizeFlag = flags >>> 6
  const sizeBytes: usize = sizeFlag == 0 ? (isSingle ? 1 : 0) : (1 as usize) << sizeFlag
  const idFlag = flags & 3
  const idBytes: usize = idFlag == 3 ? 4 : idFlag
  const windowBytes: usize = isSingle ? 0 : 1
  const bytes = windowBytes + idBytes + sizeBytes + 5
  if (available < bytes) return NEEDS_INPUT
  const idStart = start + 5 + windowBytes
  for (let i: usize = 0; i < idBytes; i++) if (load<u8>(idStart + i)) return HAS_DICTIONARY
  const sizeStart = idStart + idBytes
  zstd.hasContentSize = sizeBytes > 0 ? 1 : 0
  if (sizeBytes == 1) zstd.contentSize = load<u8>(sizeStart)
  else if (sizeBytes == 2) zstd.contentSize = (load<u16>(sizeStart) as u64) + 256
  else if (sizeBytes == 4) zstd.contentSize = load<u32>(sizeStart)
  else zstd.contentSize = load<u64>(sizeStart)
  let window = zstd.contentSize
  if (!isSingle) {
    const descriptor = load<u8>(start, 5) as u64
    const base = (1 as u64) << (10 + (descriptor >> 3))
    window = base + (base >> 3) * (descriptor & 7)
  }
  if (window > MAX_WINDOW) return WINDOW_TOO_LARGE
  zstd.blockMax = min(window, MAX_BLOCK as u64) as u32
  // No more than the frame holds is ever referred to.
  if (zstd.hasContentSize) window = min(window, zstd.contentSize)
  const status = allotWindow(window as usize)
  if (status != OUTPUT_READY) return status
  zstd.hasChecksum = (flags >>> 2) & 1
  if (zstd.hasChecksum) startXxh64(digest, 0)
  zstd.length = 0
  zstd.offset1 = 1
  zstd.offset2 = 4
  zstd.offset3 = 8
  zstd.huffmanBits = 0
  zstd.literalTable = 0
  zstd.offsetTable = 0
  zstd.matchTable = 0
  stream.history = stream.out
  stream.inStart += bytes
  stream.phase = BLOCK_HEADER
  return OUTPUT_READY
}

function notAFrame(): i32 {
  return stream.members > 0 ? BAD_PADDING : NOT_THIS_CODEC
}
