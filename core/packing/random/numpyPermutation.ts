import { Pcg64 } from './pcg64.ts'
import { ascending, shuffle } from './randomWords.ts'

/**
 * `numpy.random.default_rng(seed).permutation(count)`: the order in which `Dataset.shuffle(seed)` of Hugging Face, and
 * with it Axolotl, puts rows (axolotl-semantics, Appendix A). Entry `i` is the old row at new place `i`. The last one is
 * kept, 4 bytes a row: every strategy and every `sequence_len` asks for the same again, and making it takes longer than
 * most plans.
 * @param seed whole number of 0 to 2^53 - 1
 * @param count rows, at most 2^32 - 1
 * @returns not to be written to
 * @throws EngineError `argument/invalid`
 */
export function numpyPermutation(seed: number, count: number): Uint32Array<ArrayBuffer> {
  if (last?.seed === seed && last.order.length === count) return last.order
  const order = ascending(count)
  shuffle(order, new Pcg64(seed))
  last = { seed, order }
  return order
}

let last: { seed: number; order: Uint32Array<ArrayBuffer> } | null = null
