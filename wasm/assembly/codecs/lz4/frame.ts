// LZ4 frames, after the description of the frame format (version 1.6): one behind the other, skippable ones between them; and
// blocks without any frame.
import { addXxh32, finishXxh32, startXxh32 } from '../../checksums/xxh32'
import { isSkippable } from '../skippable'
import {
  BAD_BLOCK_SIZE,
  BAD_CHECKSUM,
  BAD_HEADER,
  BAD_HEADER_CHECKSUM,
  BAD_LENGTH,
  BAD_PADDING,
  HAS_DICTIONARY,
  LEGACY_FORMAT,
  MEMBER_END,
  NEEDS_INPUT,
  NOT_THIS_CODEC,
  OUTPUT_READY,
} from '../status'
import { allotArea, makeRoom, MAX_WANTED, START, stream } from '../stream'
import { BLOCK_END, decodeBlock, OFFSET, PLAIN, TOKEN } from './block'
import { blockDigest, contentDigest, lz4, LZ4_BYTES, lz4State } from './state'

const MAGIC: u32 = 0x184d2204
const LEGACY_MAGIC: u32 = 0x184c2102
const WINDOW: usize = 64 * 1024
/** Behind what is wanted: room for long sequences. */
const OVER: usize = 64 * 1024
const NO_LIMIT: u64 = 0x7fffffffffffffff

const SKIP: u32 = 1
const BLOCK_SIZE: u32 = 2
const BLOCK_CHECKSUM: u32 = 3
const CONTENT_CHECKSUM: u32 = 4

const VERSION_MASK: u32 = 0xc0
const VERSION: u32 = 0x40
const INDEPENDENT: u32 = 0x20
const HAS_BLOCK_CHECKSUMS: u32 = 0x10
const HAS_CONTENT_SIZE: u32 = 0x08
const HAS_CONTENT_CHECKSUM: u32 = 0x04
const RESERVED: u32 = 0x02
const HAS_DICTIONARY_ID: u32 = 0x01
const IS_PLAIN: u32 = 0x80000000

export function startLz4Frame(): i32 {
  memory.fill(lz4State, 0, LZ4_BYTES)
  stream.phase = START
  return prepareLz4()
}

/** A block without a frame: it ends where input ends. */
export function startLz4Raw(): i32 {
  const status = startLz4Frame()
  lz4.blockLeft = NO_LIMIT
  lz4.plainLeft = NO_LIMIT
  stream.phase = TOKEN
  return status
}

export function prepareLz4(): i32 {
  return allotArea(WINDOW, MAX_WANTED + 2 * WINDOW + OVER)
}

/** Whether a raw block may end where it is: behind the literals of a sequence. */
export function lz4RawMayEnd(): bool {
  return stream.phase == OFFSET && stream.inStart == stream.inEnd
}

/** Decodes until `wanted` bytes are undelivered, a frame ends or input runs out. */
export function runLz4(wanted: usize): i32 {
  makeRoom(wanted + OVER)
  const limit = stream.delivered + wanted
  while (true) {
    const available = stream.inEnd - stream.inStart
    switch (stream.phase) {
      case START: {
        const status = readFrameHeader(available)
        if (status != OUTPUT_READY) return status
        break
      }
      case SKIP: {
        const bytes = min(lz4.skip as usize, available)
        stream.inStart += bytes
        lz4.skip -= bytes as u32
        if (lz4.skip > 0) return NEEDS_INPUT
        return endFrame()
      }
      case BLOCK_SIZE: {
        if (available < 4) return NEEDS_INPUT
        const size = load<u32>(stream.inStart)
        stream.inStart += 4
        if (size == 0) {
          if (lz4.flags & HAS_CONTENT_SIZE && lz4.length != lz4.contentSize) return BAD_LENGTH
          if (!(lz4.flags & HAS_CONTENT_CHECKSUM)) return endFrame()
          stream.phase = CONTENT_CHECKSUM
          break
        }
        lz4.blockLeft = size & ~IS_PLAIN
        if (lz4.blockLeft > lz4.blockMax) return BAD_BLOCK_SIZE
        lz4.plainLeft = lz4.blockMax
        if (lz4.flags & INDEPENDENT) stream.history = stream.out
        if (lz4.flags & HAS_BLOCK_CHECKSUMS) startXxh32(blockDigest)
        stream.phase = size & IS_PLAIN ? PLAIN : TOKEN
        break
      }
      case BLOCK_CHECKSUM: {
        if (available < 4) return NEEDS_INPUT
        if (load<u32>(stream.inStart) != finishXxh32(blockDigest)) return BAD_CHECKSUM
        stream.inStart += 4
        stream.phase = BLOCK_SIZE
        break
      }
      case CONTENT_CHECKSUM: {
        if (available < 4) return NEEDS_INPUT
        if (load<u32>(stream.inStart) != finishXxh32(contentDigest)) return BAD_CHECKSUM
        stream.inStart += 4
        return endFrame()
      }
      default: {
        const status = runBlock(limit, available)
        if (status != BLOCK_END) return status
        stream.phase = lz4.flags & HAS_BLOCK_CHECKSUMS ? BLOCK_CHECKSUM : BLOCK_SIZE
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

/** Decodes on in a block, and counts and hashes what was read and written. */
function runBlock(limit: usize, available: usize): i32 {
  const isBlockEnd = lz4.blockLeft <= (available as u64)
  const from = stream.inStart
  const plainFrom = stream.out
  const end = from + (isBlockEnd ? lz4.blockLeft as usize : available)
  const status = decodeBlock(limit, end, isBlockEnd)
  if (status < 0) return status
  const plain = (stream.out - plainFrom) as u64
  if (plain > lz4.plainLeft) return BAD_LENGTH
  lz4.plainLeft -= plain
  lz4.blockLeft -= (stream.inStart - from) as u64
  lz4.length += plain
  if (lz4.flags & HAS_BLOCK_CHECKSUMS) addXxh32(blockDigest, from, stream.inStart)
  if (lz4.flags & HAS_CONTENT_CHECKSUM) addXxh32(contentDigest, plainFrom, stream.out)
  return status
}

/** Reads the header of a frame, whole or not at all. */
function readFrameHeader(available: usize): i32 {
  if (available == 0) return NEEDS_INPUT
  const start = stream.inStart
  if (available < 4) {
    // What cannot become a magic number is told at once.
    const first: u32 = load<u8>(start)
    return first != 0x04 && first != 0x02 && (first & 0xf0) != 0x50 ? notAFrame() : NEEDS_INPUT
  }
  const magic = load<u32>(start)
  if (magic == LEGACY_MAGIC) return LEGACY_FORMAT
  if (isSkippable(magic)) {
    if (available < 8) return NEEDS_INPUT
    lz4.skip = load<u32>(start, 4)
    stream.inStart += 8
    stream.phase = SKIP
    return OUTPUT_READY
  }
  if (magic != MAGIC) return notAFrame()
  if (available < 7) return NEEDS_INPUT
  const flags: u32 = load<u8>(start, 4)
  if ((flags & VERSION_MASK) != VERSION || flags & RESERVED) return BAD_HEADER
  if (flags & HAS_DICTIONARY_ID) return HAS_DICTIONARY
  const sizes: u32 = load<u8>(start, 5)
  const sizeCode = sizes >>> 4
  if (sizes & 0x8f || sizeCode < 4) return BAD_HEADER
  const checksumStart = start + (flags & HAS_CONTENT_SIZE ? 14 : 6)
  if (stream.inEnd <= checksumStart) return NEEDS_INPUT
  startXxh32(contentDigest)
  addXxh32(contentDigest, start + 4, checksumStart)
  if (load<u8>(checksumStart) != (((finishXxh32(contentDigest) >>> 8) & 255) as u8)) return BAD_HEADER_CHECKSUM
  lz4.flags = flags
  lz4.contentSize = load<u64>(start, 6)
  lz4.length = 0
  lz4.blockMax = 1 << (8 + 2 * sizeCode) // 64 KiB, 256 KiB, 1 MiB, 4 MiB
  startXxh32(contentDigest)
  stream.history = stream.out
  stream.inStart = checksumStart + 1
  stream.phase = BLOCK_SIZE
  return OUTPUT_READY
}

function notAFrame(): i32 {
  return stream.members > 0 ? BAD_PADDING : NOT_THIS_CODEC
}
