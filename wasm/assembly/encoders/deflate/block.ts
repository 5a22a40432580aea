// Blocks, RFC 1951 3.2.3: symbols are gathered and counted, then written in the way that takes the fewest bits.
import { work } from '../layout'
import { alignToByte, bitBuffer, bitCount, byteEnd, continueAt, putBits, setBits } from '../bits'
import {
  chooseLengths,
  DISTANCE_CODES,
  DISTANCE_COUNTS,
  DISTANCE_LENGTHS,
  FIXED_DISTANCE,
  fixedLength,
  LITLEN_CODES,
  LITLEN_COUNTS,
  LITLEN_LENGTHS,
  makeBlockCodes,
  useFixedLengths,
} from './codes'
import { layOutHeader, putHeader } from './header'
import {
  DISTANCE_EXTRA,
  distanceRest,
  DISTANCE_SYMBOLS,
  distanceSymbol,
  END_OF_BLOCK,
  FIRST_LENGTH,
  LEAST_MATCH,
  LENGTH_BASES,
  LENGTH_EXTRA,
  lengthNumber,
  LITLEN_SYMBOLS,
} from './symbols'

/** Most symbols of a block. */
export const BLOCK_SYMBOLS: u32 = 24 * 1024
const SYMBOL_BYTES: usize = 4
/** Where the gathered symbols are: a literal, or length << 16 | distance. */
// @ts-ignore: decorator
@inline
export function symbolArea(): usize {
  return work()
}

const STORED: u32 = 0
const FIXED: u32 = 1
const DYNAMIC: u32 = 2
const MAX_STORED: usize = 65535

/** By length - 3: the code of the length and its extra bits, and how many bits that is: bits | count << 24. */
const MATCH_CODES: usize = memory.data(256 * 4, 16)

export function startBlock(): void {
  memory.fill(LITLEN_COUNTS, 0, 288 * 4)
  memory.fill(DISTANCE_COUNTS, 0, 32 * 4)
}

// @ts-ignore: decorator
@inline
function countOf(counts: usize, symbol: u32): u32 {
  return load<u32>(counts + (symbol << 2))
}

// @ts-ignore: decorator
@inline
function bump(slot: usize): void {
  store<u32>(slot, load<u32>(slot) + 1)
}

// @ts-ignore: decorator
@inline
export function addLiteral(to: usize, byte: u32): usize {
  store<u32>(to, byte)
  bump(LITLEN_COUNTS + (byte << 2))
  return to + SYMBOL_BYTES
}

// @ts-ignore: decorator
@inline
export function addMatch(to: usize, length: u32, distance: u32): usize {
  store<u32>(to, (length << 16) | distance)
  bump(LITLEN_COUNTS + ((FIRST_LENGTH + lengthNumber(length)) << 2))
  bump(DISTANCE_COUNTS + (distanceSymbol(distance) << 2))
  return to + SYMBOL_BYTES
}

/** Bits of the symbols with the chosen codes. */
function dynamicBits(): u32 {
  let bits: u32 = 0
  for (let symbol: u32 = 0; symbol < LITLEN_SYMBOLS; symbol++) {
    bits += countOf(LITLEN_COUNTS, symbol) * (load<u8>(LITLEN_LENGTHS + symbol) as u32)
  }
  for (let symbol: u32 = 0; symbol < DISTANCE_SYMBOLS; symbol++) {
    bits += countOf(DISTANCE_COUNTS, symbol) * (load<u8>(DISTANCE_LENGTHS + symbol) as u32)
  }
  return bits
}

function fixedBits(): u32 {
  let bits: u32 = 0
  for (let symbol: u32 = 0; symbol < LITLEN_SYMBOLS; symbol++) bits += countOf(LITLEN_COUNTS, symbol) * fixedLength(symbol)
  for (let symbol: u32 = 0; symbol < DISTANCE_SYMBOLS; symbol++) bits += countOf(DISTANCE_COUNTS, symbol) * FIXED_DISTANCE
  return bits
}

/** Extra bits, which are the same in any code. */
function restBits(): u32 {
  let bits: u32 = 0
  for (let number: u32 = 0; number < 29; number++) {
    bits += countOf(LITLEN_COUNTS, FIRST_LENGTH + number) * (load<u8>(LENGTH_EXTRA + number) as u32)
  }
  for (let symbol: u32 = 0; symbol < DISTANCE_SYMBOLS; symbol++) {
    bits += countOf(DISTANCE_COUNTS, symbol) * (load<u8>(DISTANCE_EXTRA + symbol) as u32)
  }
  return bits
}

/**
 * Writes the block of the symbols up to `symbolsEnd`, which stand for the plain bytes `[start, end)`, to `out`.
 * Returns where whole bytes of output end.
 */
export function putBlock(symbolsEnd: usize, start: usize, end: usize, isFinal: bool, out: usize): usize {
  continueAt(out)
  bump(LITLEN_COUNTS + (END_OF_BLOCK << 2))
  const fixed = fixedBits()
  chooseLengths()
  const dynamic = layOutHeader() + dynamicBits()
  const plain = (end - start) as u32
  const pieces = max(1, (plain + 65534) / 65535)
  const stored = (plain + 5 * pieces) << 3
  if (stored <= min(fixed, dynamic) + restBits()) {
    putStored(start, end, isFinal)
  } else {
    putBits(isFinal ? 1 : 0, 1)
    if (fixed <= dynamic) {
      putBits(FIXED, 2)
      useFixedLengths()
    } else {
      putBits(DYNAMIC, 2)
      putHeader()
    }
    putSymbols(symbolsEnd)
  }
  startBlock()
  return byteEnd
}

function putStored(start: usize, end: usize, isFinal: bool): void {
  do {
    const length = min(end - start, MAX_STORED)
    putBits(isFinal && start + length == end ? 1 : 0, 1)
    putBits(STORED, 2)
    alignToByte()
    store<u16>(byteEnd, length as u16)
    store<u16>(byteEnd, ~length as u16, 2)
    memory.copy(byteEnd + 4, start, length)
    continueAt(byteEnd + 4 + length)
    start += length
  } while (start < end)
}

function makeMatchCodes(): void {
  for (let length: u32 = 0; length < 256; length++) {
    const number = lengthNumber(length + LEAST_MATCH)
    const code = load<u32>(LITLEN_CODES + ((FIRST_LENGTH + number) << 2))
    const count = code >>> 16
    const rest = length - load<u16>(LENGTH_BASES + (number << 1))
    const bits = (code & 0xffff) | (rest << count)
    store<u32>(MATCH_CODES + (length << 2), bits | ((count + load<u8>(LENGTH_EXTRA + number)) << 24))
  }
}

function putSymbols(symbolsEnd: usize): void {
  makeBlockCodes()
  makeMatchCodes()
  let buffer = bitBuffer
  let count = bitCount
  let out = byteEnd
  for (let at = symbolArea(); at < symbolsEnd; at += SYMBOL_BYTES) {
    // A symbol takes 48 bits at most: 15 and 5 of a length, 15 and 13 of a distance.
    if (count > 15) {
      store<u64>(out, buffer)
      out += count >>> 3
      buffer >>= count & ~7
      count &= 7
    }
    const symbol = load<u32>(at)
    const length = symbol >>> 16
    if (length == 0) {
      const code = load<u32>(LITLEN_CODES + (symbol << 2))
      buffer |= ((code & 0xffff) as u64) << count
      count += code >>> 16
      continue
    }
    const match = load<u32>(MATCH_CODES + ((length - LEAST_MATCH) << 2))
    buffer |= ((match & 0xffffff) as u64) << count
    count += match >>> 24
    const distance = symbol & 0xffff
    const slot = distanceSymbol(distance)
    const code = load<u32>(DISTANCE_CODES + (slot << 2))
    const extra: u32 = load<u8>(DISTANCE_EXTRA + slot)
    buffer |= ((code & 0xffff) as u64) << count
    count += code >>> 16
    buffer |= (distanceRest(distance, extra) as u64) << count
    count += extra
  }
  // What the loop left may be more than putBits adds to.
  store<u64>(out, buffer)
  setBits(buffer >> (count & ~7), count & 7, out + (count >>> 3))
  const code = load<u32>(LITLEN_CODES + (END_OF_BLOCK << 2))
  putBits(code & 0xffff, code >>> 16)
}
