// gzip, RFC 1952: members one behind the other, zeros behind the last.
import { crc32 } from '../../checksums/crc32'
import {
  BAD_CHECKSUM,
  BAD_HEADER,
  BAD_HEADER_CHECKSUM,
  BAD_LENGTH,
  BAD_PADDING,
  MEMBER_END,
  NEEDS_INPUT,
  NOT_THIS_CODEC,
  OUTPUT_READY,
} from '../status'
import { allotArea, makeRoom, MAX_WANTED, START, stream } from '../stream'
import { alignToByte, returnBytes } from './bits'
import { blockType, readBlockHeader, STORED } from './blockHeader'
import { inflate, INFLATE_BYTES, inflateState } from './state'
import { BLOCK_END, decodeSymbols } from './symbols'
import { makeTables } from './tables'

const WINDOW: usize = 32 * 1024
/** How far over the limit a match may go. */
const OVER: usize = 512

const EXTRA_LENGTH: u32 = 1
const EXTRA: u32 = 2
const NAME: u32 = 3
const COMMENT: u32 = 4
const HEADER_CHECKSUM: u32 = 5
const BLOCK_HEADER: u32 = 6
const STORED_BYTES: u32 = 7
const SYMBOLS: u32 = 8
const TRAILER: u32 = 9
/** Behind the last member: only zeros, or one more member behind zeros. */
export const PADDING: u32 = 10

const FHCRC: u32 = 2
const FEXTRA: u32 = 4
const FNAME: u32 = 8
const FCOMMENT: u32 = 16
const RESERVED: u32 = 0xe0

export function startGzip(): i32 {
  memory.fill(inflateState, 0, INFLATE_BYTES)
  stream.phase = START
  return prepareGzip()
}

export function prepareGzip(): i32 {
  return allotArea(WINDOW, MAX_WANTED + WINDOW + OVER)
}

/** Behind a restored state: what is not kept is made again. */
export function resumeGzip(): void {
  if (stream.phase == SYMBOLS) makeTables(inflate.numLitlen, inflate.numDistances)
}

/** Decodes until `wanted` bytes are undelivered, a member ends or input runs out. */
export function runGzip(wanted: usize): i32 {
  makeRoom(wanted + OVER)
  const limit = stream.delivered + wanted
  const checked = stream.out
  const status = decode(limit, checked)
  returnBytes()
  return status
}

function addOutput(from: usize): void {
  inflate.crc = crc32(inflate.crc, from, stream.out)
  inflate.length += (stream.out - from) as u32
}

function decode(limit: usize, checked: usize): i32 {
  while (true) {
    switch (stream.phase) {
      case BLOCK_HEADER: {
        if (stream.out >= limit) {
          addOutput(checked)
          return OUTPUT_READY
        }
        const status = readBlockHeader()
        if (status != OUTPUT_READY) {
          addOutput(checked)
          return status
        }
        stream.phase = blockType == STORED ? STORED_BYTES : SYMBOLS
        break
      }
      case STORED_BYTES: {
        const fits = stream.out < limit ? limit - stream.out : 0
        const bytes = min(min(inflate.left as usize, fits), stream.inEnd - stream.inStart)
        memory.copy(stream.out, stream.inStart, bytes)
        stream.out += bytes
        stream.inStart += bytes
        inflate.left -= bytes as u32
        if (inflate.left > 0) {
          addOutput(checked)
          return stream.out >= limit ? OUTPUT_READY : NEEDS_INPUT
        }
        stream.phase = inflate.isFinal ? TRAILER : BLOCK_HEADER
        break
      }
      case SYMBOLS: {
        const status = decodeSymbols(limit)
        if (status != BLOCK_END) {
          addOutput(checked)
          return status
        }
        stream.phase = inflate.isFinal ? TRAILER : BLOCK_HEADER
        break
      }
      case TRAILER: {
        addOutput(checked)
        checked = stream.out
        alignToByte()
        if (stream.inEnd - stream.inStart < 8) return NEEDS_INPUT
        if (load<u32>(stream.inStart) != inflate.crc) return BAD_CHECKSUM
        if (load<u32>(stream.inStart, 4) != inflate.length) return BAD_LENGTH
        stream.inStart += 8
        stream.members++
        stream.phase = START
        stream.history = stream.out
        return MEMBER_END
      }
      default: {
        const status = readHeader()
        if (status != OUTPUT_READY) return status
        stream.phase = BLOCK_HEADER
        stream.history = stream.out
        inflate.crc = 0
        inflate.length = 0
        checked = stream.out
      }
    }
  }
}

/** The parts of a member's header, each whole or not at all; text of any length bit by bit. */
function readHeader(): i32 {
  while (true) {
    const available = stream.inEnd - stream.inStart
    switch (stream.phase) {
      case START: {
        if (available == 0) return NEEDS_INPUT
        if (stream.members > 0 && load<u8>(stream.inStart) == 0) {
          stream.phase = PADDING
          break
        }
        if (load<u8>(stream.inStart) != 0x1f || (available > 1 && load<u8>(stream.inStart, 1) != 0x8b)) {
          return stream.members > 0 ? BAD_PADDING : NOT_THIS_CODEC
        }
        if (available < 10) return NEEDS_INPUT
        inflate.flags = load<u8>(stream.inStart, 3)
        if (load<u8>(stream.inStart, 2) != 8 || inflate.flags & RESERVED) return BAD_HEADER
        inflate.headerCrc = 0
        takeHeader(10)
        stream.phase = EXTRA_LENGTH
        break
      }
      case EXTRA_LENGTH: {
        inflate.left = 0
        if (inflate.flags & FEXTRA) {
          if (available < 2) return NEEDS_INPUT
          inflate.left = load<u16>(stream.inStart)
          takeHeader(2)
        }
        stream.phase = EXTRA
        break
      }
      case EXTRA: {
        const bytes = min(inflate.left as usize, available)
        takeHeader(bytes)
        inflate.left -= bytes as u32
        if (inflate.left > 0) return NEEDS_INPUT
        stream.phase = NAME
        break
      }
      case NAME: {
        if (inflate.flags & FNAME && !skipText()) return NEEDS_INPUT
        stream.phase = COMMENT
        break
      }
      case COMMENT: {
        if (inflate.flags & FCOMMENT && !skipText()) return NEEDS_INPUT
        stream.phase = HEADER_CHECKSUM
        break
      }
      case HEADER_CHECKSUM: {
        if (inflate.flags & FHCRC) {
          if (available < 2) return NEEDS_INPUT
          if (load<u16>(stream.inStart) != (inflate.headerCrc & 0xffff)) return BAD_HEADER_CHECKSUM
          stream.inStart += 2
        }
        return OUTPUT_READY
      }
      default: {
        while (stream.inStart < stream.inEnd && load<u8>(stream.inStart) == 0) stream.inStart++
        if (stream.inStart == stream.inEnd) return NEEDS_INPUT
        // Tapes fill blocks with zeros between members, too.
        if (load<u8>(stream.inStart) != 0x1f) return BAD_PADDING
        stream.phase = START
      }
    }
  }
}

function takeHeader(bytes: usize): void {
  if (inflate.flags & FHCRC) inflate.headerCrc = crc32(inflate.headerCrc, stream.inStart, stream.inStart + bytes)
  stream.inStart += bytes
}

/** Skips what is there of a text that ends with NUL; whether the end was there. */
function skipText(): bool {
  let at = stream.inStart
  while (at < stream.inEnd && load<u8>(at) != 0) at++
  const hasEnd = at < stream.inEnd
  takeHeader(at - stream.inStart + (hasEnd ? 1 : 0))
  return hasEnd
}
