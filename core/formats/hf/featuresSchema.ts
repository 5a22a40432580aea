import {
  Binary,
  Bool,
  type DataType,
  DateDay,
  Field,
  FixedSizeList,
  Float16,
  Float32,
  Float64,
  Int8,
  Int16,
  Int32,
  Int64,
  LargeBinary,
  LargeList,
  LargeUtf8,
  List,
  Null,
  Schema,
  Struct,
  Timestamp,
  TimeUnit,
  Uint8,
  Uint16,
  Uint32,
  Uint64,
  Utf8,
} from 'apache-arrow'
import { EngineError } from '../../errors.ts'
import { nullableField } from '../../table/jsonField.ts'

const VALUES: Readonly<Record<string, () => DataType>> = {
  null: () => new Null(),
  bool: () => new Bool(),
  int8: () => new Int8(),
  int16: () => new Int16(),
  int32: () => new Int32(),
  int64: () => new Int64(),
  uint8: () => new Uint8(),
  uint16: () => new Uint16(),
  uint32: () => new Uint32(),
  uint64: () => new Uint64(),
  float16: () => new Float16(),
  float32: () => new Float32(),
  float64: () => new Float64(),
  string: () => new Utf8(),
  large_string: () => new LargeUtf8(),
  binary: () => new Binary(),
  large_binary: () => new LargeBinary(),
  date32: () => new DateDay(),
}
const UNITS: Readonly<Record<string, TimeUnit>> = {
  s: TimeUnit.SECOND,
  ms: TimeUnit.MILLISECOND,
  us: TimeUnit.MICROSECOND,
  ns: TimeUnit.NANOSECOND,
}
/** Features nest; a description deeper than this was not written by `datasets`. */
const MAX_DEPTH = 64

/**
 * The Arrow schema that `features` of a `dataset_info.json` describe: what an empty dataset has instead of a file.
 * Types of media and others that need no column of their own kind here are text.
 * @throws EngineError `format/corrupt` for what is no description of features
 */
export function featuresSchema(features: Record<string, unknown>): Schema {
  return new Schema(Object.entries(features).map(([name, feature]) => nullableField(name, typeOf(feature, 0))))
}

function typeOf(feature: unknown, depth: number): DataType {
  if (depth > MAX_DEPTH || typeof feature !== 'object' || feature === null) {
    throw new EngineError('format/corrupt', `dataset_info.json: ${JSON.stringify(feature)} is no feature`)
  }
  if (Array.isArray(feature)) return new List(item(feature[0], depth))
  const { _type: kind, dtype, feature: inner, length } = feature as Record<string, unknown>
  switch (kind) {
    case 'Value':
      return valueType(String(dtype))
    case 'ClassLabel':
      return new Int64()
    case 'LargeList':
      return new LargeList(item(inner, depth))
    case 'List':
    case 'Sequence':
      return typeof length === 'number' && Number.isSafeInteger(length) && length >= 0
        ? new FixedSizeList(length, item(inner, depth))
        : new List(item(inner, depth))
    case undefined:
      return new Struct(Object.entries(feature).map(([name, part]) => new Field(name, typeOf(part, depth + 1), true)))
    default:
      return new Utf8()
  }
}

function item(feature: unknown, depth: number): Field {
  return nullableField('item', typeOf(feature, depth + 1))
}

function valueType(dtype: string): DataType {
  const make = Object.hasOwn(VALUES, dtype) ? VALUES[dtype] : undefined
  if (make) return make()
  const [, unit, zone] = /^timestamp\[(s|ms|us|ns)(?:, tz=([^\]]+))?\]$/.exec(dtype) ?? []
  if (unit) return new Timestamp(UNITS[unit] as TimeUnit, zone ?? null)
  return new Utf8()
}
