import { type Data, type Decimal, Type } from 'apache-arrow'
import { EngineError } from '../../../../errors.ts'
import { rowOfSlot } from '../levels/place.ts'
import type { LeafSlots } from '../levels/shredColumn.ts'
import type { DenseValues } from './denseValues.ts'
import { textValues, viewValues } from './textValues.ts'
import { bitsOf, decimalWords, thousandfold32, thousandfold64, wholeDays, widened, wordsOf } from './wordValues.ts'

function words({ leaf, data, place }: LeafSlots): Uint8Array {
  const { picks, slots } = place
  const take = (width: number) => wordsOf(data, width, picks, slots)
  const refuse = (slot: number, reason: string): never => {
    const feature = leaf.path.join('.')
    const message = `a value of column ${JSON.stringify(feature)} cannot be written to Parquet: ${reason}`
    throw new EngineError('format/unsupported', message, { feature, row: rowOfSlot(place, slot) })
  }
  switch (leaf.leaf.source) {
    case 'nothing':
      return new Uint8Array(0)
    case 'bits':
      return bitsOf(data, picks, slots)
    case 'int8':
      return widened(new Int8Array(take(1).slice().buffer))
    case 'uint8':
      return widened(take(1))
    case 'int16':
      return widened(new Int16Array(take(2).slice().buffer))
    case 'uint16':
      return widened(new Uint16Array(take(2).slice().buffer))
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

/**
 * The values of a leaf's slots as Parquet has them.
 *
 * @throws EngineError `format/unsupported` with the row for a value that Parquet's type cannot hold; `limit/exceeded`
 */
export function leafValues(slots: LeafSlots): DenseValues {
  const { data, place, leaf } = slots
  if (isView(data)) return viewValues(data, place.picks, place.slots)
  if (leaf.leaf.source === 'texts') return textValues(data, place.picks, place.slots)
  return { count: place.slots, width: leaf.leaf.width, bytes: words(slots), offsets: null }
}

function isView(data: Data): boolean {
  return data.type.typeId === Type.Utf8View || data.type.typeId === Type.BinaryView
}
