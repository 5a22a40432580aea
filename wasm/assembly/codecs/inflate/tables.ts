// Look-up tables of Huffman codes (RFC 1951, 3.2.2). Codes up to the primary bits are found at once; an entry of a
// longer one leads to a second table for the bits behind.
//
// An entry: bits 0-5 how many bits it takes (extra bits included), bits 8-11 how many of them are the code (of a
// literal entry: how many literals it stands for), bits 12-15 flags, bits 16-31 one or two literals, the base of a
// length or distance, or where the second table starts.
import { LENGTHS } from './state'

export const LITLEN_BITS: u32 = 11
export const DISTANCE_BITS: u32 = 9
const MAX_BITS: u32 = 15

export const LITERAL: u32 = 0x8000
/** Anything that is neither a literal nor a length or distance. */
export const SPECIAL: u32 = 0x4000
export const END_OF_BLOCK: u32 = 0x2000
/** No code begins like this, or it stands for nothing. */
export const INVALID: u32 = 0x1000
const SECOND: u32 = SPECIAL

/** No more long codes than symbols, and each prefix needs 2^(15 - primary bits) entries at most. */
export const LITLEN_TABLE: usize = memory.data((2048 + 288 * 16) * 4, 64)
export const DISTANCE_TABLE: usize = memory.data((512 + 32 * 64) * 4, 64)

/** How many codes there are of each length; then the next code of each. */
const COUNTS: usize = memory.data(16 * 4)
const NEXT: usize = memory.data(16 * 4)

/** Bases and extra bits of lengths, RFC 1951 3.2.5, computed: codes come in fours with one more extra bit each. */
function lengthEntry(symbol: u32): u32 {
  if (symbol == 256) return SPECIAL | END_OF_BLOCK
  if (symbol > 285) return SPECIAL | INVALID
  if (symbol == 285) return 258 << 16
  const index = symbol - 257
  if (index < 8) return (3 + index) << 16
  const extra = (index >>> 2) - 1
  return ((3 + ((4 + (index & 3)) << extra)) << 16) | extra
}

/** The same of distances: codes come in twos. */
function distanceEntry(symbol: u32): u32 {
  if (symbol > 29) return SPECIAL | INVALID
  if (symbol < 4) return (1 + symbol) << 16
  const extra = (symbol >>> 1) - 1
  return ((1 + ((2 + (symbol & 1)) << extra)) << 16) | extra
}

// @ts-ignore: decorator
@inline
function reverse(code: u32, length: u32): u32 {
  code = ((code >>> 1) & 0x5555) | ((code & 0x5555) << 1)
  code = ((code >>> 2) & 0x3333) | ((code & 0x3333) << 2)
  code = ((code >>> 4) & 0x0f0f) | ((code & 0x0f0f) << 4)
  code = ((code >>> 8) & 0x00ff) | ((code & 0x00ff) << 8)
  return code >>> (16 - length)
}

/**
 * Makes the table of the code whose lengths are `count` bytes at `lengths`. A code must be complete; of distances it
 * may be empty or a single code of one bit (RFC 1951, 3.2.7), and so may it of literals in practice.
 * @returns whether it is a code
 */
function makeTable(lengths: usize, count: u32, isLitlen: bool): bool {
  const table = isLitlen ? LITLEN_TABLE : DISTANCE_TABLE
  const primary = isLitlen ? LITLEN_BITS : DISTANCE_BITS
  memory.fill(COUNTS, 0, 64)
  for (let symbol: u32 = 0; symbol < count; symbol++) {
    const slot = COUNTS + (load<u8>(lengths + symbol) << 2)
    store<u32>(slot, load<u32>(slot) + 1)
  }
  let used: u32 = 0
  let code: u32 = 0
  let longest: u32 = 0
  for (let length: u32 = 1; length <= MAX_BITS; length++) {
    const many = load<u32>(COUNTS + (length << 2))
    if (many > 0) longest = length
    store<u32>(NEXT + (length << 2), code)
    used += many
    code = (code + many) << 1
    if (code > 2 << length) return false // more codes than there is room for
  }
  const isComplete = code == 2 << MAX_BITS
  if (!isComplete && (used > 1 || (used == 1 && longest != 1))) return false

  const size: u32 = 1 << primary
  if (!isComplete) {
    const invalid = SPECIAL | INVALID | 1
    for (let i: u32 = 0; i < size; i++) store<u32>(table + (i << 2), invalid)
  }
  const secondBits = longest > primary ? longest - primary : 0
  // Prefixes of long codes have no table of their own yet.
  if (secondBits > 0) for (let i: u32 = 0; i < size; i++) store<u32>(table + (i << 2), 0)
  let end = size
  for (let symbol: u32 = 0; symbol < count; symbol++) {
    const length: u32 = load<u8>(lengths + symbol)
    if (length == 0) continue
    const next = NEXT + (length << 2)
    const own = load<u32>(next)
    store<u32>(next, own + 1)
    let entry: u32
    if (!isLitlen) entry = distanceEntry(symbol)
    else if (symbol < 256) entry = LITERAL | (symbol << 16) | (1 << 8)
    else entry = lengthEntry(symbol)
    const reversed = reverse(own, length)
    if (length <= primary) {
      entry += length // extra bits are counted in bits 0-5 already
      if (!(entry & LITERAL)) entry |= length << 8
      for (let i = reversed; i < size; i += 1 << length) store<u32>(table + (i << 2), entry)
    } else {
      const prefix = table + ((reversed & (size - 1)) << 2)
      if (load<u32>(prefix) == 0) {
        store<u32>(prefix, SECOND | (end << 16) | (secondBits << 8) | primary)
        end += 1 << secondBits
      }
      const rest = length - primary
      entry += rest
      if (!(entry & LITERAL)) entry |= rest << 8
      const second = table + ((load<u32>(prefix) >>> 16) << 2)
      for (let i = reversed >>> primary; i < 1 << secondBits; i += 1 << rest) store<u32>(second + (i << 2), entry)
    }
  }
  return true
}

/** Entries of a literal that leave bits for a second one become entries of both. */
function pairLiterals(): void {
  const size: u32 = 1 << LITLEN_BITS
  // From the top down: the entry looked up lies before this one, and was not changed yet.
  for (let i: i32 = size - 1; i >= 0; i--) {
    const first = load<u32>(LITLEN_TABLE + (i << 2))
    if (!(first & LITERAL)) continue
    const length = first & 63
    const second = load<u32>(LITLEN_TABLE + (((i as u32) >>> length) << 2))
    if (!(second & LITERAL) || (second & 0x0f00) != 0x0100) continue
    const both = length + (second & 63)
    if (both > LITLEN_BITS) continue
    store<u32>(LITLEN_TABLE + (i << 2), LITERAL | 0x0200 | both | (first & 0xff0000) | ((second & 0xff0000) << 8))
  }
}

/** Makes the tables of a block from the code lengths at `LENGTHS`: literals and lengths first. */
export function makeTables(numLitlen: u32, numDistances: u32): bool {
  if (!makeTable(LENGTHS, numLitlen, true)) return false
  pairLiterals()
  return makeTable(LENGTHS + numLitlen, numDistances, false)
}

/** The lengths of the fixed codes, RFC 1951 3.2.6. */
export function fixedLengths(): void {
  memory.fill(LENGTHS, 8, 144)
  memory.fill(LENGTHS + 144, 9, 112)
  memory.fill(LENGTHS + 256, 7, 24)
  memory.fill(LENGTHS + 280, 8, 8)
  memory.fill(LENGTHS + 288, 5, 32)
}
