// The literals of a block, RFC 8878 3.1.1.3.1.
import { BAD_LITERALS, OUTPUT_READY } from '../status'
import { readTree } from './huffman'
import { bitsLeft, firstWord, refilled, usedBytes } from './reverseBits'
import { HUFFMAN_TABLE, zstd } from './state'

const RAW: u32 = 0
const RLE: u32 = 1
const COMPRESSED: u32 = 2

/** As many as a block has, and what wide stores may touch behind. */
const BUFFER: usize = memory.data(128 * 1024 + 64, 64)

/** What was read: where literals are (their own buffer, or the block itself), how many, and where the section ends. */
export let literalStart: usize = 0
export let literalCount: u32 = 0
export let literalsEnd: usize = 0

/** Reads the literals section of the block `[start, end)`. Returns a status. */
export function readLiterals(start: usize, end: usize): i32 {
  if (start >= end) return BAD_LITERALS
  const head = load<u8>(start)
  const type: u32 = head & 3
  const format: u32 = (head >>> 2) & 3
  if (type == RAW || type == RLE) {
    const headerBytes: usize = format == 1 ? 2 : format == 3 ? 3 : 1
    if (start + headerBytes > end) return BAD_LITERALS
    // Behind a block there is always something to load.
    const bits = load<u32>(start)
    literalCount = headerBytes == 1 ? (bits & 255) >>> 3 : headerBytes == 2 ? (bits & 0xffff) >>> 4 : (bits & 0xffffff) >>> 4
    if (literalCount > zstd.blockMax) return BAD_LITERALS
    start += headerBytes
    if (type == RAW) {
      literalStart = start
      literalsEnd = start + literalCount
      return literalsEnd > end ? BAD_LITERALS : OUTPUT_READY
    }
    if (start >= end) return BAD_LITERALS
    memory.fill(BUFFER, load<u8>(start), literalCount)
    literalStart = BUFFER
    literalsEnd = start + 1
    return OUTPUT_READY
  }
  const headerBytes: usize = format < 2 ? 3 : format + 2
  if (start + headerBytes > end) return BAD_LITERALS
  const width: u64 = format < 2 ? 10 : format == 2 ? 14 : 18
  const bits = load<u64>(start) >> 4
  const mask = ((1 as u64) << width) - 1
  literalCount = (bits & mask) as u32
  const compressed = ((bits >> width) & mask) as usize
  start += headerBytes
  if (literalCount > zstd.blockMax || start + compressed > end) return BAD_LITERALS
  literalsEnd = start + compressed
  if (type == COMPRESSED) {
    start = readTree(start, literalsEnd)
    if (start == 0) return BAD_LITERALS
  } else if (zstd.huffmanBits == 0) return BAD_LITERALS
  literalStart = BUFFER
  const isWhole = format == 0 ? decodeOne(start, literalsEnd, BUFFER, literalCount) : decodeFour(start, literalsEnd)
  return isWhole ? OUTPUT_READY : BAD_LITERALS
}

/** One literal after the other, to the exact end of stream `[start, ...]` that has come to `at` and `word`. */
function decodeRest(start: usize, at: usize, word: u64, out: usize, end: usize): bool {
  const shift = (64 - zstd.huffmanBits) as u64
  while (out < end) {
    if (at + 8 < start) return false
    at -= usedBytes(word)
    word = refilled(at, word)
    const entry = load<u32>(HUFFMAN_TABLE + (((word >> shift) as usize) << 2))
    store<u8>(out++, (entry >>> 16) as u8)
    word <<= (entry >>> 10) & 15
  }
  return out == end && bitsLeft(start, at, word) == 0
}

function decodeOne(start: usize, end: usize, out: usize, count: u32): bool {
  if (start >= end || load<u8>(end - 1) == 0) return false
  return decodeRest(start, end - 8, firstWord(end), out, out + count)
}

// @ts-ignore: decorator
@inline
function entryOf(word: u64, shift: u64): u32 {
  return load<u32>(HUFFMAN_TABLE + (((word >> shift) as usize) << 2))
}

/** Four streams side by side: each waits for its own look-ups only. */
function decodeFour(start: usize, end: usize): bool {
  if (start + 10 > end) return false // three lengths, and a byte of each stream
  const start1 = start + 6
  const start2 = start1 + load<u16>(start)
  const start3 = start2 + load<u16>(start, 2)
  const start4 = start3 + load<u16>(start, 4)
  if (start2 == start1 || start3 == start2 || start4 == start3 || start4 >= end) return false
  if (!load<u8>(start2 - 1) || !load<u8>(start3 - 1) || !load<u8>(start4 - 1) || !load<u8>(end - 1)) return false
  const part = (literalCount + 3) >>> 2
  if (part * 3 > literalCount) return false
  let out1 = BUFFER
  let out2 = out1 + part
  let out3 = out2 + part
  let out4 = out3 + part
  const end1 = out2
  const end2 = out3
  const end3 = out4
  const end4 = BUFFER + literalCount
  let at1 = start2 - 8
  let at2 = start3 - 8
  let at3 = start4 - 8
  let at4 = end - 8
  let word1 = firstWord(start2)
  let word2 = firstWord(start3)
  let word3 = firstWord(start4)
  let word4 = firstWord(end)
  const shift = (64 - zstd.huffmanBits) as u64

  while (true) {
    // Five look-ups take 55 bits at most and give 10 literals at most: so many turns need no checks.
    let turns = min(min(end1 - out1, end2 - out2), min(end3 - out3, end4 - out4)) / 10
    let bytes = min(min(at1 as isize - start1 as isize, at2 as isize - start2 as isize), min(at3 as isize - start3 as isize, at4 as isize - start4 as isize))
    if (bytes < 0) bytes = 0
    turns = min(turns, (bytes as usize) >>> 3)
    if (turns == 0) break
    do {
      at1 -= usedBytes(word1)
      at2 -= usedBytes(word2)
      at3 -= usedBytes(word3)
      at4 -= usedBytes(word4)
      word1 = refilled(at1, word1)
      word2 = refilled(at2, word2)
      word3 = refilled(at3, word3)
      word4 = refilled(at4, word4)
      for (let i = 0; i < 5; i++) {
        const entry1 = entryOf(word1, shift)
        const entry2 = entryOf(word2, shift)
        const entry3 = entryOf(word3, shift)
        const entry4 = entryOf(word4, shift)
        word1 <<= entry1 & 63
        word2 <<= entry2 & 63
        word3 <<= entry3 & 63
        word4 <<= entry4 & 63
        store<u16>(out1, (entry1 >>> 16) as u16)
        store<u16>(out2, (entry2 >>> 16) as u16)
        store<u16>(out3, (entry3 >>> 16) as u16)
        store<u16>(out4, (entry4 >>> 16) as u16)
        out1 += (entry1 >>> 8) & 3
        out2 += (entry2 >>> 8) & 3
        out3 += (entry3 >>> 8) & 3
        out4 += (entry4 >>> 8) & 3
      }
    } while (--turns)
  }
  return (
    decodeRest(start1, at1, word1, out1, end1) &&
    decodeRest(start2, at2, word2, out2, end2) &&
    decodeRest(start3, at3, word3, out3, end3) &&
    decodeRest(start4, at4, word4, out4, end4)
  )
}
