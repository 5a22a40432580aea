import { ROUND_CONSTANTS } from './constants'
import { add, bigSigma0, bigSigma1, choose, majority, smallSigma0, smallSigma1 } from './words'

/** The order of a big-endian word's bytes, for four words. */
const BIG_ENDIAN = memory.data<u8>([3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12], 16)
/** The last sixteen words of the message schedule, of the four messages: word `i` is at `16 × (i mod 16)`. */
const SCHEDULE = memory.data(256, 16)

// @ts-ignore: decorator
@inline
/** The part of a round that goes to the fourth and the last word, with word `i` of the schedule and its constant. */
function firstSum(e: v128, f: v128, g: v128, h: v128, i: usize, constants: usize): v128 {
  const word = add(v128.load(SCHEDULE + (i << 4)), v128.load_splat<u32>(constants + (i << 2)))
  return add(add(h, word), add(bigSigma1(e), choose(e, f, g)))
}

// @ts-ignore: decorator
@inline
function secondSum(a: v128, b: v128, c: v128): v128 {
  return add(bigSigma0(a), majority(a, b, c))
}

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
/** Word `i` of the next sixteen, over the one it follows. */
function extend(i: usize): void {
  const at = SCHEDULE + (i << 4)
  const w15 = v128.load(SCHEDULE + (((i + 1) & 15) << 4))
  const w7 = v128.load(SCHEDULE + (((i + 9) & 15) << 4))
  const w2 = v128.load(SCHEDULE + (((i + 14) & 15) << 4))
  v128.store(at, add(add(v128.load(at), smallSigma0(w15)), add(w7, smallSigma1(w2))))
}

// @ts-ignore: decorator
@inline
function extendAll(): void {
  extend(0)
  extend(1)
  extend(2)
  extend(3)
  extend(4)
  extend(5)
  extend(6)
  extend(7)
  extend(8)
  extend(9)
  extend(10)
  extend(11)
  extend(12)
  extend(13)
  extend(14)
  extend(15)
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
  const end = ROUND_CONSTANTS + 256
  // The eight words change places from round to round; after sixteen rounds they are where they were.
  for (let constants: usize = ROUND_CONSTANTS; constants < end; constants += 64) {
    if (constants != ROUND_CONSTANTS) extendAll()
    let sum = firstSum(e, f, g, h, 0, constants)
    d = add(d, sum)
    h = add(sum, secondSum(a, b, c))
    sum = firstSum(d, e, f, g, 1, constants)
    c = add(c, sum)
    g = add(sum, secondSum(h, a, b))
    sum = firstSum(c, d, e, f, 2, constants)
    b = add(b, sum)
    f = add(sum, secondSum(g, h, a))
    sum = firstSum(b, c, d, e, 3, constants)
    a = add(a, sum)
    e = add(sum, secondSum(f, g, h))
    sum = firstSum(a, b, c, d, 4, constants)
    h = add(h, sum)
    d = add(sum, secondSum(e, f, g))
    sum = firstSum(h, a, b, c, 5, constants)
    g = add(g, sum)
    c = add(sum, secondSum(d, e, f))
    sum = firstSum(g, h, a, b, 6, constants)
    f = add(f, sum)
    b = add(sum, secondSum(c, d, e))
    sum = firstSum(f, g, h, a, 7, constants)
    e = add(e, sum)
    a = add(sum, secondSum(b, c, d))
    sum = firstSum(e, f, g, h, 8, constants)
    d = add(d, sum)
    h = add(sum, secondSum(a, b, c))
    sum = firstSum(d, e, f, g, 9, constants)
    c = add(c, sum)
    g = add(sum, secondSum(h, a, b))
    sum = firstSum(c, d, e, f, 10, constants)
    b = add(b, sum)
    f = add(sum, secondSum(g, h, a))
    sum = firstSum(b, c, d, e, 11, constants)
    a = add(a, sum)
    e = add(sum, secondSum(f, g, h))
    sum = firstSum(a, b, c, d, 12, constants)
    h = add(h, sum)
    d = add(sum, secondSum(e, f, g))
    sum = firstSum(h, a, b, c, 13, constants)
    g = add(g, sum)
    c = add(sum, secondSum(d, e, f))
    sum = firstSum(g, h, a, b, 14, constants)
    f = add(f, sum)
    b = add(sum, secondSum(c, d, e))
    sum = firstSum(f, g, h, a, 15, constants)
    e = add(e, sum)
    a = add(sum, secondSum(b, c, d))
  }
  v128.store(state, add(v128.load(state), a))
  v128.store(state, add(v128.load(state, 16), b), 16)
  v128.store(state, add(v128.load(state, 32), c), 32)
  v128.store(state, add(v128.load(state, 48), d), 48)
  v128.store(state, add(v128.load(state, 64), e), 64)
  v128.store(state, add(v128.load(state, 80), f), 80)
  v128.store(state, add(v128.load(state, 96), g), 96)
  v128.store(state, add(v128.load(state, 112), h), 112)
}
