import { type Data, type DataType, Type } from 'apache-arrow'
import { EngineError } from '../../../../errors.ts'
import type { WriteList } from '../schema/writeTree.ts'
import { type Place, PRESENT } from './place.ts'

/** Most entries of a leaf in a chunk: their levels take half a gibibyte. */
const MAX_ENTRIES = 2 ** 28

/** Where the lists of a column begin and end in `items`: one more than there are lists. */
interface ListBounds {
  bounds: (slot: number) => number
  items: Data
}

function listBounds(data: Data): ListBounds {
  const items = data.children[0] as Data
  if (data.type.typeId === Type.FixedSizeList) {
    const { listSize } = data.type as DataType & { listSize: number }
    return { bounds: (slot) => slot * listSize, items }
  }
  const offsets = data.valueOffsets as Int32Array | BigInt64Array
  if (offsets.length === 0) return { bounds: () => 0, items }
  const base = Number(offsets[0])
  const count = Number(offsets[data.length]) - base
  const own = items.slice(base, count)
  if (offsets instanceof Int32Array) return { bounds: (slot) => (offsets[slot] as number) - base, items: own }
  return { bounds: (slot) => Number(offsets[slot]) - base, items: own }
}

/**
 * The items of lists that are not null: an entry each, and one for every list without.
 *
 * @param place the lists, after `definedSlots`
 * @throws EngineError `limit/exceeded` where a chunk gets more than 2^28 items
 */
export function listItems(data: Data, node: WriteList, place: Place): { place: Place; items: Data } {
  const { bounds, items } = listBounds(data)
  const { picks, slots } = place
  let count = 0
  let empty = 0
  let isContiguous = true
  let end = 0
  for (let slot = 0; slot < slots; slot++) {
    const row = picks === null ? slot : (picks[slot] as number)
    const start = bounds(row)
    const next = bounds(row + 1)
    if (start === next) empty++
    else {
      isContiguous &&= start === end
      end = next
    }
    count += next - start
  }
  const entries = place.entries - slots + count + empty
  if (entries > MAX_ENTRIES) {
    const message = `the lists of column ${JSON.stringify(node.name)} come to ${entries} items in one row group`
    throw new EngineError('limit/exceeded', message, { feature: node.name })
  }
  const repetitions = new Uint8Array(entries).fill(node.itemRepetition)
  const hasEnds = empty > 0 || place.definitions !== null
  const definitions = hasEnds ? new Uint8Array(entries).fill(PRESENT) : null
  const itemPicks = isContiguous ? null : new Int32Array(count)
  let slot = 0
  let at = 0
  let item = 0
  for (let entry = 0; entry < place.entries; entry++) {
    repetitions[at] = place.repetitions === null ? 0 : (place.repetitions[entry] as number)
    const level = place.definitions === null ? PRESENT : (place.definitions[entry] as number)
    if (level !== PRESENT) {
      ;(definitions as Uint8Array)[at++] = level
      continue
    }
    const row = picks === null ? slot : (picks[slot] as number)
    slot++
    const start = bounds(row)
    const size = bounds(row + 1) - start
    if (size === 0) (definitions as Uint8Array)[at++] = node.emptyLevel
    else {
      if (itemPicks) for (let i = 0; i < size; i++) itemPicks[item + i] = start + i
      at += size
      item += size
    }
  }
  const inner = { entries, definitions, repetitions, slots: count, picks: itemPicks, firstRow: place.firstRow }
  return { place: inner, items }
}
