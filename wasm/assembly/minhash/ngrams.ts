import { mix } from './mix'

/** FNV-1a over code points instead of bytes. */
const START: u64 = 0xcbf29ce484222325
const PRIME: u64 = 0x100000001b3
/** What a word counts for more than the one behind it. */
const BASE: u64 = 0x9e3779b97f4a7c15

/** Code points that have a bit, and those that have a lower case. */
const WORD_POINTS: u32 = 0x40000
const CASED_POINTS: u32 = 0x20000
/** Stands where one code point is not enough to say what the lower case is. */
const BY_CONTEXT: u32 = 0xffff_ffff
const LEAST_SLOTS: u32 = 256

/** Hashes of the last words. */
const ring = memory.data(2048)

let wordBits: usize = 0
let lowerCase: usize = 0
let grams: usize = 0
let slots: usize = 0
let mask: u32 = 0
let count: u32 = 0
let sum: u64 = 0

/**
 * @param bits a bit per code point below 0x40000: whether it belongs to words
 * @param lower the lower case of every code point below 0x20000, 4 bytes each
 */
export function place(bits: usize, lower: usize): void {
  wordBits = bits
  lowerCase = lower
}

/** A number of the set that was read last: the same for the same set, in whatever order it came. */
export function digest(): u64 {
  return sum
}

function clear(size: u32): void {
  mask = size - 1
  memory.fill(slots, 0, (size as usize) << 2)
}

/** Whether the hash is new; in any case it is there now, at place `count` where it is new. */
function insert(hash: u64): bool {
  let slot = (hash as u32) & mask
  while (true) {
    const at = slots + ((slot as usize) << 2)
    const number = load<u32>(at)
    if (number == 0) {
      store<u32>(at, count + 1)
      return true
    }
    if (load<u64>(grams + (((number - 1) as usize) << 3)) == hash) return false
    slot = (slot + 1) & mask
  }
}

function grow(): void {
  clear((mask + 1) << 1)
  for (let i: u32 = 0; i < count; i++) {
    let slot = (load<u64>(grams + ((i as usize) << 3)) as u32) & mask
    while (load<u32>(slots + ((slot as usize) << 2)) != 0) slot = (slot + 1) & mask
    store<u32>(slots + ((slot as usize) << 2), i + 1)
  }
}

function add(rolled: u64): void {
  // 53 bits, so that the host can keep it in a double.
  const hash = mix(rolled) >> 11
  if (!insert(hash)) return
  store<u64>(grams + ((count as usize) << 3), hash)
  sum += mix(hash + BASE)
  count++
  if (count << 1 > mask) grow()
}

/**
 * The set of n-grams of the UTF-8 in `[from, end)`, as hashes of 53 bits (8 bytes each) from `out` on, in the order of their
 * first occurrence. Words lie between any two code points that belong to none, and may be empty; a text of fewer words
 * than `size` is one n-gram.
 * @param size words of an n-gram, 1 to 256
 * @param out room for one hash per byte and one more
 * @param table room for 4 bytes per slot: a power of two over twice as many as hashes, 256 at least
 * @returns how many; -1 where the text is malformed, or its lower case takes more than a look at each code point
 */
export function readNgrams(from: usize, end: usize, size: u32, out: usize, table: usize): i32 {
  grams = out
  slots = table
  count = 0
  sum = 0
  clear(LEAST_SLOTS)
  let oldest: u64 = 1
  for (let i: u32 = 0; i < size; i++) oldest *= BASE
  let words: u32 = 0
  let rolled: u64 = 0
  let word = START
  let at = from
  while (true) {
    let point: u32 = 0
    if (at < end) {
      point = load<u8>(at)
      if (point < 0x80) at++
      else {
        const bytes = sequenceBytes(at, end)
        if (bytes == 0) return -1
        point = decode(at, bytes)
        at += bytes
      }
      if (point < WORD_POINTS && (load<u8>(wordBits + (point >> 3)) >> ((point & 7) as u8)) & 1) {
        if (point < CASED_POINTS) {
          point = load<u32>(lowerCase + ((point as usize) << 2))
          if (point == BY_CONTEXT) return -1
        }
        word = (word ^ (point as u64)) * PRIME
        continue
      }
    } else at++ // the end ends a word, too
    const hash = mix(word)
    const place = ring + (((words % size) as usize) << 3)
    rolled = rolled * BASE + hash
    if (words >= size) rolled -= load<u64>(place) * oldest
    store<u64>(place, hash)
    words++
    if (words >= size) add(rolled)
    word = START
    if (at > end) break
  }
  if (words < size) add(rolled)
  return count as i32
}

/** Bytes of the well-formed sequence of two to four bytes at `at`; 0 where it is none. */
function sequenceBytes(at: usize, end: usize): u32 {
  const lead: u32 = load<u8>(at)
  let low: u32 = 0x80
  let high: u32 = 0xbf
  let bytes: u32 = 0
  if (lead >= 0xc2 && lead <= 0xdf) bytes = 2
  else if (lead >= 0xe0 && lead <= 0xef) {
    bytes = 3
    if (lead == 0xe0) low = 0xa0
    else if (lead == 0xed) high = 0x9f
  } else if (lead >= 0xf0 && lead <= 0xf4) {
    bytes = 4
    if (lead == 0xf0) low = 0x90
    else if (lead == 0xf4) high = 0x8f
  } else return 0
  if (at + bytes > end) return 0
  const second: u32 = load<u8>(at, 1)
  if (second < low || second > high) return 0
  for (let i: u32 = 2; i < bytes; i++) if ((load<u8>(at + i) & 0xc0) != 0x80) return 0
  return bytes
}

function decode(at: usize, bytes: u32): u32 {
  let point: u32 = (load<u8>(at) as u32) & (0x7f >> bytes)
  for (let i: u32 = 1; i < bytes; i++) point = (point << 6) | ((load<u8>(at + i) as u32) & 0x3f)
  return point
}
