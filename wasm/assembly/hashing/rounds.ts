import { add, bigSigma0, choose, majority } from './words'

// A round waits for the one before it, by way of its first and its fifth word: what does not depend on those two is
// summed up apart, so that as few additions as possible stand between one of them and the next.

// @ts-ignore: decorator
@inline
/** T1 of the standard but for its Σ1. `word`: that of the schedule with its constant. */
export function earlySum(e: v128, f: v128, g: v128, h: v128, word: v128): v128 {
  return add(add(h, word), choose(e, f, g))
}

// @ts-ignore: decorator
@inline
/** The first word of the next round. `first`: T1. */
export function firstWord(a: v128, b: v128, c: v128, first: v128): v128 {
  return add(bigSigma0(a), add(majority(a, b, c), first))
}

// @ts-ignore: decorator
@inline
/** Adds what came of a block to the states. */
export function addState(state: usize, a: v128, b: v128, c: v128, d: v128, e: v128, f: v128, g: v128, h: v128): void {
  v128.store(state, add(v128.load(state), a))
  v128.store(state, add(v128.load(state, 16), b), 16)
  v128.store(state, add(v128.load(state, 32), c), 32)
  v128.store(state, add(v128.load(state, 48), d), 48)
  v128.store(state, add(v128.load(state, 64), e), 64)
  v128.store(state, add(v128.load(state, 80), f), 80)
  v128.store(state, add(v128.load(state, 96), g), 96)
  v128.store(state, add(v128.load(state, 112), h), 112)
}
