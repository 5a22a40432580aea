import { ROUND_CONSTANTS } from './constants'
import { addState, earlySum, firstWord } from './rounds'
import { BIG_ENDIAN } from './state'
import { add, bigSigma1, smallSigma0, smallSigma1 } from './words'

/** The message schedules of four blocks: word `i` at `16 × i`. */
const SCHEDULE: usize = memory.data(1024, 16)
const LAST_CONSTANTS: usize = ROUND_CONSTANTS + 48 * 4
const CONSTANTS_END: usize = ROUND_CONSTANTS + 64 * 4

// @ts-ignore: decorator
@inline
/** Sixteen bytes of each message at `offset` as four words of the schedule. */
function loadWords(p0: usize, p1: usize, p2: usize, p3: usize, offset: usize, words: usize): void {
  const order = v128.load(BIG_ENDIAN)
  const m0 = i8x16.swizzle(v128.load(p0 + offset), order)
  const m1 = i8x16.swizzle(v128.load(p1 + offset), order)
  const m2 = i8x16.swizzle(v128.load(p2 + offset), order)
  const m3 = i8x16.swizzle(v128.load(p3 + offset), order)
  const low01 = v128.shuffle<i32>(m0, m1, 0, 4, 1, 5)
  const low23 = v128.shuffle<i32>(m2, m3, 0, 4, 1, 5)
  const high01 = v128.shuffle<i32>(m0, m1, 2, 6, 3, 7)
  const high23 = v128.shuffle<i32>(m2, m3, 2, 6, 3, 7)
  v128.store(words, v128.shuffle<i64>(low01, low23, 0, 2))
  v128.store(words, v128.shuffle<i64>(low01, low23, 1, 3), 16)
  v128.store(words, v128.shuffle<i64>(high01, high23, 0, 2), 32)
  v128.store(words, v128.shuffle<i64>(high01, high23, 1, 3), 48)
}

// @ts-ignore: decorator
@inline
/** Word `i + 16` of the schedule behind word `i`, which is at `at`. */
function extend(at: usize): v128 {
  const w0 = v128.load(at)
  const w1 = v128.load(at, 1 * 16)
  const w9 = v128.load(at, 9 * 16)
  const w14 = v128.load(at, 14 * 16)
  return add(add(w0, smallSigma0(w1)), add(w9, smallSigma1(w14)))
}

/**
 * One block of each of four messages. `state`: eight vectors, each a word of the four states; `p0` to `p3`: the blocks,
 * 64 bytes each.
 */
export function compress(state: usize, p0: usize, p1: usize, p2: usize, p3: usize): void {
  for (let quarter: usize = 0; quarter < 64; quarter += 16) loadWords(p0, p1, p2, p3, quarter, SCHEDULE + (quarter << 2))
  let a = v128.load(state)
  let b = v128.load(state, 16)
  let c = v128.load(state, 32)
  let d = v128.load(state, 48)
  let e = v128.load(state, 64)
  let f = v128.load(state, 80)
  let g = v128.load(state, 96)
  let h = v128.load(state, 112)
  let at: usize = SCHEDULE
  let constant: usize = ROUND_CONSTANTS
  // One round a turn, with one word of the schedule: of more, engines put all the stores in front, and the rounds wait
  // for a chain of words they do not need yet.
  for (; constant != LAST_CONSTANTS; constant += 4, at += 16) {
    const early = earlySum(e, f, g, h, add(v128.load(at), v128.load_splat<u32>(constant)))
    const sigma = bigSigma1(e)
    const first = firstWord(a, b, c, add(early, sigma))
    v128.store(at, extend(at), 16 * 16)
    h = g
    g = f
    f = e
    e = add(add(d, early), sigma)
    d = c
    c = b
    b = a
    a = first
  }
  for (; constant != CONSTANTS_END; constant += 4, at += 16) {
    const early = earlySum(e, f, g, h, add(v128.load(at), v128.load_splat<u32>(constant)))
    const sigma = bigSigma1(e)
    const first = firstWord(a, b, c, add(early, sigma))
    h = g
    g = f
    f = e
    e = add(add(d, early), sigma)
    d = c
    c = b
    b = a
    a = first
  }
  addState(state, a, b, c, d, e, f, g, h)
}

/** Keeps the schedules of the last four blocks, each word with its constant: 64 vectors at `words`. */
export function keepWords(words: usize): void {
  for (let i: usize = 0; i < 64; i++) {
    const constant = v128.load_splat<u32>(ROUND_CONSTANTS + (i << 2))
    v128.store(words + (i << 4), add(v128.load(SCHEDULE + (i << 4)), constant))
  }
}

/** Blocks whose schedule was kept: the same as `compress` of them, in two thirds of the time. */
export function compressKept(state: usize, words: usize): void {
  let a = v128.load(state)
  let b = v128.load(state, 16)
  let c = v128.load(state, 32)
  let d = v128.load(state, 48)
  let e = v128.load(state, 64)
  let f = v128.load(state, 80)
  let g = v128.load(state, 96)
  let h = v128.load(state, 112)
  for (const end = words + 64 * 16; words != end; words += 16) {
    const early = earlySum(e, f, g, h, v128.load(words))
    const sigma = bigSigma1(e)
    const first = firstWord(a, b, c, add(early, sigma))
    h = g
    g = f
    f = e
    e = add(add(d, early), sigma)
    d = c
    c = b
    b = a
    a = first
  }
  addState(state, a, b, c, d, e, f, g, h)
}
