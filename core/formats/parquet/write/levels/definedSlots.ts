import { type Data, Type } from 'apache-arrow'
import { EngineError } from '../../../../errors.ts'
import type { WriteNode } from '../schema/writeTree.ts'
import { type Place, PRESENT, rowOfEntry } from './place.ts'

/**
 * The slots of a node that are not null; entries of the others end at the node's `nullLevel`.
 *
 * @throws EngineError `format/unsupported` with the row for a null where the schema says there is none
 */
export function definedSlots(data: Data, node: WriteNode, place: Place): Place {
  const bits = data.nullBitmap as Uint8Array | undefined
  const isNothing = data.type.typeId === Type.Null
  if (!isNothing && (data.nullCount === 0 || !bits || bits.length === 0)) return place
  const isValid = (slot: number) => {
    if (isNothing) return false
    const bit = data.offset + (place.picks === null ? slot : (place.picks[slot] as number))
    return (((bits as Uint8Array)[bit >> 3] as number) & (1 << (bit & 7))) !== 0
  }
  const { entries, slots } = place
  const definitions = place.definitions?.slice() ?? new Uint8Array(entries).fill(PRESENT)
  const picks = new Int32Array(slots)
  let slot = 0
  let kept = 0
  for (let entry = 0; entry < entries; entry++) {
    if (definitions[entry] !== PRESENT) continue
    if (isValid(slot)) picks[kept++] = place.picks === null ? slot : (place.picks[slot] as number)
    else {
      if (!node.nullable) throw nullRefused(node, rowOfEntry(place, entry))
      definitions[entry] = node.nullLevel
    }
    slot++
  }
  if (kept === slots) return place
  return { ...place, definitions, slots: kept, picks: picks.subarray(0, kept) }
}

function nullRefused(node: WriteNode, row: number): EngineError {
  const message = `column ${JSON.stringify(node.name)} has a null where its schema says there is none`
  return new EngineError('format/unsupported', message, { feature: node.name, row })
}
