import {
  Binary,
  Bool,
  type DataType,
  DateDay,
  Decimal,
  FixedSizeBinary,
  Float16,
  Float32,
  Float64,
  Int,
  Int32,
  Int64,
  Null,
  TimeMicrosecond,
  TimeMillisecond,
  TimeNanosecond,
  Timestamp,
  TimeUnit,
  Utf8,
} from 'apache-arrow'
import { EngineError } from '../../../errors.ts'
import { PhysicalType } from './fileMetadata.ts'
import type { LogicalType } from './logicalType.ts'
import type { SchemaNode } from './schemaTree.ts'

const UNITS = { ms: TimeUnit.MILLISECOND, us: TimeUnit.MICROSECOND, ns: TimeUnit.NANOSECOND }
/** A value of more bytes is not a value; 16 MiB. */
const MAX_FIXED_BYTES = 16 * 1024 ** 2

/** Decimals of up to 38 digits take 16 bytes, longer ones 32. Null where Arrow has none of that precision. */
function decimalType({ precision, scale }: { precision: number; scale: number }): DataType | null {
  if (precision < 1 || precision > 76 || scale < 0 || scale > precision) return null
  return new Decimal(scale, precision, precision > 38 ? 256 : 128)
}

function timestampType({ utc, unit }: { utc: boolean; unit: keyof typeof UNITS }): DataType {
  return new Timestamp(UNITS[unit], utc ? 'UTC' : null)
}

function int32Type(logical: LogicalType | null): DataType {
  if (logical?.kind === 'int' && [8, 16, 32].includes(logical.bitWidth)) {
    return new Int(logical.signed, logical.bitWidth as 8 | 16 | 32)
  }
  if (logical?.kind === 'date') return new DateDay()
  if (logical?.kind === 'time' && logical.unit === 'ms') return new TimeMillisecond()
  if (logical?.kind === 'decimal') return decimalType(logical) ?? new Int32()
  return new Int32()
}

function int64Type(logical: LogicalType | null): DataType {
  if (logical?.kind === 'int' && logical.bitWidth === 64) return new Int(logical.signed, 64)
  if (logical?.kind === 'timestamp') return timestampType(logical)
  if (logical?.kind === 'time' && logical.unit !== 'ms') {
    return logical.unit === 'us' ? new TimeMicrosecond() : new TimeNanosecond()
  }
  if (logical?.kind === 'decimal') return decimalType(logical) ?? new Int64()
  return new Int64()
}

/** Texts by their annotation: enums and JSON are UTF-8, BSON and everything else is bytes. */
function byteArrayType(logical: LogicalType | null): DataType {
  if (logical?.kind === 'string' || logical?.kind === 'enum' || logical?.kind === 'json') return new Utf8()
  if (logical?.kind === 'decimal') return decimalType(logical) ?? new Binary()
  return new Binary()
}

function fixedType(node: SchemaNode, typeLength: number): DataType {
  if (typeLength < 0 || typeLength > MAX_FIXED_BYTES) {
    const message = `values of column ${JSON.stringify(node.name)} have a length of ${typeLength} bytes`
    throw new EngineError('format/corrupt', message)
  }
  if (node.logical?.kind === 'float16' && typeLength === 2) return new Float16()
  if (node.logical?.kind === 'decimal') return decimalType(node.logical) ?? new FixedSizeBinary(typeLength)
  return new FixedSizeBinary(typeLength)
}

/**
 * The Arrow type of a Parquet column by the annotations of the format's own specification; an annotation that does not
 * fit the physical type is passed over.
 *
 * @throws EngineError `format/corrupt` for fixed lengths that cannot be
 */
export function arrowType(node: SchemaNode, physical: number, typeLength: number): DataType {
  if (node.logical?.kind === 'unknown') return new Null()
  switch (physical) {
    case PhysicalType.boolean:
      return new Bool()
    case PhysicalType.int32:
      return int32Type(node.logical)
    case PhysicalType.int64:
      return int64Type(node.logical)
    case PhysicalType.int96:
      return new Timestamp(TimeUnit.NANOSECOND, null)
    case PhysicalType.float:
      return new Float32()
    case PhysicalType.double:
      return new Float64()
    case PhysicalType.byteArray:
      return byteArrayType(node.logical)
    default:
      return fixedType(node, typeLength)
  }
}
