import type { PageEncoder, ValueIndexes } from '../../../../kernels/pageEncoder.ts'
import { type DenseValues, plainSize } from '../values/denseValues.ts'

/** Dictionary pages of other writers have as many bytes at most. */
const DICTIONARY_BYTES = 1024 * 1024
/** Values looked at before a search may give up. */
const SAMPLE = 1024
/** What a page of its own costs: its header, and its place in the footer. */
const PAGE_COST = 64

/** A dictionary of a whole chunk: every page has indexes into it. */
export interface ChosenDictionary {
  values: DenseValues
  indexes: Uint32Array
  /** Bits of an index. */
  width: number
}

/** Bits of indexes into so many values; one at least, as other writers have it. */
export function indexWidth(count: number): number {
  return Math.max(1, 32 - Math.clz32(count - 1))
}

/** The values at some places. */
function picked(values: DenseValues, places: Uint32Array): DenseValues {
  const { width, bytes, offsets } = values
  const count = places.length
  if (offsets === null) {
    const out = new Uint8Array(count * width)
    for (let i = 0; i < count; i++) {
      const at = (places[i] as number) * width
      for (let byte = 0; byte < width; byte++) out[i * width + byte] = bytes[at + byte] as number
    }
    return { count, width, bytes: out, offsets: null }
  }
  const ends = new Int32Array(count + 1)
  for (let i = 0; i < count; i++) {
    const place = places[i] as number
    ends[i + 1] = (ends[i] as number) + (offsets[place + 1] as number) - (offsets[place] as number)
  }
  const out = new Uint8Array(ends[count] as number)
  for (let i = 0; i < count; i++) {
    const place = places[i] as number
    out.set(bytes.subarray(offsets[place] as number, offsets[place + 1] as number), ends[i] as number)
  }
  return { count, width, bytes: out, offsets: ends }
}

function search(values: DenseValues, encoder: PageEncoder): ValueIndexes | null {
  const { width, bytes, offsets, count } = values
  const limits = { bytes: DICTIONARY_BYTES, sample: SAMPLE }
  if (offsets !== null) return encoder.textIndexes(bytes, offsets, limits)
  if (width === 4 || width === 8) return encoder.wordIndexes(bytes, width, limits)
  // Values of other widths are texts of the same length.
  const ends = new Int32Array(count + 1)
  for (let i = 0; i <= count; i++) ends[i] = i * width
  return encoder.textIndexes(bytes, ends, limits)
}

/** The dictionary of a leaf where it makes its pages smaller; null where they are better plain. Looks at nothing else. */
export function chooseDictionary(values: DenseValues, encoder: PageEncoder): ChosenDictionary | null {
  const { count, width } = values
  const plain = plainSize(values, 0, count)
  // Booleans are bits already, and two values never fill a dictionary.
  if (width === 1 || plain <= PAGE_COST) return null
  const found = search(values, encoder)
  if (!found) return null
  const bits = indexWidth(found.firsts.length)
  const dictionary = picked(values, found.firsts)
  const size = plainSize(dictionary, 0, dictionary.count) + Math.ceil((count * bits) / 8) + PAGE_COST
  return size < plain ? { values: dictionary, indexes: found.indexes, width: bits } : null
}
