import { type FillPattern, fillPatterns } from '../fillPatterns.ts'
import { firstFitDecreasing } from '../firstFitDecreasing.ts'
import { type LengthRun, lengthRuns } from '../lengthRuns.ts'
import { packLowerBound } from '../packLowerBound.ts'
import { gatherPacks, type Packing, type PackRule } from '../packRule.ts'
import { LengthSorter } from '../sortByLength.ts'

/**
 * Ours: as few packs as we can find, whole rows, over all of the data at once. Patterns that fill packs exactly, or
 * first fit decreasing where that needs fewer packs. Empty rows are left out: there is nothing in them to train on.
 */
export const best: PackRule = {
  capacity: ({ sequenceLen }) => sequenceLen,
  room: ({ sequenceLen }) => sequenceLen,
  keepsEmpty: false,
  rowsPerSlice: null,
  pack({ segments, longest }, { sequenceLen }, counting) {
    const sorted = new LengthSorter().sortRange(segments.lengths, 0, segments.count, longest)
    const runs = lengthRuns(sorted, segments.lengths)
    const patterns = fillPatterns(runs, sequenceLen)
    const packs = patterns.reduce((sum, { times }) => sum + times, 0)
    if (packs > packLowerBound(runs, sequenceLen)) {
      const decreasing = firstFitDecreasing(runs, sorted.length, sequenceLen, counting)
      if (decreasing.packs < packs) {
        if (counting) return { packs: decreasing.packs, packOffsets: null, order: null }
        return gatherPacks(decreasing.packs, decreasing.packOf, sorted)
      }
    }
    if (counting) return { packs, packOffsets: null, order: null }
    return laidOut(patterns, packs, sorted, runs)
  },
}

/** Patterns as packs: rows of each length in order. */
function laidOut(
  patterns: readonly FillPattern[],
  packs: number,
  sorted: Uint32Array,
  runs: readonly LengthRun[],
): Packing {
  const next = Uint32Array.from(runs, ({ start }) => start)
  const lengths = new Uint32Array(sorted.length)
  const order = new Uint32Array(sorted.length)
  const packOffsets = new Uint32Array(packs + 1)
  let at = 0
  let pack = 0
  for (const { groups, taken, times } of patterns) {
    for (let time = 0; time < times; time++) {
      for (let i = 0; i < groups.length; i++) {
        const group = groups[i] as number
        const from = next[group] as number
        const count = taken[i] as number
        const { length } = runs[group] as LengthRun
        for (let k = 0; k < count; k++) {
          order[at + k] = sorted[from + k] as number
          lengths[at + k] = length
        }
        next[group] = from + count
        at += count
      }
      packOffsets[++pack] = at
    }
  }
  return { packs, packOffsets, order, lengths }
}
