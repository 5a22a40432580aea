// The data of an LZ4 block, after the description of the block format: a token, literals, then a match, again and again;
// the last sequence has literals only.
import { copyMatch } from '../copyMatch'
import { BAD_DISTANCE, BAD_SEQUENCES, MEMBER_END, NEEDS_INPUT, OUTPUT_READY } from '../status'
import { stream } from '../stream'
import { lz4 } from './state'

// Phases of the stream inside a block; those of frames are below.
export const PLAIN: u32 = 16
export const TOKEN: u32 = 17
const LITERAL_LENGTH: u32 = 18
const LITERALS: u32 = 19
export const OFFSET: u32 = 20
const MATCH_LENGTH: u32 = 21
const MATCH: u32 = 22

/** What decodeBlock returns at the end of a block. */
export const BLOCK_END: i32 = MEMBER_END

const MIN_MATCH: u32 = 4
const LONG: u32 = 15
/** Input the fast loop looks at without asking. */
const FAST_INPUT: usize = 32
/** No length is so great; sums stay far from overflowing. */
const MAX_LENGTH: u32 = 0x7fffff00

/**
 * Decodes up to `limit`, to `end` of the input, or to the block's end, which is `end` where `isBlockEnd`. More than the
 * limit may be written where the area has room for it.
 */
export function decodeBlock(limit: usize, end: usize, isBlockEnd: bool): i32 {
  const starved = isBlockEnd ? BAD_SEQUENCES : NEEDS_INPUT
  while (true) {
    switch (stream.phase) {
      case PLAIN: {
        const bytes = min(end - stream.inStart, limit - min(stream.out, limit))
        memory.copy(stream.out, stream.inStart, bytes)
        stream.inStart += bytes
        stream.out += bytes
        if (stream.inStart == end) return isBlockEnd ? BLOCK_END : NEEDS_INPUT
        return OUTPUT_READY
      }
      case TOKEN: {
        const status = decodeFast(limit, end)
        if (status != OUTPUT_READY) return status
        if (stream.phase != TOKEN) break
        if (stream.out >= limit) return OUTPUT_READY
        if (stream.inStart == end) return starved
        const token: u32 = load<u8>(stream.inStart++)
        lz4.literals = token >>> 4
        lz4.match = token & LONG
        stream.phase = lz4.literals == LONG ? LITERAL_LENGTH : LITERALS
        break
      }
      case LITERAL_LENGTH: {
        let byte: u32
        do {
          if (stream.inStart == end) return starved
          byte = load<u8>(stream.inStart++)
          lz4.literals += byte
          if (lz4.literals > MAX_LENGTH) return BAD_SEQUENCES
        } while (byte == 255)
        stream.phase = LITERALS
        break
      }
      case LITERALS: {
        if (stream.out >= limit && lz4.literals > 0) return OUTPUT_READY
        const most = min(end - stream.inStart, limit - min(stream.out, limit))
        const bytes = min(lz4.literals as usize, most)
        memory.copy(stream.out, stream.inStart, bytes)
        stream.inStart += bytes
        stream.out += bytes
        lz4.literals -= bytes as u32
        if (lz4.literals > 0) {
          if (stream.inStart == end) return starved
          return OUTPUT_READY
        }
        stream.phase = OFFSET
        break
      }
      case OFFSET: {
        if (stream.inStart == end && isBlockEnd) return BLOCK_END
        if (end - stream.inStart < 2) return starved
        lz4.offset = load<u16>(stream.inStart)
        stream.inStart += 2
        if (lz4.offset - 1 >= ((stream.out - stream.history) as u32)) return BAD_DISTANCE
        stream.phase = lz4.match == LONG ? MATCH_LENGTH : MATCH
        lz4.match += MIN_MATCH
        break
      }
      case MATCH_LENGTH: {
        let byte: u32
        do {
          if (stream.inStart == end) return starved
          byte = load<u8>(stream.inStart++)
          lz4.match += byte
          if (lz4.match > MAX_LENGTH) return BAD_SEQUENCES
        } while (byte == 255)
        stream.phase = MATCH
        break
      }
      default: {
        if (stream.out >= limit) return OUTPUT_READY
        const bytes = min(lz4.match as usize, limit - stream.out) as u32
        copyMatch(stream.out, lz4.offset, bytes)
        stream.out += bytes
        lz4.match -= bytes
        if (lz4.match == 0) stream.phase = TOKEN
      }
    }
  }
}

/** Whole sequences, as long as input and room are plenty. What is left comes step by step. */
function decodeFast(limit: usize, end: usize): i32 {
  let input = stream.inStart
  let out = stream.out
  const history = stream.history
  const roomEnd = stream.areaEnd
  let status = OUTPUT_READY
  if (end - input < FAST_INPUT) return OUTPUT_READY
  const inputEnd = end - FAST_INPUT
  while (input <= inputEnd && out < limit) {
    const start = input
    const token: u32 = load<u8>(input++)
    let literals = token >>> 4
    if (literals == LONG) {
      let byte: u32
      do {
        byte = load<u8>(input++)
        literals += byte
      } while (byte == 255 && input < inputEnd)
      if (byte == 255 || (literals as usize) + FAST_INPUT > end - input || (literals as usize) > roomEnd - out) {
        input = start
        break
      }
      if (literals > 256) memory.copy(out, input, literals)
      else {
        let from = input
        const literalsEnd = out + literals
        for (let to = out; to < literalsEnd; to += 16, from += 16) v128.store(to, v128.load(from))
      }
    } else v128.store(out, v128.load(input))
    input += literals
    out += literals
    const offset: u32 = load<u16>(input)
    input += 2
    let match = token & LONG
    if (match == LONG) {
      let byte: u32 = 255
      while (byte == 255 && input < end) {
        byte = load<u8>(input++)
        match += byte
      }
      if (byte == 255 || ((match + MIN_MATCH) as usize) > roomEnd - out) {
        // Too long to be sure of: the literals are taken back as well.
        input = start
        out -= literals
        break
      }
    }
    match += MIN_MATCH
    if (offset - 1 >= ((out - history) as u32)) {
      status = BAD_DISTANCE
      break
    }
    copyMatch(out, offset, match)
    out += match
  }
  stream.inStart = input
  stream.out = out
  return status
}
