import { firstFitDecreasing } from '../bins/firstFitDecreasing.ts'
import { gatherPacks, type PackRule } from '../plan/packRule.ts'
import { NumpyLegacyRandom } from '../random/numpyLegacyRandom.ts'
import { nemoLengths, nemoRule, pickRows, runNumbers } from './nemo.ts'

/**
 * NeMo's `first_fit_decreasing` (axolotl-semantics §10): first fit, longest rows first. Which of several rows of equal
 * length goes where NeMo draws from NumPy's global generator: with `shuffleSeed` that draw is made as after
 * `numpy.random.seed(shuffleSeed)`, without it rows of equal length are taken in dataset order.
 */
export const nemoFfd: PackRule = {
  ...nemoRule,
  pack(items, { sequenceLen, shuffleSeed }, counting) {
    const sorted = nemoLengths(items)
    const { count } = items.segments
    const { packs, packOf } = firstFitDecreasing(sorted.runs, count, sequenceLen, counting)
    if (counting) return { packs, packOffsets: null, order: null }
    const random = shuffleSeed === null ? null : new NumpyLegacyRandom(shuffleSeed)
    return pickRows(gatherPacks(packs, packOf, runNumbers(sorted.runs, count)), sorted, random)
  },
}
