import { type Data, Type } from 'apache-arrow'
import { EngineError } from '../../../../errors.ts'
import type { WritePlace } from '../schema/writeTree.ts'
import { type Place, PRESENT, rowOfEntry } from './place.ts'

/** Whether a row of a column has a value; null where all have. */
function validityTest(data: Data): ((row: number) => boolean) | null {
  if (data.type.typeId === Type.Null) return () => false
  const bits = data.nullBitmap as Uint8Array | undefined
  if (data.nullCount === 0 || !bits || bits.length === 0) return null
  const { offset } = data
  return (row) => ((bits[(offset + row) >> 3] as number) & (1 << ((offset + row) & 7))) !== 0
}

/**
 * The slots of a node that are not null; entries of the others end at the node's `nullLevel`.
 *
 * @param hasValue whether a row whose key is there has a value; null where all have
 * @throws EngineError `format/unsupported` with the row for a null where the schema says there is none
 */
export function definedSlots(
  data: Data,
  node: WritePlace,
  place: Place,
  hasValue: ((row: number) => boolean) | null = null,
): Place {
  const isThere = validityTest(data)
  if (!isThere && !hasValue) return place
  const { entries, slots } = place
  const definitions = place.definitions?.slice() ?? new Uint8Array(entries).fill(PRESENT)
  const picks = new Int32Array(slots)
  let slot = 0
  let kept = 0
  for (let entry = 0; entry < entries; entry++) {
    if (definitions[entry] !== PRESENT) continue
    const row = place.picks === null ? slot : (place.picks[slot] as number)
    if ((!isThere || isThere(row)) && (!hasValue || hasValue(row))) picks[kept++] = row
    else {
      if (!node.nullable) throw nullRefused(node, rowOfEntry(place, entry))
      definitions[entry] = node.nullLevel
    }
    slot++
  }
  if (kept === slots) return place
  return { ...place, definitions, slots: kept, picks: picks.subarray(0, kept) }
}

function nullRefused(node: WritePlace, row: number): EngineError {
  const message = `column ${JSON.stringify(node.name)} has a null where its schema says there is none`
  return new EngineError('format/unsupported', message, { feature: node.name, row })
}
