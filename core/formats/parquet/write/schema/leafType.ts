import {
  type DataType,
  DateUnit,
  type Decimal,
  type Dictionary,
  type Int,
  Precision,
  type Time,
  type Timestamp,
  TimeUnit,
  Type,
} from 'apache-arrow'
import { typeName } from '../../../../table/typeName.ts'
import { PhysicalType } from '../../footer/fileMetadata.ts'
import type { LogicalType, TimeUnitName } from '../../footer/logicalType.ts'

/** How values are compared for least and greatest, by the specification's column orders; null: they have none. */
export type ValueOrder =
  | 'bool'
  | 'int32'
  | 'uint32'
  | 'int64'
  | 'uint64'
  | 'half'
  | 'float'
  | 'double'
  | 'signedBytes'
  | 'bytes'
  | null

/** How an Arrow column's buffer becomes values of the physical type. */
export type ValueSource =
  | 'nothing'
  | 'bits'
  | 'same'
  | 'int8'
  | 'uint8'
  | 'int16'
  | 'uint16'
  | 'thousandfold32'
  | 'thousandfold64'
  | 'days'
  | 'decimal'
  | 'texts'
  | 'views'

/** What a leaf is in Parquet, and how it comes about. */
export interface LeafType {
  physical: number
  /** Bytes of a FIXED_LEN_BYTE_ARRAY, else 0. */
  typeLength: number
  /** Bytes of a value in memory: 1 for booleans, 0 for BYTE_ARRAY. */
  width: number
  logical: LogicalType | null
  /** The number older readers know instead of `logical`. */
  converted: number | null
  order: ValueOrder
  source: ValueSource
}

const UNIT_NAMES: Readonly<Record<TimeUnit, TimeUnitName>> = {
  [TimeUnit.SECOND]: 'ms',
  [TimeUnit.MILLISECOND]: 'ms',
  [TimeUnit.MICROSECOND]: 'us',
  [TimeUnit.NANOSECOND]: 'ns',
}

const plain = { typeLength: 0, logical: null, converted: null }
const int32 = { ...plain, physical: PhysicalType.int32, width: 4, order: 'int32' as const }
const int64 = { ...plain, physical: PhysicalType.int64, width: 8, order: 'int64' as const }
const bytes = { ...plain, physical: PhysicalType.byteArray, width: 0, order: 'bytes' as const }
const string = { ...bytes, logical: { kind: 'string' as const }, converted: 0 }

function intType({ bitWidth, isSigned }: Int): LeafType {
  const source = bitWidth >= 32 ? 'same' : ((isSigned ? `int${bitWidth}` : `uint${bitWidth}`) as ValueSource)
  const base = bitWidth === 64 ? int64 : int32
  if (isSigned && bitWidth >= 32) return { ...base, source }
  const logical = { kind: 'int' as const, bitWidth, signed: isSigned }
  const converted = (isSigned ? 15 : 11) + Math.log2(bitWidth / 8)
  return { ...base, logical, converted, order: isSigned ? base.order : bitWidth === 64 ? 'uint64' : 'uint32', source }
}

function floatType(precision: Precision): LeafType {
  if (precision === Precision.HALF) {
    const logical = { kind: 'float16' as const }
    const fixed = { ...plain, physical: PhysicalType.fixedLenByteArray, typeLength: 2, width: 2 }
    return { ...fixed, logical, order: 'half', source: 'same' }
  }
  const isSingle = precision === Precision.SINGLE
  const physical = isSingle ? PhysicalType.float : PhysicalType.double
  return { ...plain, physical, width: isSingle ? 4 : 8, order: isSingle ? 'float' : 'double', source: 'same' }
}

/** Fewest bytes of a two's complement number that hold all of `precision` digits. */
function decimalBytes(precision: number): number {
  return Math.ceil((precision * Math.log2(10) + 1) / 8)
}

function decimalType({ precision, scale, bitWidth }: Decimal): LeafType | string {
  if (precision < 1 || decimalBytes(precision) > bitWidth / 8) {
    return `a decimal of ${bitWidth} bits has no ${precision} digits`
  }
  if (scale < 0 || scale > precision) return 'the scale of a decimal must be from 0 to its precision in Parquet'
  const width = decimalBytes(precision)
  const fixed = { physical: PhysicalType.fixedLenByteArray, typeLength: width, width }
  const logical = { kind: 'decimal' as const, scale, precision }
  return { ...fixed, logical, converted: 5, order: 'signedBytes', source: 'decimal' }
}

function timeType({ unit }: Time): LeafType {
  const logical = { kind: 'time' as const, utc: false, unit: UNIT_NAMES[unit] }
  const base = unit <= TimeUnit.MILLISECOND ? int32 : int64
  return { ...base, logical, source: unit === TimeUnit.SECOND ? 'thousandfold32' : 'same' }
}

function timestampType({ unit, timezone }: Timestamp): LeafType {
  const utc = Boolean(timezone)
  const logical = { kind: 'timestamp' as const, utc, unit: UNIT_NAMES[unit] }
  // Older readers know timestamps of UTC only, and no nanoseconds.
  const converted = !utc || unit === TimeUnit.NANOSECOND ? null : unit === TimeUnit.MICROSECOND ? 10 : 9
  return { ...int64, logical, converted, source: unit === TimeUnit.SECOND ? 'thousandfold64' : 'same' }
}

/**
 * What Parquet makes of an Arrow type that has no children, as pyarrow's writer chooses; a dictionary is what it holds.
 *
 * @returns a text with the reason where Parquet cannot hold it
 */
export function leafType(type: DataType): LeafType | string {
  switch (type.typeId) {
    case Type.Null:
      return { ...int32, logical: { kind: 'unknown' }, order: null, source: 'nothing' }
    case Type.Bool:
      return { ...plain, physical: PhysicalType.boolean, width: 1, order: 'bool', source: 'bits' }
    case Type.Int:
      return intType(type as Int)
    case Type.Float:
      return floatType((type as DataType & { precision: Precision }).precision)
    case Type.Utf8:
    case Type.LargeUtf8:
      return { ...string, source: 'texts' }
    case Type.Binary:
    case Type.LargeBinary:
      return { ...bytes, source: 'texts' }
    case Type.Utf8View:
      return { ...string, source: 'views' }
    case Type.BinaryView:
      return { ...bytes, source: 'views' }
    case Type.FixedSizeBinary: {
      const { byteWidth } = type as DataType & { byteWidth: number }
      if (byteWidth === 0) return 'Parquet has no values of a fixed length of 0 bytes'
      const fixed = { ...plain, physical: PhysicalType.fixedLenByteArray, typeLength: byteWidth, width: byteWidth }
      return { ...fixed, order: 'bytes', source: 'same' }
    }
    case Type.Decimal:
      return decimalType(type as Decimal)
    case Type.Date: {
      const { unit } = type as DataType & { unit: DateUnit }
      return { ...int32, logical: { kind: 'date' }, converted: 6, source: unit === DateUnit.DAY ? 'same' : 'days' }
    }
    case Type.Time:
      return timeType(type as Time)
    case Type.Timestamp:
      return timestampType(type as Timestamp)
    case Type.Duration:
      return { ...int64, source: 'same' }
    case Type.Dictionary:
      return leafType((type as Dictionary).dictionary)
    default:
      return `Parquet has no type for ${typeName(type)}`
  }
}
