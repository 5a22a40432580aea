// The symbols of a compressed block: the loop that everything waits for.
import { copyMatch } from '../copyMatch'
import { BAD_DISTANCE, BAD_SYMBOL, MEMBER_END, NEEDS_INPUT, OUTPUT_READY } from '../status'
import { stream } from '../stream'
import { backToMark, hasBits, mark, takeBits } from './bits'
import { inflate } from './state'
import {
  DISTANCE_BITS,
  DISTANCE_TABLE,
  END_OF_BLOCK,
  INVALID,
  LITERAL,
  LITLEN_BITS,
  LITLEN_TABLE,
  SPECIAL,
} from './tables'

/** Bytes of input one turn of the fast loop may look at. */
const FAST_INPUT: usize = 32
const LITLEN_MASK: u64 = (1 << LITLEN_BITS) - 1
const DISTANCE_MASK: u64 = (1 << DISTANCE_BITS) - 1

/** What decodeSymbols returns at the end of a block. */
export const BLOCK_END: i32 = MEMBER_END

/**
 * Decodes until `limit` is reached, the block ends or input runs out. A match may go up to 258 bytes over the limit:
 * the area must have room for them.
 */
export function decodeSymbols(limit: usize): i32 {
  while (stream.out < limit) {
    if (stream.inEnd - stream.inStart >= FAST_INPUT) {
      const status = decodeFast(limit)
      if (status != NEEDS_INPUT) return status
      if (stream.out >= limit) break
    }
    const status = decodeOne()
    if (status != OUTPUT_READY) return status
  }
  return OUTPUT_READY
}

// @ts-ignore: decorator
@inline
function entryAt(table: usize, bits: u64, mask: u64): u32 {
  return load<u32>(table + (((bits & mask) as usize) << 2))
}

/** As long as input is plenty. Ends with NEEDS_INPUT where it is no longer, or where the limit is reached. */
function decodeFast(limit: usize): i32 {
  let bits = inflate.bits
  let count = inflate.bitCount as u64
  let input = stream.inStart
  let out = stream.out
  const inputEnd = stream.inEnd - FAST_INPUT
  const history = stream.history
  let status = NEEDS_INPUT

  while (input <= inputEnd && out < limit) {
    // 56 bits at least: what lies above the count is what the next load brings again.
    bits |= load<u64>(input) << count
    input += ((63 - count) >> 3) as usize
    count |= 56
    let entry = entryAt(LITLEN_TABLE, bits, LITLEN_MASK)
    if (entry & LITERAL) {
      // Three times 11 bits, and 20 of a length: 53.
      store<u16>(out, (entry >>> 16) as u16)
      out += (entry >>> 8) & 3
      bits >>= entry & 63
      count -= entry & 63
      entry = entryAt(LITLEN_TABLE, bits, LITLEN_MASK)
      if (entry & LITERAL) {
        store<u16>(out, (entry >>> 16) as u16)
        out += (entry >>> 8) & 3
        bits >>= entry & 63
        count -= entry & 63
        entry = entryAt(LITLEN_TABLE, bits, LITLEN_MASK)
        if (entry & LITERAL) {
          store<u16>(out, (entry >>> 16) as u16)
          out += (entry >>> 8) & 3
          bits >>= entry & 63
          count -= entry & 63
          continue
        }
      }
    }
    if (entry & SPECIAL) {
      if (!(entry & (END_OF_BLOCK | INVALID))) {
        bits >>= LITLEN_BITS
        count -= LITLEN_BITS
        const mask = ((1 as u64) << ((entry >>> 8) & 15)) - 1
        entry = entryAt(LITLEN_TABLE + ((entry >>> 16) << 2), bits, mask)
        if (entry & LITERAL) {
          store<u8>(out++, (entry >>> 16) as u8)
          bits >>= entry & 63
          count -= entry & 63
          continue
        }
      }
      if (entry & SPECIAL) {
        if (entry & END_OF_BLOCK) {
          bits >>= entry & 63
          count -= entry & 63
          status = BLOCK_END
        } else status = BAD_SYMBOL
        break
      }
    }
    const total = entry & 63
    const length = (entry >>> 16) + ((((bits & (((1 as u64) << total) - 1)) >> ((entry >>> 8) & 15)) as u32))
    bits >>= total
    count -= total

    bits |= load<u64>(input) << count
    input += ((63 - count) >> 3) as usize
    count |= 56
    entry = entryAt(DISTANCE_TABLE, bits, DISTANCE_MASK)
    if (entry & SPECIAL) {
      if (!(entry & INVALID)) {
        bits >>= DISTANCE_BITS
        count -= DISTANCE_BITS
        const mask = ((1 as u64) << ((entry >>> 8) & 15)) - 1
        entry = entryAt(DISTANCE_TABLE + ((entry >>> 16) << 2), bits, mask)
      }
      if (entry & INVALID) {
        status = BAD_SYMBOL
        break
      }
    }
    const taken = entry & 63
    const distance = (entry >>> 16) + ((((bits & (((1 as u64) << taken) - 1)) >> ((entry >>> 8) & 15)) as u32))
    bits >>= taken
    count -= taken
    if (distance > ((out - history) as u32)) {
      status = BAD_DISTANCE
      break
    }
    copyMatch(out, distance, length)
    out += length
  }
  inflate.bits = bits & (((1 as u64) << count) - 1)
  inflate.bitCount = count as u32
  stream.out = out
  stream.inStart = input
  return status
}

/** The entry of the next code with all bits it takes; 0 where they are not all there. */
function wholeEntry(table: usize, primary: u32): u32 {
  hasBits(15)
  let entry = entryAt(table, inflate.bits, ((1 as u64) << primary) - 1)
  if (entry & SPECIAL && !(entry & (END_OF_BLOCK | INVALID))) {
    if (inflate.bitCount < primary) return 0
    takeBits(primary)
    entry = entryAt(table + ((entry >>> 16) << 2), inflate.bits, ((1 as u64) << ((entry >>> 8) & 15)) - 1)
  }
  // No code begins with another: one that needs no more bits than there are is the right one.
  return hasBits(entry & 63) ? entry : 0
}

/** One symbol, where input may end: all of it or nothing. */
function decodeOne(): i32 {
  mark()
  const entry = wholeEntry(LITLEN_TABLE, LITLEN_BITS)
  if (entry == 0) return cut()
  if (entry & LITERAL) {
    takeBits(entry & 63)
    store<u16>(stream.out, (entry >>> 16) as u16)
    stream.out += (entry >>> 8) & 3
    return OUTPUT_READY
  }
  if (entry & INVALID) return BAD_SYMBOL
  if (entry & END_OF_BLOCK) {
    takeBits(entry & 63)
    return BLOCK_END
  }
  const length = takeValue(entry)
  const far = wholeEntry(DISTANCE_TABLE, DISTANCE_BITS)
  if (far == 0) return cut()
  if (far & INVALID) return BAD_SYMBOL
  const distance = takeValue(far)
  if (distance > ((stream.out - stream.history) as u32)) return BAD_DISTANCE
  copyMatch(stream.out, distance, length)
  stream.out += length
  return OUTPUT_READY
}

function takeValue(entry: u32): u32 {
  const code = (entry >>> 8) & 15
  takeBits(code)
  return (entry >>> 16) + takeBits((entry & 63) - code)
}

function cut(): i32 {
  backToMark()
  return NEEDS_INPUT
}
