import { INITIAL_STATE } from './constants'
import { DIGEST } from './sizes'

// The states of four messages are eight vectors: word `i` of each at `16 × i`.

/** The order of a big-endian word's bytes, for four words. */
export const BIG_ENDIAN = memory.data<u8>([3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12], 16)

/** Begins the message of one lane. */
export function startState(state: usize, lane: u32): void {
  const to = state + (lane << 2)
  for (let i: usize = 0; i < 8; i++) store<u32>(to + (i << 4), load<u32>(INITIAL_STATE + (i << 2)))
}

/** Begins four messages. */
export function startStates(state: usize): void {
  for (let i: usize = 0; i < 8; i++) v128.store(state + (i << 4), v128.load_splat<u32>(INITIAL_STATE + (i << 2)))
}

/** The digest of one lane. */
export function writeDigest(state: usize, lane: u32, out: usize): void {
  const from = state + (lane << 2)
  for (let i: usize = 0; i < 8; i++) store<u32>(out + (i << 2), bswap<u32>(load<u32>(from + (i << 4))))
}

/** The digests of four messages, one after the other. */
export function writeDigests(state: usize, out: usize): void {
  writeHalves(state, out)
  writeHalves(state + 64, out + 16)
}

// @ts-ignore: decorator
@inline
/** Four words of the four states as the half of a digest each. */
function writeHalves(words: usize, out: usize): void {
  const order = v128.load(BIG_ENDIAN)
  const w0 = v128.load(words)
  const w1 = v128.load(words, 16)
  const w2 = v128.load(words, 32)
  const w3 = v128.load(words, 48)
  const low01 = v128.shuffle<i32>(w0, w1, 0, 4, 1, 5)
  const low23 = v128.shuffle<i32>(w2, w3, 0, 4, 1, 5)
  const high01 = v128.shuffle<i32>(w0, w1, 2, 6, 3, 7)
  const high23 = v128.shuffle<i32>(w2, w3, 2, 6, 3, 7)
  v128.store(out, i8x16.swizzle(v128.shuffle<i64>(low01, low23, 0, 2), order))
  v128.store(out + DIGEST, i8x16.swizzle(v128.shuffle<i64>(low01, low23, 1, 3), order))
  v128.store(out + 2 * DIGEST, i8x16.swizzle(v128.shuffle<i64>(high01, high23, 0, 2), order))
  v128.store(out + 3 * DIGEST, i8x16.swizzle(v128.shuffle<i64>(high01, high23, 1, 3), order))
}
