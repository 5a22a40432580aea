import { type Data, type Decimal, Type } from 'apache-arrow'
import { EngineError } from '../../../../errors.ts'
import { type Place, rowOfSlot } from '../levels/place.ts'
import type { WriteLeaf } from '../schema/writeTree.ts'
import type { DenseValues } from './denseValues.ts'
import { textValues, viewValues } from './textValues.ts'
import { bitsOf, decimalWords, thousandfold32, thousandfold64, wholeDays, wordsOf } from './wordValues.ts'

/** The slots of a leaf that have a value. */
interface LeafSlots {
  leaf: WriteLeaf
  data: Data
  place: Place
}

function words({ leaf, data, place }: LeafSlots): Uint8Array {
  const { picks, slots } = place
  const take = (width: number) => wordsOf(data, width, picks, slots)
  const refuse = (slot: number, reason: string): never => {
    const feature = leaf.path.join('.')
    const message = `a value of column ${JSON.stringify(feature)} cannot be written to Parquet: ${reason}`
    throw new EngineError('format/unsupported', message, { feature, row: rowOfSlot(place, slot) })
  }
  switch (leaf.leaf.source) {
    case 'thousandfold32':
      return thousandfold32(take(4), refuse)
    case 'thousandfold64':
      return thousandfold64(take(8), refuse)
    case 'days':
      return wholeDays(take(8), refuse)
    case 'decimal': {
      const type = data.type as Decimal
      return decimalWords(take(type.bitWidth / 8), type, leaf.leaf.width, refuse)
    }
    default:
      return take(leaf.leaf.width)
  }
}

const NARROW = {
  int8: { width: 1, widen: 'signed' },
  uint8: { width: 1, widen: 'unsigned' },
  int16: { width: 2, widen: 'signed' },
  uint16: { width: 2, widen: 'unsigned' },
} as const

/**
 * The values of a leaf's slots.
 *
 * @throws EngineError `format/unsupported` with the row for a value that Parquet's type cannot hold; `limit/exceeded`
 */
export function leafValues(slots: LeafSlots): DenseValues {
  const { data, place, leaf } = slots
  const { source, width } = leaf.leaf
  const count = place.slots
  const fixed = { count, form: 'words', width, widen: null, offsets: null } as const
  switch (source) {
    case 'texts':
    case 'views':
      return isView(data) ? viewValues(data, place.picks, count) : textValues(data, place.picks, count)
    case 'nothing':
      return { ...fixed, bytes: new Uint8Array(0) }
    case 'bits':
      return { ...fixed, form: 'bits', bytes: bitsOf(data, place.picks, count) }
    case 'int8':
    case 'uint8':
    case 'int16':
    case 'uint16': {
      const narrow = NARROW[source]
      return { ...fixed, ...narrow, bytes: wordsOf(data, narrow.width, place.picks, count) }
    }
    default:
      return { ...fixed, bytes: words(slots) }
  }
}

function isView(data: Data): boolean {
  return data.type.typeId === Type.Utf8View || data.type.typeId === Type.BinaryView
}
