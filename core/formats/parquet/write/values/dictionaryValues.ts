import type { Data, Vector } from 'apache-arrow'
import { EngineError } from '../../../../errors.ts'
import { definedSlots } from '../levels/definedSlots.ts'
import { allRows } from '../levels/place.ts'
import { LeafMemory } from '../levels/reused.ts'
import type { WriteLeaf } from '../schema/writeTree.ts'
import { type DenseValues, joinValues, valuesOf } from './denseValues.ts'
import { leafValues } from './leafValues.ts'

/** What stands behind the keys of a dictionary column. */
export interface DictionaryValues {
  values: DenseValues
  /** For each key, which of the values it is; -1 for null. */
  places: Int32Array
}

/** The values of a chunk of a dictionary, nulls left out. @throws EngineError without a row, as a value has many */
function chunkValues(leaf: WriteLeaf, data: Data): { values: DenseValues; picks: Int32Array | null } {
  const place = definedSlots(data, { ...leaf, nullable: true }, allRows(data.length, 0))
  try {
    return { values: leafValues({ leaf, data, place }), picks: place.picks }
  } catch (error) {
    if (!(error instanceof EngineError)) throw error
    const { feature } = error.details
    throw new EngineError(error.code, error.message, feature === undefined ? {} : { feature }, error)
  }
}

/**
 * The values of a dictionary, each once, however many rows have it.
 *
 * @throws EngineError `format/unsupported` for a value that Parquet's type cannot hold; `limit/exceeded`
 */
export function dictionaryValues(leaf: WriteLeaf, dictionary: Vector | undefined): DictionaryValues {
  const chunks = dictionary?.data ?? []
  const parts = chunks.map((chunk) => chunkValues(leaf, chunk))
  const places = new Int32Array(chunks.reduce((size, chunk) => size + chunk.length, 0)).fill(-1)
  let key = 0
  let place = 0
  parts.forEach(({ values, picks }, index) => {
    for (let i = 0; i < values.count; i++) places[key + (picks === null ? i : (picks[i] as number))] = place++
    key += (chunks[index] as Data).length
  })
  const all = parts.map((part) => part.values)
  return { values: all.length > 0 ? joinValues(all, new LeafMemory()) : nothingOf(leaf), places }
}

/** No values of a type. */
function nothingOf({ leaf: { width } }: WriteLeaf): DenseValues {
  return width === 0 ? valuesOf([], 'texts', 0) : valuesOf([], 'words', width)
}

/** Which value each of some rows has: rows whose keys have one. */
export function keysOf(data: Data, { places }: DictionaryValues, picks: Int32Array | null, count: number): Int32Array {
  const keys = data.values as Int32Array
  const out = new Int32Array(count)
  for (let i = 0; i < count; i++) out[i] = places[Number(keys[picks === null ? i : (picks[i] as number)])] as number
  return out
}
