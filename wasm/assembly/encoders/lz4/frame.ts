// An LZ4 frame, after the description of the frame format (version 1.6): content size, independent blocks, checksum of the
// content. Each piece of input is a block.
import { addXxh32, finishXxh32, startXxh32, Xxh32 } from '../../checksums/xxh32'
import { allot, inputArea, outputArea } from '../layout'
import { emptyInput, inputEnd } from '../window'
import { endLz4Block, lz4Bound, lz4Part, startLz4Block } from './block'

const MAGIC: u32 = 0x184d2204
/** Version 1, independent blocks, content size, content checksum. */
const FLAGS: u32 = 0x40 | 0x20 | 0x08 | 0x04
const IS_PLAIN: u32 = 0x80000000
const HEADER: usize = 15
const TRAILER: usize = 8
/** Small content has small blocks, so that readers set aside no more than they need. */
const SMALL_BLOCK: u32 = 256 * 1024
const SMALL_CODE: u32 = 5
const BLOCK: u32 = 4 * 1024 * 1024
const BLOCK_CODE: u32 = 7

const digest = changetype<Xxh32>(memory.data(48, 16))
let size: u32 = 0
let isBegun = false

export function lz4FramePiece(total: u32): u32 {
  return total <= SMALL_BLOCK ? total : min(total, BLOCK)
}

export function startLz4Frame(total: u32): bool {
  const piece = lz4FramePiece(total) as usize
  size = total
  isBegun = false
  startXxh32(digest)
  return allot(HEADER + lz4Bound(piece) + TRAILER, piece)
}

/** Blocks are independent: each is put where the one before was. */
export function reserveLz4Frame(): usize {
  emptyInput()
  return inputArea
}

export function runLz4Frame(isLast: bool): usize {
  let out = outputArea()
  if (!isBegun) {
    out = putHeader(out)
    isBegun = true
  }
  const plain = (inputEnd - inputArea) as u32
  if (plain > 0) {
    addXxh32(digest, inputArea, inputEnd)
    out = putBlock(out, plain)
  }
  if (!isLast) return out
  store<u32>(out, 0)
  store<u32>(out, finishXxh32(digest), 4)
  return out + TRAILER
}

function putHeader(out: usize): usize {
  store<u32>(out, MAGIC)
  store<u8>(out, FLAGS as u8, 4)
  store<u8>(out, ((size <= SMALL_BLOCK ? SMALL_CODE : BLOCK_CODE) << 4) as u8, 5)
  store<u64>(out, size as u64, 6)
  const header = changetype<Xxh32>(HEADER_DIGEST)
  startXxh32(header)
  addXxh32(header, out + 4, out + 14)
  store<u8>(out, (finishXxh32(header) >>> 8) as u8, 14)
  return out + HEADER
}

const HEADER_DIGEST: usize = memory.data(48, 16)

function putBlock(out: usize, plain: u32): usize {
  startLz4Block(inputArea)
  const start = out + 4
  const end = endLz4Block(inputEnd, lz4Part(inputEnd, start))
  if (end - start < plain) {
    store<u32>(out, (end - start) as u32)
    return end
  }
  store<u32>(out, plain | IS_PLAIN)
  memory.copy(start, inputArea, plain)
  return start + plain
}
