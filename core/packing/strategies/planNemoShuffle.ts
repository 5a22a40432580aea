import { FirstFit, usualLength } from '../bins/firstFit.ts'
import { gatherPacks, type PackRule } from '../plan/packRule.ts'
import { NumpyLegacyRandom } from '../random/numpyLegacyRandom.ts'
import { shuffle } from '../random/randomWords.ts'
import { nemoLengths, nemoRule, pickRows, runNumbers } from './nemo.ts'

/** NeMo's `seed` where none is given. */
const DEFAULT_SEED = 0

/**
 * NeMo's `first_fit_shuffle` (axolotl-semantics §10): first fit over the shuffled lengths. The shuffle and the draw of
 * rows of equal length are those of NumPy's global generator after `numpy.random.seed(shuffleSeed)`.
 */
export const nemoShuffle: PackRule = {
  ...nemoRule,
  pack(items, { sequenceLen, shuffleSeed }, counting) {
    const { lengths, count } = items.segments
    const sorted = nemoLengths(items)
    const random = new NumpyLegacyRandom(shuffleSeed ?? DEFAULT_SEED)
    const shuffled = runNumbers(sorted.runs, count).reverse() // a histogram lists the shortest first
    shuffle(shuffled, random)
    const lengthOf = Uint32Array.from(sorted.runs, ({ length }) => length)
    const bins = new FirstFit(sequenceLen, Number.POSITIVE_INFINITY)
    bins.start(lengthOf.at(-1) ?? 0, usualLength(lengths, 0, count) - 1)
    const packOf = new Uint32Array(counting ? 0 : shuffled.length)
    for (let i = 0; i < shuffled.length; i++) {
      const pack = bins.place(lengthOf[shuffled[i] as number] as number, 1)
      if (!counting) packOf[i] = pack
    }
    if (counting) return { packs: bins.bins, packOffsets: null, order: null }
    return pickRows(gatherPacks(bins.bins, packOf, shuffled), sorted, random)
  },
}
