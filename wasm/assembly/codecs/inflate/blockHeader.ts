// Headers of deflate blocks, RFC 1951 3.2.3 to 3.2.7. A header is read whole or not at all.
import { BAD_BLOCK_TYPE, BAD_CODE_LENGTHS, BAD_STORED_LENGTH, NEEDS_INPUT, OUTPUT_READY } from '../status'
import { stream } from '../stream'
import { alignToByte, backToMark, hasBits, mark, takeBits } from './bits'
import { inflate, LENGTHS, MAX_LITLEN } from './state'
import { fixedLengths, makeTables } from './tables'

export const STORED: u32 = 0
const FIXED: u32 = 1
const DYNAMIC: u32 = 2

/** The order in which lengths of the length code are written, 3.2.7. */
const ORDER: usize = memory.data<u8>([16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15])
/** The length code: its lengths, and a table of all 7 bits (symbol << 3 | length). */
const CODE_LENGTHS: usize = memory.data(19)
const CODE_BITS: u32 = 7
const CODE_TABLE: usize = memory.data(128)

/** The block type of the header read last. */
export let blockType: u32 = 0

/** @returns OUTPUT_READY when the header was read and tables are made; NEEDS_INPUT when nothing was read */
export function readBlockHeader(): i32 {
  mark()
  if (!hasBits(3)) return cut()
  inflate.isFinal = takeBits(1)
  blockType = takeBits(2)
  if (blockType == STORED) return readStoredHeader()
  if (blockType == FIXED) {
    fixedLengths()
    inflate.numLitlen = MAX_LITLEN
    inflate.numDistances = 32
    makeTables(MAX_LITLEN, 32)
    return OUTPUT_READY
  }
  if (blockType != DYNAMIC) return BAD_BLOCK_TYPE
  return readDynamicHeader()
}

function cut(): i32 {
  backToMark()
  return NEEDS_INPUT
}

function readStoredHeader(): i32 {
  alignToByte()
  if (stream.inEnd - stream.inStart < 4) return cut()
  const length = load<u16>(stream.inStart)
  if ((length ^ load<u16>(stream.inStart, 2)) != 0xffff) return BAD_STORED_LENGTH
  stream.inStart += 4
  inflate.left = length
  return OUTPUT_READY
}

/** The complete code over the 19 lengths at CODE_LENGTHS; false where it is none. */
function makeCodeTable(): bool {
  let code: u32 = 0
  for (let length: u32 = 1; length <= CODE_BITS; length++) {
    for (let symbol: u32 = 0; symbol < 19; symbol++) {
      if (load<u8>(CODE_LENGTHS + symbol) != length) continue
      if (code >= 1 << length) return false
      let reversed: u32 = 0
      for (let bit: u32 = 0; bit < length; bit++) reversed |= ((code >>> bit) & 1) << (length - 1 - bit)
      for (let i = reversed; i < 128; i += 1 << length) store<u8>(CODE_TABLE + i, ((symbol << 3) | length) as u8)
      code++
    }
    code <<= 1
  }
  return code == 2 << CODE_BITS
}

function readDynamicHeader(): i32 {
  if (!hasBits(14)) return cut()
  const numLitlen = takeBits(5) + 257
  const numDistances = takeBits(5) + 1
  const numCodes = takeBits(4) + 4
  if (numLitlen > 286 || numDistances > 30) return BAD_CODE_LENGTHS
  memory.fill(CODE_LENGTHS, 0, 19)
  for (let i: u32 = 0; i < numCodes; i++) {
    if (!hasBits(3)) return cut()
    store<u8>(CODE_LENGTHS + load<u8>(ORDER + i), takeBits(3) as u8)
  }
  if (!makeCodeTable()) return BAD_CODE_LENGTHS
  const total = numLitlen + numDistances
  let at: u32 = 0
  while (at < total) {
    // Bits behind the end of input are zeros: the entry counts only if all of it is there.
    const isWhole = hasBits(CODE_BITS)
    const entry: u32 = load<u8>(CODE_TABLE + ((inflate.bits as u32) & 127))
    const length = entry & 7
    const symbol = entry >>> 3
    if (!isWhole && inflate.bitCount < length) return cut()
    if (symbol < 16) {
      takeBits(length)
      store<u8>(LENGTHS + at++, symbol as u8)
      continue
    }
    const extra: u32 = symbol == 16 ? 2 : symbol == 17 ? 3 : 7
    if (!hasBits(length + extra)) return cut()
    takeBits(length)
    const repeats = takeBits(extra) + (symbol == 18 ? 11 : 3)
    if (at + repeats > total || (symbol == 16 && at == 0)) return BAD_CODE_LENGTHS
    memory.fill(LENGTHS + at, symbol == 16 ? load<u8>(LENGTHS + at - 1) : 0, repeats)
    at += repeats
  }
  // Without an end there is no block.
  if (load<u8>(LENGTHS + 256) == 0) return BAD_CODE_LENGTHS
  inflate.numLitlen = numLitlen
  inflate.numDistances = numDistances
  return makeTables(numLitlen, numDistances) ? OUTPUT_READY : BAD_CODE_LENGTHS
}
