import type { PageEncoder, ValueIndexes } from '../../../../kernels/pageEncoder.ts'
import { type DenseValues, pickValues, plainSize } from '../values/denseValues.ts'
import { narrowIndexes } from './narrowIndexes.ts'

/** Dictionary pages of other writers have as many bytes at most. */
const DICTIONARY_BYTES = 1024 * 1024
/** Values looked at before a search may give up. */
const SAMPLE = 1024
/** What a page of its own costs: its header, and its place in the footer. */
const PAGE_COST = 64

/** A dictionary of a whole chunk: every page has indexes into it. */
export interface ChosenDictionary {
  values: DenseValues
  indexes: ValueIndexes['indexes']
  /** Bits of an index. */
  width: number
}

/** Bits of indexes into so many values; one at least, as other writers have it. */
export function indexWidth(count: number): number {
  return Math.max(1, 32 - Math.clz32(count - 1))
}

function search(values: DenseValues, encoder: PageEncoder): ValueIndexes | null {
  const { width, widen, bytes, offsets, count } = values
  const limits = { bytes: DICTIONARY_BYTES, sample: SAMPLE }
  if (offsets !== null) return encoder.textIndexes(bytes, offsets, limits)
  if (widen) return narrowIndexes(bytes, width as 1 | 2)
  if (width === 4 || width === 8) return encoder.wordIndexes(bytes, width, limits)
  // Values of other widths are texts of the same length.
  const ends = new Int32Array(count + 1)
  for (let i = 0; i <= count; i++) ends[i] = i * width
  return encoder.textIndexes(bytes, ends, limits)
}

/** The dictionary of a leaf where it makes its pages smaller; null where they are better plain. Looks at nothing else. */
export function chooseDictionary(values: DenseValues, encoder: PageEncoder): ChosenDictionary | null {
  const { count, form } = values
  const plain = plainSize(values, 0, count)
  // Booleans are bits already, and two values never fill a dictionary.
  if (form === 'bits' || plain <= PAGE_COST) return null
  const found = search(values, encoder)
  if (!found) return null
  const bits = indexWidth(found.firsts.length)
  const dictionary = pickValues(values, found.firsts)
  const size = plainSize(dictionary, 0, dictionary.count) + Math.ceil((count * bits) / 8) + PAGE_COST
  return size < plain ? { values: dictionary, indexes: found.indexes, width: bits } : null
}
