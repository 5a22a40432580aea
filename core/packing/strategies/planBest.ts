import { type FillPattern, fillPatterns } from '../bins/fillPatterns.ts'
import { type LengthRun, lengthRuns } from '../lengths/lengthRuns.ts'
import { packLowerBound } from '../lengths/packLowerBound.ts'
import { LengthSorter } from '../lengths/sortByLength.ts'
import type { Packing, PackRule } from '../plan/packRule.ts'

/**
 * What packs may be left unfilled without a search, as shares of the capacity: none where there are enough short rows,
 * more the more alike the rows are. With all of it the packs are those of first fit decreasing.
 */
const SLACKS = [0, 1 / 128, 1 / 64, 1 / 32, 3 / 64, 1 / 16, 3 / 32, 1 / 8, 5 / 32, 3 / 16, 7 / 32, 1 / 4, 1]

/**
 * Ours: as few packs as we can find, whole rows, over all of the data at once: patterns of lengths that fill packs, tried
 * with several slacks until there are no more packs than there must be. Empty rows are left out: there is nothing in
 * them to train on.
 */
export const best: PackRule = {
  capacity: ({ sequenceLen }) => sequenceLen,
  room: ({ sequenceLen }) => sequenceLen,
  keepsEmpty: false,
  rowsPerSlice: null,
  pack({ segments, longest }, { sequenceLen }, counting) {
    const sorted = new LengthSorter().sortRange(segments.lengths, 0, segments.count, longest)
    const runs = lengthRuns(sorted, segments.lengths)
    const { patterns, packs } = fewestPatterns(runs, sequenceLen)
    if (counting) return { packs, packOffsets: null, order: null }
    return laidOut(patterns, packs, sorted, runs)
  },
}

function fewestPatterns(runs: readonly LengthRun[], capacity: number): { patterns: FillPattern[]; packs: number } {
  const bound = packLowerBound(runs, capacity)
  let fewest: { patterns: FillPattern[]; packs: number } = { patterns: [], packs: Number.POSITIVE_INFINITY }
  for (const slack of SLACKS) {
    const patterns = fillPatterns(runs, capacity, Math.floor(slack * capacity))
    const packs = patterns.reduce((sum, { times }) => sum + times, 0)
    if (packs < fewest.packs) fewest = { patterns, packs }
    if (packs === bound) break
  }
  return fewest
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
