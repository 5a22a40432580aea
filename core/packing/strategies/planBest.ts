import { type FillPattern, fillPatterns, type LengthGroup } from '../fillPatterns.ts'
import { firstFitDecreasing, runEnd } from '../firstFitDecreasing.ts'
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
    const lengths = new Uint32Array(sorted.length)
    for (let i = 0; i < sorted.length; i++) lengths[i] = segments.lengths[sorted[i] as number] as number
    const { groups, starts } = lengthGroups(lengths)
    const patterns = fillPatterns(groups, sequenceLen)
    const packs = patterns.reduce((sum, { times }) => sum + times, 0)
    if (packs > packLowerBound(groups, sequenceLen)) {
      const decreasing = firstFitDecreasing(lengths, sequenceLen, counting)
      if (decreasing.packs < packs) {
        if (counting) return { packs: decreasing.packs, packOffsets: null, order: null }
        return gatherPacks(decreasing.packs, decreasing.packOf, sorted)
      }
    }
    if (counting) return { packs, packOffsets: null, order: null }
    return laidOut(patterns, packs, sorted, starts)
  },
}

/** Runs of equal lengths, and where each begins. */
function lengthGroups(lengths: Uint32Array): { groups: LengthGroup[]; starts: number[] } {
  const groups: LengthGroup[] = []
  const starts: number[] = []
  for (let start = 0; start < lengths.length; ) {
    const end = runEnd(lengths, start)
    groups.push({ length: lengths[start] as number, count: end - start })
    starts.push(start)
    start = end
  }
  return { groups, starts }
}

/** Patterns as packs: rows of each length in order. */
function laidOut(
  patterns: readonly FillPattern[],
  packs: number,
  sorted: Uint32Array,
  starts: readonly number[],
): Packing {
  const next = Uint32Array.from(starts)
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
        for (let k = 0; k < count; k++) order[at + k] = sorted[from + k] as number
        next[group] = from + count
        at += count
      }
      packOffsets[++pack] = at
    }
  }
  return { packs, packOffsets, order }
}
