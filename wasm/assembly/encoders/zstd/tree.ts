// Huffman codes of literals and their description, RFC 8878 4.2: weights, as they are or compressed.
import { bitCount, byteEnd, continueAt, putBits, startBits } from '../bits'
import { codeLengths } from '../huffman/codeLengths'
import { chooseLog, putDistribution, shareOut } from './distribution'
import { CODING_BYTES, firstState, makeCoding, nextState, stateBits } from './states'

/** The longest code. */
export const MAX_BITS: u32 = 11
const MAX_WEIGHT_LOG: u32 = 6
/** Weights that fit where they are not compressed, and bytes that fit where they are. */
const MOST_DIRECT: u32 = 128
const MOST_COMPRESSED: usize = 127

/** Counts of the literals by byte (u32). */
export const LITERAL_COUNTS: usize = memory.data(256 * 4, 16)
/** The code of each byte: bits | how many << 16. */
export const LITERAL_CODES: usize = memory.data(256 * 4, 16)
/** The description of the codes: at most a byte, and 128 more. */
export const TREE: usize = memory.data(160)
export let treeBytes: u32 = 0

/** How many bits the code of each byte has; 0 for those that do not occur. */
export const LENGTHS: usize = memory.data(256)
const WEIGHTS: usize = memory.data(256)
const WEIGHT_COUNTS: usize = memory.data(12 * 4, 16)
const WEIGHT_TABLE: usize = memory.data(CODING_BYTES, 16)
/** By weight: the first code that is not given yet. */
const NEXT: usize = memory.data(16 * 4, 16)

/**
 * Makes the codes for LITERAL_COUNTS, of which there are at least two, and describes them in TREE.
 * @returns how many bits the literals take; 0 where the codes cannot be described
 */
export function makeTree(): u32 {
  codeLengths(LITERAL_COUNTS, 256, MAX_BITS, LENGTHS)
  let longest: u32 = 0
  let last: u32 = 0
  let bits: u32 = 0
  for (let byte: u32 = 0; byte < 256; byte++) {
    const length: u32 = load<u8>(LENGTHS + byte)
    if (length == 0) continue
    last = byte
    longest = max(longest, length)
    bits += length * load<u32>(LITERAL_COUNTS + (byte << 2))
  }
  for (let byte: u32 = 0; byte <= last; byte++) {
    const length: u32 = load<u8>(LENGTHS + byte)
    store<u8>(WEIGHTS + byte, (length == 0 ? 0 : longest + 1 - length) as u8)
  }
  giveCodes(last, longest)
  return describe(last, longest) ? bits : 0
}

/** Codes go up from the longest ones on, among those of a length by byte. */
function giveCodes(last: u32, longest: u32): void {
  memory.fill(NEXT, 0, 16 * 4)
  for (let byte: u32 = 0; byte <= last; byte++) {
    const slot = NEXT + (load<u8>(WEIGHTS + byte) << 2)
    store<u32>(slot, load<u32>(slot) + 1)
  }
  let entries: u32 = 0
  for (let weight: u32 = 1; weight <= longest; weight++) {
    const slot = NEXT + (weight << 2)
    const many = load<u32>(slot)
    store<u32>(slot, entries >>> (weight - 1))
    entries += many << (weight - 1)
  }
  for (let byte: u32 = 0; byte <= last; byte++) {
    const weight: u32 = load<u8>(WEIGHTS + byte)
    if (weight == 0) continue
    const slot = NEXT + (weight << 2)
    const code = load<u32>(slot)
    store<u32>(slot, code + 1)
    store<u32>(LITERAL_CODES + (byte << 2), code | ((longest + 1 - weight) << 16))
  }
}

/** Describes the weights before `last`, whose own is what is missing. Returns whether that can be done. */
function describe(last: u32, longest: u32): bool {
  const compressed = compressWeights(last, longest)
  const direct: u32 = last <= MOST_DIRECT ? (last + 1) >>> 1 : 0xffff
  if (compressed > 0 && compressed <= MOST_COMPRESSED && compressed < (direct as usize)) {
    store<u8>(TREE, compressed as u8)
    treeBytes = (compressed as u32) + 1
    return true
  }
  if (last > MOST_DIRECT) return false
  store<u8>(TREE, (last + 127) as u8)
  store<u8>(WEIGHTS + last, 0)
  for (let i: u32 = 0; i < last; i += 2) {
    store<u8>(TREE + 1 + (i >>> 1), ((load<u8>(WEIGHTS + i) << 4) | load<u8>(WEIGHTS + i + 1)) as u8)
  }
  treeBytes = direct + 1
  return true
}

/** Compresses `count` weights with two states in turns to TREE, behind its first byte. Returns how many bytes; 0: not. */
function compressWeights(count: u32, longest: u32): usize {
  if (count < 2) return 0
  memory.fill(WEIGHT_COUNTS, 0, 12 * 4)
  for (let i: u32 = 0; i < count; i++) {
    const slot = WEIGHT_COUNTS + (load<u8>(WEIGHTS + i) << 2)
    store<u32>(slot, load<u32>(slot) + 1)
  }
  let symbols: u32 = 0
  let most: u32 = 0
  for (let weight: u32 = 0; weight <= longest; weight++) {
    const many = load<u32>(WEIGHT_COUNTS + (weight << 2))
    if (many > 0) symbols = weight + 1
    most = max(most, many)
  }
  // With one weight alone nothing would tell where it ends.
  if (most == count) return 0
  const log = chooseLog(count, symbols, MAX_WEIGHT_LOG)
  shareOut(WEIGHT_COUNTS, symbols, count, log)
  const start = TREE + 1
  const bitsAt = putDistribution(log, start)
  makeCoding(WEIGHT_TABLE, symbols, log)

  startBits()
  continueAt(bitsAt)
  let at = count - 1
  let even: u32
  let odd: u32
  // The last two need no bits: they are what the states begin with.
  if (at & 1) {
    odd = firstState(WEIGHT_TABLE, load<u8>(WEIGHTS + at))
    even = firstState(WEIGHT_TABLE, load<u8>(WEIGHTS + at - 1))
  } else {
    even = firstState(WEIGHT_TABLE, load<u8>(WEIGHTS + at))
    odd = firstState(WEIGHT_TABLE, load<u8>(WEIGHTS + at - 1))
  }
  for (at -= 1; at > 0; ) {
    const weight: u32 = load<u8>(WEIGHTS + --at)
    const state = at & 1 ? odd : even
    const bits = stateBits(WEIGHT_TABLE, weight, state)
    putBits(state & ((1 << bits) - 1), bits)
    const next = nextState(WEIGHT_TABLE, weight, state, bits)
    if (at & 1) odd = next
    else even = next
    if (byteEnd - start > MOST_COMPRESSED) return 0
  }
  const mask: u32 = (1 << log) - 1
  putBits(odd & mask, log)
  putBits(even & mask, log)
  putBits(1, 1)
  return byteEnd + (bitCount > 0 ? 1 : 0) - start
}
