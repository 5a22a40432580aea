// The codes of a block as they are written: reversed, as their first bit comes first.
import { codeLengths } from '../huffman/codeLengths'
import { DISTANCE_SYMBOLS, LITLEN_SYMBOLS } from './symbols'

export const MAX_CODE: u32 = 15
/** Symbols there are codes for, with those that are never used. */
const ALL_LITLENS: u32 = 288
const ALL_DISTANCES: u32 = 32

/** Counts of the block's symbols. */
export const LITLEN_COUNTS: usize = memory.data(288 * 4, 16)
export const DISTANCE_COUNTS: usize = memory.data(32 * 4, 16)

/** A code's lengths; those of distances stand behind those of literals and lengths, as in a header. */
export const LITLEN_LENGTHS: usize = memory.data(288 + 32)
export const DISTANCE_LENGTHS: usize = memory.data(32)

/** Bits and how many: bits | count << 16. */
export const LITLEN_CODES: usize = memory.data(288 * 4, 16)
export const DISTANCE_CODES: usize = memory.data(32 * 4, 16)

const NEXT: usize = memory.data(17 * 4)

// @ts-ignore: decorator
@inline
function reversed(code: u32, length: u32): u32 {
  let bits: u32 = 0
  for (let i: u32 = 0; i < length; i++) bits |= ((code >>> i) & 1) << (length - 1 - i)
  return bits
}

/** The codes that lengths stand for, RFC 1951 3.2.2. */
export function makeCodes(lengths: usize, symbols: u32, codes: usize): void {
  memory.fill(NEXT, 0, 17 * 4)
  for (let symbol: u32 = 0; symbol < symbols; symbol++) {
    const slot = NEXT + (((load<u8>(lengths + symbol) as usize) + 1) << 2)
    store<u32>(slot, load<u32>(slot) + 1)
  }
  // By length + 1 there are counts; made into the first code of each length.
  let code: u32 = 0
  let before: u32 = 0
  for (let length: usize = 1; length <= MAX_CODE; length++) {
    code = (code + before) << 1
    before = load<u32>(NEXT + ((length + 1) << 2))
    store<u32>(NEXT + (length << 2), code)
  }
  for (let symbol: u32 = 0; symbol < symbols; symbol++) {
    const length: u32 = load<u8>(lengths + symbol)
    if (length == 0) continue
    const slot = NEXT + (length << 2)
    const next = load<u32>(slot)
    store<u32>(slot, next + 1)
    store<u32>(codes + (symbol << 2), reversed(next, length) | (length << 16))
  }
}

/** Two symbols at least, as not every reader takes a code of one. */
function atLeastTwo(counts: usize, symbols: u32): void {
  let used: u32 = 0
  for (let symbol: u32 = 0; symbol < symbols && used < 2; symbol++) if (load<u32>(counts + (symbol << 2))) used++
  for (let symbol: usize = 0; used < 2; symbol++) {
    if (load<u32>(counts + (symbol << 2))) continue
    store<u32>(counts + (symbol << 2), 1)
    used++
  }
}

/** Lengths of the best codes for the counts of the block. */
export function chooseLengths(): void {
  atLeastTwo(LITLEN_COUNTS, LITLEN_SYMBOLS)
  atLeastTwo(DISTANCE_COUNTS, DISTANCE_SYMBOLS)
  codeLengths(LITLEN_COUNTS, LITLEN_SYMBOLS, MAX_CODE, LITLEN_LENGTHS)
  codeLengths(DISTANCE_COUNTS, DISTANCE_SYMBOLS, MAX_CODE, DISTANCE_LENGTHS)
  // Only the fixed codes have these.
  memory.fill(LITLEN_LENGTHS + LITLEN_SYMBOLS, 0, ALL_LITLENS - LITLEN_SYMBOLS)
  memory.fill(DISTANCE_LENGTHS + DISTANCE_SYMBOLS, 0, ALL_DISTANCES - DISTANCE_SYMBOLS)
}

export function makeBlockCodes(): void {
  makeCodes(LITLEN_LENGTHS, ALL_LITLENS, LITLEN_CODES)
  makeCodes(DISTANCE_LENGTHS, ALL_DISTANCES, DISTANCE_CODES)
}

/** The lengths of blocks that bring none, RFC 1951 3.2.6. */
export function fixedLength(symbol: u32): u32 {
  return symbol < 144 ? 8 : symbol < 256 ? 9 : symbol < 280 ? 7 : 8
}

export const FIXED_DISTANCE: u32 = 5

export function useFixedLengths(): void {
  for (let symbol: u32 = 0; symbol < ALL_LITLENS; symbol++) store<u8>(LITLEN_LENGTHS + symbol, fixedLength(symbol) as u8)
  memory.fill(DISTANCE_LENGTHS, FIXED_DISTANCE as u8, ALL_DISTANCES)
}
