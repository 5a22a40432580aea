// Matches for zstd: two hash tables, of eight bytes and of five or six, and the last distances, which take next to no bits.
import { tables } from '../layout'
import { copyLiterals, matchLength } from '../match'
import { bias, low } from '../window'
import { LEAST_MATCH, literalArea, SEQUENCE_BYTES, sequenceArea } from './blockParts'

const LONG_BITS: u32 = 16
const SHORT_BITS: u32 = 15
const LEAST_BITS: u32 = 10
const MULTIPLIER: u64 = 0x9e3779b185ebca87
const LONG_MATCH: u32 = 8
/** Bytes of a short key: five from afar take more than they do as literals, and in small inputs nothing is far. */
const SMALL_INPUT: u32 = 128 * 1024
const SMALL_KEY: u64 = 5
const KEY: u64 = 6
/** The key that finds no short matches. */
const LONG_KEY: u64 = 8
/** One byte more is passed over at a time for every 256 without a match. */
const PATIENCE: u32 = 8

/** The last three distances. */
export let repeat1: u32 = 0
export let repeat2: u32 = 0
export let repeat3: u32 = 0

/** Of the block: how many sequences and literals there are. */
export let sequenceCount: u32 = 0
export let literalCount: u32 = 0

let longShift: u64 = 0
let shortShift: u64 = 0
/** What leaves the bytes of a key of eight: of this input's short one, and of the one in use. */
let shortKey: u64 = 0
let keyShift: u64 = 0

/** Begins a frame of `total` bytes. */
export function startMatches(total: u32): void {
  setRepeats(1, 4, 8)
  const wanted = 32 - clz<u32>(total)
  shortKey = 64 - 8 * (total <= SMALL_INPUT ? SMALL_KEY : KEY)
  longShift = (64 - max(LEAST_BITS, min(LONG_BITS, wanted))) as u64
  shortShift = (64 - max(LEAST_BITS, min(SHORT_BITS, wanted))) as u64
}

export function useShortKey(): void {
  keyShift = shortKey
}

export function useLongKey(): void {
  keyShift = 64 - 8 * LONG_KEY
}

export function setRepeats(first: u32, second: u32, third: u32): void {
  repeat1 = first
  repeat2 = second
  repeat3 = third
}

// @ts-ignore: decorator
@inline
function longSlot(table: usize, word: u64, shift: u64): usize {
  return table + (((word * MULTIPLIER) >> shift) << 2) as usize
}

// @ts-ignore: decorator
@inline
function shortSlot(table: usize, word: u64, key: u64, shift: u64): usize {
  return table + (((word << key) * MULTIPLIER >> shift) << 2) as usize
}

/**
 * Takes the block `[start, end)` apart into sequences and literals, with matches in all of the window: up to `reach` bytes
 * back. The last distances go on from the block before.
 */
export function findSequences(start: usize, end: usize, reach: u32): void {
  const longTable = tables()
  const shortTable = longTable + (1 << (LONG_BITS + 2))
  const longBy = longShift
  const shortBy = shortShift
  const key = keyShift
  const toIndex = bias
  const first = low
  const last = end - 9
  let sequence = sequenceArea()
  let literals = literalArea()
  let last1 = repeat1
  let last2 = repeat2
  let last3 = repeat3
  let from = start
  // Before the first byte there is nothing to repeat.
  let at = max(start, first + 1)
  while ((at as isize) <= (last as isize)) {
    const word = load<u64>(at)
    const index = (at as u32) + toIndex
    const long = longSlot(longTable, word, longBy)
    const short = shortSlot(shortTable, word, key, shortBy)
    const longDistance = index - load<u32>(long)
    const shortDistance = index - load<u32>(short)
    store<u32>(long, index)
    store<u32>(short, index)
    const looked = at
    let distance: u32
    let length: u32
    if (load<u32>(at + 1 - last1) == ((word >> 8) as u32)) {
      at++
      distance = last1
      length = LEAST_MATCH + matchLength(at + LEAST_MATCH, at + LEAST_MATCH - distance, end)
    } else {
      if (longDistance <= reach && load<u64>(at - longDistance) == word) {
        distance = longDistance
        length = LONG_MATCH + matchLength(at + LONG_MATCH, at + LONG_MATCH - distance, end)
      } else if (shortDistance <= reach && load<u32>(at - shortDistance) == (word as u32)) {
        // A long match at the next byte is worth more.
        const next = load<u64>(at + 1)
        const slot = longSlot(longTable, next, longBy)
        const nextDistance = index + 1 - load<u32>(slot)
        store<u32>(slot, index + 1)
        if (nextDistance <= reach && load<u64>(at + 1 - nextDistance) == next) {
          at++
          distance = nextDistance
          length = LONG_MATCH + matchLength(at + LONG_MATCH, at + LONG_MATCH - distance, end)
        } else {
          distance = shortDistance
          length = LEAST_MATCH + matchLength(at + LEAST_MATCH, at + LEAST_MATCH - distance, end)
        }
      } else {
        at += (((at - from) as u32) >>> PATIENCE) + 1
        continue
      }
      while (at > from && at - distance > first && load<u8>(at - 1) == load<u8>(at - 1 - distance)) {
        at--
        length++
      }
    }
    // What stands for the distance: one of the last ones, which are counted from the second where there are no literals.
    const before = (at - from) as u32
    store<u32>(sequence, before)
    store<u32>(sequence, length, 4)
    let value: u32
    if (before > 0 && distance == last1) value = 1
    else if (distance == last2) {
      value = before > 0 ? 2 : 1
      last2 = last1
      last1 = distance
    } else {
      value = distance == last3 ? (before > 0 ? 3 : 2) : distance + 3
      last3 = last2
      last2 = last1
      last1 = distance
    }
    store<u32>(sequence, value, 8)
    sequence += SEQUENCE_BYTES
    copyLiterals(literals, from, before)
    literals += before
    at += length
    from = at
    if ((at as isize) > (last as isize)) break

    // Places inside the match, for what comes.
    const inside = load<u64>(looked + 2)
    store<u32>(longSlot(longTable, inside, longBy), index + 2)
    store<u32>(shortSlot(shortTable, inside, key, shortBy), index + 2)
    const behind = load<u64>(at - 2)
    store<u32>(longSlot(longTable, behind, longBy), (at as u32) - 2 + toIndex)
    store<u32>(shortSlot(shortTable, load<u64>(at - 1), key, shortBy), (at as u32) - 1 + toIndex)
    // The distance before the last, again at once.
    while ((at as isize) <= (last as isize) && load<u32>(at) == load<u32>(at - last2)) {
      const again = LEAST_MATCH + matchLength(at + LEAST_MATCH, at + LEAST_MATCH - last2, end)
      const other = last2
      last2 = last1
      last1 = other
      const here = load<u64>(at)
      store<u32>(longSlot(longTable, here, longBy), (at as u32) + toIndex)
      store<u32>(shortSlot(shortTable, here, key, shortBy), (at as u32) + toIndex)
      store<u32>(sequence, 0)
      store<u32>(sequence, again, 4)
      store<u32>(sequence, 1, 8)
      sequence += SEQUENCE_BYTES
      at += again
      from = at
    }
  }
  const rest = (end - from) as u32
  memory.copy(literals, from, rest)
  sequenceCount = ((sequence - sequenceArea()) / SEQUENCE_BYTES) as u32
  literalCount = ((literals - literalArea()) as u32) + rest
  setRepeats(last1, last2, last3)
}
