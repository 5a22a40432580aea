import { type LengthRun, lengthRuns } from '../lengths/lengthRuns.ts'
import { LengthSorter } from '../lengths/sortByLength.ts'
import type { Items } from '../plan/packItems.ts'
import type { Packing, PackRule } from '../plan/packRule.ts'
import type { NumpyLegacyRandom } from '../random/numpyLegacyRandom.ts'
import { shuffle } from '../random/randomWords.ts'

/**
 * What NeMo's two rules share. They count a row of n tokens as n - 1: its last token is only ever a label, the first
 * only ever an input. A segment here holds all n tokens, as NeMo's packed file does, and one of them is not counted
 * against the capacity (`uncountedPerSegment`): a written pack of k rows may have `sequenceLen + k` tokens. NeMo loses
 * empty rows, and cuts rows to the longest it packs when it tokenizes them (`excess` `truncate`).
 */
export const nemoRule: Omit<PackRule, 'pack'> = {
  capacity: ({ sequenceLen }) => sequenceLen,
  room: ({ sequenceLen }) => sequenceLen + 1,
  keepsEmpty: false,
  rowsPerSlice: null,
  uncountedPerSegment: 1,
  shuffles: true,
}

/** Items by length, longest first and equal ones in order; the lengths of the runs are those NeMo counts. */
export interface NemoLengths {
  items: Uint32Array<ArrayBuffer>
  runs: LengthRun[]
}

export function nemoLengths({ segments, longest }: Items): NemoLengths {
  const items = new LengthSorter().sortRange(segments.lengths, 0, segments.count, longest)
  const runs = lengthRuns(items, segments.lengths)
  return { items, runs: runs.map((run) => ({ ...run, length: run.length - 1 })) }
}

/**
 * Packs of lengths as packs of items: NeMo permutes the rows of each length, shortest length first, and then takes them
 * from the end, pack by pack. `sorted.items` is permuted so.
 * @param packed the number of a run for each place, pack by pack
 * @param random null: rows of equal length in order
 */
export function pickRows(packed: Packing, { items, runs }: NemoLengths, random: NumpyLegacyRandom | null): Packing {
  for (let run = runs.length - 1; run >= 0 && random; run--) {
    const { start, count } = runs[run] as LengthRun
    shuffle(items.subarray(start, start + count), random)
  }
  const step = random ? -1 : 1
  const next = Uint32Array.from(runs, ({ start, count }) => (random ? start + count - 1 : start))
  const lengthOf = Uint32Array.from(runs, ({ length }) => length + 1)
  const order = packed.order as Uint32Array<ArrayBuffer>
  const lengths = new Uint32Array(order.length)
  for (let i = 0; i < order.length; i++) {
    const run = order[i] as number
    const at = next[run] as number
    next[run] = at + step
    order[i] = items[at] as number
    lengths[i] = lengthOf[run] as number
  }
  return { ...packed, lengths }
}

/** The number of its run for each place; half as wide where that will do, as it is read in random order. */
export function runNumbers(
  runs: readonly LengthRun[],
  count: number,
): Uint16Array<ArrayBuffer> | Uint32Array<ArrayBuffer> {
  const numbers = runs.length <= 0x10000 ? new Uint16Array(count) : new Uint32Array(count)
  for (const [number, { start, count: items }] of runs.entries()) numbers.fill(number, start, start + items)
  return numbers
}
