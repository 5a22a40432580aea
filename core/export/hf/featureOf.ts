import {
  Binary,
  type DataType,
  DateUnit,
  type Decimal,
  type Dictionary,
  type Duration,
  Field,
  type FixedSizeBinary,
  FixedSizeList,
  LargeList,
  List,
  Struct,
  type Time,
  type Timestamp,
  Type,
  Utf8,
} from 'apache-arrow'
import { EngineError } from '../../errors.ts'
import type { JsonValue } from '../../hashing/keys/jsonValues.ts'
import { timeUnitNames, typeName } from '../../table/typeName.ts'
import { members, whole } from './pythonJson.ts'

/** Time zones that `datasets` reads back from a feature. */
const TIME_ZONE = /^[a-zA-Z0-9/_+\-:]+$/

/**
 * The type a column is saved with, and its feature: what `Features.from_arrow_schema` of `datasets` makes of it. Dictionaries
 * are saved as what they hold, text and binary views as text and binary, maps as lists of `key` and `value`; list items are
 * called `item` and everything may be null, as in all that `datasets` writes.
 */
export interface SavedType {
  type: DataType
  feature: JsonValue
}

function value(dtype: string): JsonValue {
  return members(['dtype', dtype], ['_type', 'Value'])
}

/**
 * @param column for the message
 * @throws EngineError `format/unsupported` for types that `datasets` has no feature for
 */
export function savedType(type: DataType, column: string): SavedType {
  switch (type.typeId) {
    case Type.Dictionary:
      return savedType((type as Dictionary).dictionary, column)
    case Type.Struct:
      return savedStruct(type.children as Field[], column)
    case Type.List:
    case Type.LargeList:
    case Type.FixedSizeList:
    case Type.Map:
      return savedList(type, column)
    case Type.Utf8View:
      return { type: new Utf8(), feature: value('string') }
    case Type.BinaryView:
      return { type: new Binary(), feature: value('binary') }
    default: {
      const dtype = dtypeOf(type)
      if (dtype !== null) return { type, feature: value(dtype) }
      const message = `'${column}' is ${typeName(type)}, which datasets has no feature for`
      throw new EngineError('format/unsupported', message, { feature: column })
    }
  }
}

function savedStruct(fields: readonly Field[], column: string): SavedType {
  const names = new Set(fields.map(({ name }) => name))
  if (names.size < fields.length) {
    const message = `'${column}' has two fields of one name, which datasets cannot tell apart`
    throw new EngineError('format/unsupported', message, { feature: column })
  }
  const saved = fields.map((field) => ({ name: field.name, ...savedType(field.type, `${column}.${field.name}`) }))
  return {
    type: new Struct(saved.map(({ name, type }) => new Field(name, type, true))),
    feature: members(...saved.map(({ name, feature }): [string, JsonValue] => [name, feature])),
  }
}

function savedList(type: DataType, column: string): SavedType {
  const inner = savedType((type.children as Field[])[0]?.type as DataType, column)
  const item = new Field('item', inner.type, true)
  if (type.typeId === Type.FixedSizeList) {
    const { listSize } = type as FixedSizeList
    return {
      type: new FixedSizeList(listSize, item),
      feature: members(['feature', inner.feature], ['length', whole(listSize)], ['_type', 'List']),
    }
  }
  const isLarge = type.typeId === Type.LargeList
  return {
    type: isLarge ? new LargeList(item) : new List(item),
    feature: members(['feature', inner.feature], ['_type', isLarge ? 'LargeList' : 'List']),
  }
}

/** The `dtype` of a `Value` (`_arrow_to_datasets_dtype`); null where there is none. */
function dtypeOf(type: DataType): string | null {
  switch (type.typeId) {
    case Type.Null:
    case Type.Bool:
    case Type.Int:
    case Type.Float:
    case Type.Binary:
    case Type.LargeBinary:
    case Type.FixedSizeBinary:
    case Type.Time:
    case Type.Duration:
      return typeName(type as Time | Duration | FixedSizeBinary)
    case Type.Utf8:
      return 'string'
    case Type.LargeUtf8:
      return 'large_string'
    case Type.Date:
      return (type as DataType & { unit: DateUnit }).unit === DateUnit.DAY ? 'date32' : 'date64'
    case Type.Decimal: {
      const { bitWidth } = type as Decimal
      return bitWidth === 128 || bitWidth === 256 ? typeName(type) : null
    }
    case Type.Timestamp: {
      const { unit, timezone } = type as Timestamp
      if (!timezone) return `timestamp[${timeUnitNames[unit]}]`
      return TIME_ZONE.test(timezone) ? `timestamp[${timeUnitNames[unit]}, tz=${timezone}]` : null
    }
    default:
      return null
  }
}
