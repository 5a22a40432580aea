import type { PageEncoder, ValueIndexes } from '../../../../kernels/pageEncoder.ts'
import type { LeafColumn } from '../levels/leafColumn.ts'
import { type DenseValues, pickValues, plainSize } from '../values/denseValues.ts'
import { narrowIndexes } from './narrowIndexes.ts'

/** Dictionary pages of other writers have as many bytes at most. */
const DICTIONARY_BYTES = 1024 * 1024
/**
 * Values looked at before a search may give up: where so many are nearly all new, there are too many different ones for a
 * dictionary, unless rows come again later in the same order.
 */
const SAMPLE = 16 * 1024
const NEVER = 2 ** 31 - 1
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

function search(values: DenseValues, sample: number, encoder: PageEncoder): ValueIndexes | null {
  const { width, widen, bytes, offsets, count } = values
  const limits = { bytes: DICTIONARY_BYTES, sample }
  if (offsets !== null) return encoder.textIndexes(bytes, offsets, limits)
  if (widen) return narrowIndexes(bytes, width as 1 | 2)
  if (width === 4 || width === 8) return encoder.wordIndexes(bytes, width, limits)
  // Values of other widths are texts of the same length.
  const ends = new Int32Array(count + 1)
  for (let i = 0; i <= count; i++) ends[i] = i * width
  return encoder.textIndexes(bytes, ends, limits)
}

/** Different values in the order rows have them, which says nothing of the order or the size of a source's dictionary. */
function searchKeys(
  values: DenseValues,
  keys: Int32Array,
  encoder: PageEncoder,
): Omit<ChosenDictionary, 'width'> | null {
  const ranks = new Int32Array(values.count).fill(-1)
  const used: number[] = []
  for (const key of keys) if (ranks[key] === -1) ranks[key] = used.push(key) - 1
  const own = pickValues(values, Uint32Array.from(used))
  // Keys may stand for the same value in several dictionaries.
  const found = search(own, NEVER, encoder)
  if (!found) return null
  const indexes = new Uint32Array(keys.length)
  for (let i = 0; i < keys.length; i++) indexes[i] = found.indexes[ranks[keys[i] as number] as number] as number
  return { values: pickValues(own, found.firsts), indexes }
}

function searchValues(values: DenseValues, encoder: PageEncoder): Omit<ChosenDictionary, 'width'> | null {
  const found = search(values, SAMPLE, encoder)
  return found && { values: pickValues(values, found.firsts), indexes: found.indexes }
}

/**
 * The dictionary of a leaf where it makes its pages smaller; null where they are better plain. Looks at nothing else.
 *
 * @param plain bytes of all values in plain pages
 */
export function chooseDictionary(column: LeafColumn, plain: number, encoder: PageEncoder): ChosenDictionary | null {
  const { count, values, keys } = column
  // Booleans are bits already, and two values never fill a dictionary.
  if (values.form === 'bits' || plain <= PAGE_COST) return null
  const found = keys ? searchKeys(values, keys, encoder) : searchValues(values, encoder)
  if (!found) return null
  const width = indexWidth(found.values.count)
  const size = plainSize(found.values, 0, found.values.count) + Math.ceil((count * width) / 8) + PAGE_COST
  return size < plain ? { ...found, width } : null
}
