import { runEnd } from './firstFitDecreasing.ts'
import type { NumpyLegacyRandom } from './numpyLegacyRandom.ts'
import type { Items } from './packItems.ts'
import type { PackRule } from './packRule.ts'
import { shuffle } from './randomWords.ts'
import { LengthSorter } from './sortByLength.ts'

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

/** Items by length, longest first and equal ones in order, and their lengths as NeMo counts them. */
export interface NemoLengths {
  items: Uint32Array<ArrayBuffer>
  counted: Uint32Array<ArrayBuffer>
}

export function nemoLengths({ segments, longest }: Items): NemoLengths {
  const items = new LengthSorter().sortRange(segments.lengths, 0, segments.count, longest)
  const counted = new Uint32Array(items.length)
  for (let i = 0; i < items.length; i++) counted[i] = (segments.lengths[items[i] as number] as number) - 1
  return { items, counted }
}

/**
 * Items for the lengths of packs: NeMo permutes the rows of each length, shortest length first, and then takes them
 * from the end, pack by pack. `sorted.items` is permuted so.
 * @param packed lengths pack by pack
 * @param random null: rows of equal length in order
 */
export function pickRows(
  packed: Uint32Array,
  sorted: NemoLengths,
  random: NumpyLegacyRandom | null,
): Uint32Array<ArrayBuffer> {
  const { items, counted } = sorted
  const starts: number[] = []
  for (let start = 0; start < counted.length; start = runEnd(counted, start)) starts.push(start)
  for (let run = starts.length - 1; run >= 0 && random; run--) {
    const sameLength = items.subarray(starts[run], starts[run + 1] ?? items.length)
    shuffle(sameLength, random)
    sameLength.reverse()
  }
  const next = lengthTable(counted, starts)
  const order = new Uint32Array(packed.length)
  for (let i = 0; i < packed.length; i++) order[i] = items[next(packed[i] as number)] as number
  return order
}

/** Up to this length a slot for every length is affordable. */
const MAX_SLOTS = 1 << 22

/** @returns for a length, where its next item is */
function lengthTable(counted: Uint32Array, starts: readonly number[]): (length: number) => number {
  const longest = counted[0] ?? 0
  if (longest >= MAX_SLOTS) {
    const table = new Map(starts.map((start) => [counted[start] as number, start]))
    return (length) => {
      const at = table.get(length) as number
      table.set(length, at + 1)
      return at
    }
  }
  const table = new Uint32Array(longest + 1)
  for (const start of starts) table[counted[start] as number] = start
  return (length) => {
    const at = table[length] as number
    table[length] = at + 1
    return at
  }
}
