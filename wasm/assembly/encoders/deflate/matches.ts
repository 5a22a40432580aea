// Matches for deflate: chains of the places that have the same four bytes, newest first, and the last place that has the
// same three. A match waits for one byte: where the next has a better one, it becomes a literal.
import { tables, work } from '../layout'
import { matchLength } from '../match'
import { bias } from '../window'
import { addLiteral, addMatch, BLOCK_SYMBOLS, putBlock, symbolArea } from './block'
import { MOST_MATCH } from './symbols'

export const DEFLATE_REACH: u32 = 32768

const CHAIN_BITS: u32 = 15
const TRIPLE_BITS: u32 = 13
const MULTIPLIER: u32 = 0x9e3779b1

/** Places looked at for a match, and for one that would be better than a good one. */
const TRIES: u32 = 16
const FEW_TRIES: u32 = 6
const GOOD: u32 = 8
/** Nothing better is looked for than a match as long as this, neither there nor at the next byte. */
const NICE: u32 = 64
const LAZY: u32 = 32
/** Three bytes from further away take more bits than they would as literals. */
const NEAR: u32 = 4096
/** Without a match for so many bytes, more and more are passed over. */
const PATIENCE: u32 = 8

/** By index modulo the window: how far before it the last place with the same four bytes is (u16). */
// @ts-ignore: decorator
@inline
function chains(): usize {
  return work() + ((BLOCK_SYMBOLS + 16) << 2)
}

// @ts-ignore: decorator
@inline
function tripleTable(): usize {
  return tables() + (1 << (CHAIN_BITS + 2))
}

// @ts-ignore: decorator
@inline
function chainSlot(at: usize): usize {
  return tables() + (((load<u32>(at) * MULTIPLIER) >>> (32 - CHAIN_BITS)) << 2)
}

// @ts-ignore: decorator
@inline
function tripleSlot(at: usize): usize {
  return tripleTable() + ((((load<u32>(at) << 8) * MULTIPLIER) >>> (32 - TRIPLE_BITS)) << 2)
}

// @ts-ignore: decorator
@inline
function chainStep(index: u32): usize {
  return chains() + ((index & (DEFLATE_REACH - 1)) << 1)
}

/** Puts the place `at` first in its chain. Returns how far before it the place is that was first. */
// @ts-ignore: decorator
@inline
function insert(at: usize, toIndex: u32): u32 {
  const index = (at as u32) + toIndex
  const slot = chainSlot(at)
  const distance = index - load<u32>(slot)
  store<u32>(slot, index)
  store<u16>(chainStep(index), min(distance, 0xffff) as u16)
  return distance
}

/** Of the match that `findMatch` found. */
let foundDistance: u32 = 0

/**
 * The longest match at `at` that is longer than `least` (2 or more), inserting the place; 0 where there is none.
 * Four bytes behind `at` are there.
 */
// @ts-ignore: decorator
@inline
function findMatch(at: usize, end: usize, toIndex: u32, least: u32, tries: u32): u32 {
  const limit = min(end, at + MOST_MATCH)
  const most = (limit - at) as u32
  const index = (at as u32) + toIndex
  const slot = tripleSlot(at)
  const triple = index - load<u32>(slot)
  store<u32>(slot, index)
  let best = least
  let found: u32 = 0
  let distance = insert(at, toIndex)
  const start = load<u32>(at)
  if (best < 3 && triple <= NEAR && ((load<u32>(at - triple) ^ start) & 0xffffff) == 0) {
    best = 3
    found = triple
  }
  best = max(best, 3)
  while (distance <= DEFLATE_REACH) {
    const before = at - distance
    if (load<u32>(before) == start && load<u8>(before + best) == load<u8>(at + best)) {
      const length: u32 = 4 + matchLength(at + 4, before + 4, limit)
      if (length > best) {
        best = length
        found = distance
        if (length >= NICE || length >= most) break
      }
    }
    if (--tries == 0) break
    distance += load<u16>(chainStep(index - distance))
  }
  foundDistance = found
  return found == 0 ? 0 : best
}

// @ts-ignore: decorator
@inline
function highestBit(value: u32): i32 {
  return 31 - (clz<u32>(value) as i32)
}

/**
 * Compresses `[start, end)` with matches in all of the window, into blocks at `out`; the last of them is final where
 * `isFinal`. Returns where output ends.
 */
export function deflatePart(start: usize, end: usize, isFinal: bool, out: usize): usize {
  const toIndex = bias
  const last = end - 4
  let symbols = symbolArea()
  const symbolsFull = symbols + (BLOCK_SYMBOLS << 2)
  let blockStart = start
  let at = start
  let lonely: u32 = 0
  while (at < end) {
    if (symbols >= symbolsFull) {
      out = putBlock(symbols, blockStart, at, false, out)
      symbols = symbolArea()
      blockStart = at
    }
    let length: u32 = 0
    if (at <= last) length = findMatch(at, end, toIndex, 2, TRIES)
    if (length == 0) {
      const step = min(1 + (lonely++ >>> PATIENCE), 8)
      for (const to = min(at + step, end); at < to; at++) symbols = addLiteral(symbols, load<u8>(at))
      continue
    }
    lonely = 0
    let distance = foundDistance
    while (length < LAZY && at < last && symbols < symbolsFull) {
      const next = findMatch(at + 1, end, toIndex, length - 1, length >= GOOD ? FEW_TRIES : TRIES)
      // A byte more is worth about four bits; distances take one for each power of two.
      const gain = (((next as i32) - (length as i32)) << 2) + highestBit(distance) - highestBit(foundDistance | 1)
      if (next == 0 || gain <= 2) {
        // Both places are in their chains already.
        symbols = addMatch(symbols, length, distance)
        length -= 2
        at += 2
        distance = 0
        break
      }
      symbols = addLiteral(symbols, load<u8>(at++))
      length = next
      distance = foundDistance
    }
    if (distance > 0) {
      symbols = addMatch(symbols, length, distance)
      length--
      at++
    }
    const to = at + length
    for (const known = min(to, last + 1); at < known; at++) {
      store<u32>(tripleSlot(at), (at as u32) + toIndex)
      insert(at, toIndex)
    }
    at = to
  }
  return putBlock(symbols, blockStart, end, isFinal, out)
}
