import { Pcg64 } from './pcg64.ts'
import { ascending, shuffle } from './randomWords.ts'

/**
 * `numpy.random.default_rng(seed).permutation(count)`: the order in which `Dataset.shuffle(seed)` of Hugging Face, and
 * with it Axolotl, puts rows (axolotl-semantics, Appendix A). Entry `i` is the old row at new place `i`.
 * @param seed whole number of 0 to 2^53 - 1
 * @param count rows, at most 2^32 - 1
 * @throws EngineError `argument/invalid`
 */
export function numpyPermutation(seed: number, count: number): Uint32Array<ArrayBuffer> {
  const order = ascending(count)
  shuffle(order, new Pcg64(seed))
  return order
}
