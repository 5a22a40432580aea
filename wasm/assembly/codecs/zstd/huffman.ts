// Huffman codes of literals, RFC 8878 4.2.
//
// An entry of the table: bits 0-5 how many bits it takes, bits 8-9 how many literals it stands for (1 or 2), bits 10-13
// how many bits the first of them takes, bits 16-31 the literals.
import { accuracyLog, readDistribution, spreadSymbols, symbolCount, symbolOf, takeState } from './fse'
import { bitsLeft, firstWord, highestBit, refilled, topBits, usedBytes } from './reverseBits'
import { HUFFMAN_TABLE, zstd } from './state'

const MAX_BITS: u32 = 11
const MAX_WEIGHTS: u32 = 255
const WEIGHT_LOG: u32 = 6

const WEIGHTS: usize = memory.data(256)
/** States of the weights' own code: symbol, bits, base (u16). */
const WEIGHT_TABLE: usize = memory.data(64 * 4)
/** By weight: how many symbols have it; then where their entries go. */
const RANKS: usize = memory.data(16 * 4)

/** Reads the weights of a tree from `[start, end)`. Returns where the description ends, 0 where it is none. */
export function readTree(start: usize, end: usize): usize {
  if (start >= end) return 0
  const head: u32 = load<u8>(start)
  let count: u32
  let behind: usize
  if (head >= 128) {
    count = head - 127
    behind = start + 1 + ((count + 1) >>> 1)
    if (behind > end) return 0
    for (let i: u32 = 0; i < count; i++) {
      const pair = load<u8>(start + 1 + (i >>> 1))
      store<u8>(WEIGHTS + i, (i & 1 ? pair & 15 : pair >>> 4) as u8)
    }
  } else {
    behind = start + 1 + head
    if (behind > end) return 0
    count = readWeights(start + 1, behind)
    if (count == 0) return 0
  }
  return makeTable(count) ? behind : 0
}

/** Weights that are compressed with two states in turns. Returns how many, 0 where they are damaged. */
function readWeights(start: usize, end: usize): u32 {
  const stream = readDistribution(start, end, MAX_BITS + 1, WEIGHT_LOG)
  if (stream == 0 || stream >= end || load<u8>(end - 1) == 0) return 0
  const log = accuracyLog
  spreadSymbols(symbolCount, log)
  const size: u32 = 1 << log
  for (let state: u32 = 0; state < size; state++) {
    const symbol = symbolOf(state)
    const next = takeState(symbol)
    const bits = log - highestBit(next)
    store<u32>(WEIGHT_TABLE + (state << 2), symbol | (bits << 8) | (((next << bits) - size) << 16))
  }
  let word = firstWord(end)
  let at = end - 8
  let first = topBits(word, log)
  word <<= log
  let second = topBits(word, log)
  word <<= log
  if (bitsLeft(stream, at, word) < 0) return 0
  let count: u32 = 0
  while (true) {
    if (count + 2 > MAX_WEIGHTS) return 0
    const entry = load<u32>(WEIGHT_TABLE + (first << 2))
    store<u8>(WEIGHTS + count++, entry as u8)
    const bits = (entry >>> 8) & 255
    // The stream ends where the next state would need more bits than are left; the other state still stands for one.
    if (bitsLeft(stream, at, word) < (bits as i32)) {
      store<u8>(WEIGHTS + count++, load<u8>(WEIGHT_TABLE + (second << 2)))
      return count
    }
    at -= usedBytes(word)
    word = refilled(at, word)
    first = second
    second = (entry >>> 16) + topBits(word, bits)
    word <<= bits
  }
}

/** The table over `count` weights; the last symbol's weight is what is missing. */
function makeTable(count: u32): bool {
  memory.fill(RANKS, 0, 64)
  let total: u32 = 0
  for (let i: u32 = 0; i < count; i++) {
    const weight: u32 = load<u8>(WEIGHTS + i)
    if (weight > MAX_BITS) return false
    total += (1 << weight) >>> 1
    const slot = RANKS + (weight << 2)
    store<u32>(slot, load<u32>(slot) + 1)
  }
  if (total == 0) return false
  const bits = highestBit(total) + 1
  if (bits > MAX_BITS) return false
  const missing = (1 << bits) - total
  const lastWeight = highestBit(missing) + 1
  if (1 << (lastWeight - 1) != missing) return false
  store<u8>(WEIGHTS + count, lastWeight as u8)
  const slot = RANKS + (lastWeight << 2)
  store<u32>(slot, load<u32>(slot) + 1)

  // Long codes first: every symbol of weight w has 2^(w-1) entries in a row.
  let at: u32 = 0
  for (let weight: u32 = 1; weight <= bits; weight++) {
    const many = load<u32>(RANKS + (weight << 2))
    store<u32>(RANKS + (weight << 2), at)
    at += many << (weight - 1)
  }
  for (let symbol: u32 = 0; symbol <= count; symbol++) {
    const weight: u32 = load<u8>(WEIGHTS + symbol)
    if (weight == 0) continue
    const rank = RANKS + (weight << 2)
    const first = load<u32>(rank)
    const length: u32 = 1 << (weight - 1)
    store<u32>(rank, first + length)
    const taken = bits + 1 - weight
    const entry = taken | (1 << 8) | (taken << 10) | (symbol << 16)
    const end = HUFFMAN_TABLE + ((first + length) << 2)
    for (let to = HUFFMAN_TABLE + (first << 2); to < end; to += 4) store<u32>(to, entry)
  }
  zstd.huffmanBits = bits
  pairLiterals(bits)
  return true
}

/** Entries that leave bits for a second literal become entries of both. */
function pairLiterals(bits: u32): void {
  const size: u32 = 1 << bits
  const mask = size - 1
  for (let index: u32 = 0; index < size; index++) {
    const entry = load<u32>(HUFFMAN_TABLE + (index << 2))
    const taken = (entry >>> 10) & 15
    // What follows, with zeros for the bits that are not known. First literals never change, so the order is no matter.
    const second = load<u32>(HUFFMAN_TABLE + (((index << taken) & mask) << 2))
    const both = taken + ((second >>> 10) & 15)
    if (both > bits) continue
    store<u32>(
      HUFFMAN_TABLE + (index << 2),
      both | (2 << 8) | (taken << 10) | (entry & 0xff0000) | ((second & 0xff0000) << 8),
    )
  }
}
