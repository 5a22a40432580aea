// The sequences of a block, RFC 8878 3.1.1.3.2 and 3.1.1.4: literals to copy, then a match to copy, again and again.
import { copyMatch } from '../copyMatch'
import { BAD_DISTANCE, BAD_LENGTH, BAD_SEQUENCES, OUTPUT_READY } from '../status'
import { stream } from '../stream'
import { literalCount, literalStart } from './literals'
import { bitsLeft, firstWord, refilled, topBits, usedBytes } from './reverseBits'
import { LITERAL_LENGTHS, MATCH_LENGTHS, OFFSETS, readTable } from './sequenceTables'
import { zstd } from './state'

/** Extra bits that leave enough of a refilled word for the bits of the next states (9 + 9 + 8). */
const FEW_BITS: u32 = 30

/** Copies literals; up to 31 bytes more than that are written. */
// @ts-ignore: decorator
@inline
function copyLiterals(out: usize, from: usize, length: u32): void {
  v128.store(out, v128.load(from))
  if (length > 16) {
    if (length > 512) {
      memory.copy(out, from, length)
      return
    }
    const end = out + length
    v128.store(out, v128.load(from, 16), 16)
    for (out += 32, from += 32; out < end; out += 32, from += 32) {
      v128.store(out, v128.load(from))
      v128.store(out, v128.load(from, 16), 16)
    }
  }
}

/** Reads the sequences section `[start, end)` and writes the block's bytes at `stream.out`. Returns a status. */
export function runSequences(start: usize, end: usize): i32 {
  if (start >= end) return BAD_SEQUENCES
  let count: u32 = load<u8>(start++)
  if (count >= 128) {
    if (start + (count == 255 ? 2 : 1) > end) return BAD_SEQUENCES
    if (count == 255) {
      count = load<u16>(start) + 0x7f00
      start += 2
    } else count = ((count - 128) << 8) + load<u8>(start++)
  }
  if (count == 0) {
    if (start != end) return BAD_SEQUENCES
    memory.copy(stream.out, literalStart, literalCount)
    stream.out += literalCount
    return OUTPUT_READY
  }
  if (start >= end) return BAD_SEQUENCES
  const modes: u32 = load<u8>(start++)
  if (modes & 3) return BAD_SEQUENCES
  start = readTable(LITERAL_LENGTHS, modes >>> 6, start, end)
  if (start == 0) return BAD_SEQUENCES
  start = readTable(OFFSETS, (modes >>> 4) & 3, start, end)
  if (start == 0) return BAD_SEQUENCES
  start = readTable(MATCH_LENGTHS, (modes >>> 2) & 3, start, end)
  if (start == 0 || start >= end || load<u8>(end - 1) == 0) return BAD_SEQUENCES
  return decodeSequences(start, end, count)
}

function decodeSequences(start: usize, end: usize, count: u32): i32 {
  const literalTable = zstd.literalTable
  const offsetTable = zstd.offsetTable
  const matchTable = zstd.matchTable
  let offset1 = zstd.offset1
  let offset2 = zstd.offset2
  let offset3 = zstd.offset3
  let literals = literalStart
  const literalsEnd = literals + literalCount
  let out = stream.out
  const outEnd = out + zstd.blockMax
  const history = stream.history
  const window = stream.window as u32

  let word = firstWord(end)
  let at = end - 8
  let literalState = literalTable + (topBits(word, zstd.literalLog) << 3)
  word <<= zstd.literalLog
  let offsetState = offsetTable + (topBits(word, zstd.offsetLog) << 3)
  word <<= zstd.offsetLog
  let matchState = matchTable + (topBits(word, zstd.matchLog) << 3)
  word <<= zstd.matchLog

  while (true) {
    at -= usedBytes(word)
    if (at + 8 < start) return BAD_SEQUENCES
    word = refilled(at, word)
    const offsetBits: u32 = load<u8>(offsetState, 4)
    const matchBits: u32 = load<u8>(matchState, 4)
    const literalBits: u32 = load<u8>(literalState, 4)
    let offset = load<u32>(offsetState)
    let matchLength = load<u32>(matchState)
    let literalLength = load<u32>(literalState)
    offset += topBits(word, offsetBits)
    word <<= offsetBits
    const isLong = offsetBits + matchBits + literalBits > FEW_BITS
    if (isLong) {
      at -= usedBytes(word)
      word = refilled(at, word)
    }
    matchLength += topBits(word, matchBits)
    word <<= matchBits
    literalLength += topBits(word, literalBits)
    word <<= literalBits

    if (offsetBits > 1) {
      offset -= 3
      offset3 = offset2
      offset2 = offset1
      offset1 = offset
    } else {
      // 1, 2 and 3 stand for the last offsets; one further where there are no literals.
      const which = offset + (literalLength == 0 ? 1 : 0)
      if (which == 1) offset = offset1
      else if (which == 2) {
        offset = offset2
        offset2 = offset1
        offset1 = offset
      } else {
        offset = which == 3 ? offset3 : offset1 - 1
        offset3 = offset2
        offset2 = offset1
        offset1 = offset
      }
    }

    if (literalLength > ((literalsEnd - literals) as u32)) return BAD_SEQUENCES
    if (literalLength + matchLength > ((outEnd - out) as u32)) return BAD_LENGTH
    copyLiterals(out, literals, literalLength)
    literals += literalLength
    out += literalLength
    if (offset - 1 >= min(((out - history) as u32), window)) return BAD_DISTANCE
    copyMatch(out, offset, matchLength)
    out += matchLength

    if (--count == 0) break
    if (isLong) {
      at -= usedBytes(word)
      word = refilled(at, word)
    }
    const literalNext: u32 = load<u8>(literalState, 5)
    literalState = literalTable + ((load<u16>(literalState, 6) + topBits(word, literalNext)) << 3)
    word <<= literalNext
    const matchNext: u32 = load<u8>(matchState, 5)
    matchState = matchTable + ((load<u16>(matchState, 6) + topBits(word, matchNext)) << 3)
    word <<= matchNext
    const offsetNext: u32 = load<u8>(offsetState, 5)
    offsetState = offsetTable + ((load<u16>(offsetState, 6) + topBits(word, offsetNext)) << 3)
    word <<= offsetNext
  }
  if (bitsLeft(start, at, word) != 0) return BAD_SEQUENCES
  const rest = literalsEnd - literals
  if (rest > outEnd - out) return BAD_LENGTH
  memory.copy(out, literals, rest)
  stream.out = out + rest
  zstd.offset1 = offset1
  zstd.offset2 = offset2
  zstd.offset3 = offset3
  return OUTPUT_READY
}
