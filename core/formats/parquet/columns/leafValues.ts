import { Data, type DataType, type Decimal, type Dictionary, Type, Vector } from 'apache-arrow'
import { EngineError } from '../../../errors.ts'
import type { LeafNode } from '../footer/columnTree.ts'
import { PhysicalType } from '../footer/fileMetadata.ts'
import { bigEndianDecimals, wideDecimals } from './decimals.ts'
import { dictionaryEncode } from './dictionaryEncode.ts'
import { RowsTooLarge } from './leafOutput.ts'

/** Slots of a leaf, nulls included, as bytes of the physical type or as texts; buffers of their own. */
export interface LeafSlots {
  count: number
  nullCount: number
  validity: Uint8Array | undefined
  /** Words of the physical width, or the texts' bytes. Booleans are bits. */
  values: Uint8Array<ArrayBuffer>
  /** Texts: where each starts, and one more. */
  offsets: Int32Array<ArrayBuffer> | null
}

const JULIAN_EPOCH = 2_440_588n
const DAY_NANOSECONDS = 86_400_000_000_000n

/** Legacy timestamps: nanoseconds of the day, then the Julian day. Beyond 64 bits of nanoseconds they wrap around. */
function int96Nanoseconds(values: Uint8Array<ArrayBuffer>, count: number): BigInt64Array {
  const view = new DataView(values.buffer, values.byteOffset)
  const out = new BigInt64Array(count)
  for (let i = 0; i < count; i++) {
    const day = BigInt(view.getUint32(i * 12 + 8, true))
    // Null slots are zeros, and stay so.
    const ofDay = view.getBigInt64(i * 12, true)
    out[i] = day === 0n && ofDay === 0n ? 0n : (day - JULIAN_EPOCH) * DAY_NANOSECONDS + ofDay
  }
  return out
}

function wideOffsets(offsets: Int32Array): BigInt64Array {
  const wide = new BigInt64Array(offsets.length)
  for (let i = 0; i < offsets.length; i++) wide[i] = BigInt(offsets[i] as number)
  return wide
}

function textData(type: DataType, { count, nullCount, validity, values, offsets }: LeafSlots): Data {
  const own = offsets ?? new Int32Array(count + 1)
  const isLarge = type.typeId === Type.LargeUtf8 || type.typeId === Type.LargeBinary
  return new Data(type, 0, count, nullCount, [isLarge ? wideOffsets(own) : own, values, validity] as never)
}

/** Decimals of any physical type in the width of the column. */
function decimalValues(type: Decimal, physical: number, typeLength: number, slots: LeafSlots): Uint32Array {
  const bytes = type.bitWidth / 8
  const { values, count, offsets } = slots
  if (physical === PhysicalType.int32 || physical === PhysicalType.int64) {
    return wideDecimals(values, count, physical === PhysicalType.int32 ? 4 : 8, bytes)
  }
  const decimals = bigEndianDecimals(values, count, (i) => (offsets ? (offsets[i] as number) : i * typeLength), bytes)
  if (decimals) return decimals
  throw new EngineError('format/corrupt', `a decimal takes more than the ${bytes} bytes of its column`)
}

/**
 * A leaf's slots as an Arrow column.
 *
 * @throws EngineError `format/corrupt` for decimals that do not fit their type; RowsTooLarge where a dictionary column
 * has more values than its indexes can tell apart
 */
export function leafData({ type, physical, typeLength }: LeafNode, slots: LeafSlots): Data {
  const { count, nullCount, validity, values } = slots
  const make = (buffer: unknown) => new Data(type, 0, count, nullCount, [undefined, buffer, validity] as never)
  switch (type.typeId) {
    case Type.Null:
      return new Data(type, 0, count, count)
    case Type.Dictionary: {
      const { dictionary, indices } = type as Dictionary
      const encoded = dictionaryEncode(textData(dictionary, slots))
      const most = 2 ** (indices.bitWidth - (indices.isSigned ? 1 : 0))
      if (encoded.values.length > most) {
        // The writer's dictionary had no more than that; a batch of fewer rows has a smaller one.
        throw new RowsTooLarge('limit/exceeded', `${encoded.values.length} values are indexed by ${indices}`)
      }
      const Indexes = indices.ArrayType as Int32ArrayConstructor
      const buffers = [
        undefined,
        (indices.bitWidth as number) === 64
          ? BigInt64Array.from(encoded.indexes, BigInt)
          : new Indexes(encoded.indexes),
        validity,
      ]
      return new Data(type, 0, count, nullCount, buffers as never, [], new Vector([encoded.values]))
    }
    case Type.Utf8:
    case Type.Binary:
    case Type.LargeUtf8:
    case Type.LargeBinary:
      return textData(type, slots)
    case Type.Decimal:
      return make(decimalValues(type as Decimal, physical, typeLength, slots))
    case Type.Timestamp:
      if (physical === PhysicalType.int96) return make(int96Nanoseconds(values, count))
      break
    case Type.Int: {
      const { bitWidth } = type as DataType & { bitWidth: number }
      const words = new Int32Array(values.buffer, values.byteOffset, physical === PhysicalType.int32 ? count : 0)
      if (bitWidth < 32) return make(new (type.ArrayType as Int8ArrayConstructor)(words))
    }
  }
  const Words = type.ArrayType as unknown as Uint8ArrayConstructor
  return make(new Words(values.buffer, values.byteOffset, values.byteLength / Words.BYTES_PER_ELEMENT))
}
