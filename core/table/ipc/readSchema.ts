import {
  Binary,
  BinaryView,
  Bool,
  type DataType,
  Date_,
  Decimal,
  Dictionary,
  Duration,
  Field,
  FixedSizeBinary,
  FixedSizeList,
  Float,
  Int,
  Interval,
  LargeBinary,
  LargeList,
  LargeUtf8,
  List,
  Map_,
  type MetadataVersion,
  Null,
  Schema,
  Struct,
  Time,
  Timestamp,
  Type,
  Union,
  Utf8,
  Utf8View,
} from 'apache-arrow'
import { EngineError } from '../../errors.ts'
import type { FlatTable } from './flatBuffer.ts'
import { ListView, RunEndEncoded } from './storedTypes.ts'

// Field slots are those of Schema.fbs (apache/arrow, format/Schema.fbs).

/** Deepest nesting of types that is read; recursion over types relies on it. */
export const MAX_TYPE_DEPTH = 64
/** Most fields of a schema, nested ones included: damaged metadata may point at the same fields over and over. */
const MAX_FIELDS = 200_000

// Types of the specification that apache-arrow has no class for.
const RUN_END_ENCODED = 22
const LIST_VIEW = 25
const LARGE_LIST_VIEW = 26

function unsupported(feature: string, column: string): EngineError {
  return new EngineError('format/unsupported', `column ${JSON.stringify(column)} has the type ${feature}`, { feature })
}

function damaged(what: string): EngineError {
  return new EngineError('format/corrupt', `Arrow schema is damaged: ${what}`)
}

/** One of the values a number in a schema may have. */
function oneOf<T extends number>(value: number, allowed: readonly T[], what: string): T {
  if ((allowed as readonly number[]).includes(value)) return value as T
  throw damaged(`${what} ${value}, expected one of ${allowed.join(', ')}`)
}

class SchemaReader {
  /** Value types of dictionary-encoded columns, by dictionary id. */
  readonly dictionaries = new Map<number, DataType>()
  private fieldsLeft = MAX_FIELDS

  readMetadata(table: FlatTable, slot: number): Map<string, string> {
    const entries = table.tables(slot).map((entry) => [entry.string(0) ?? '', entry.string(1) ?? ''] as const)
    return new Map(entries)
  }

  readFields(table: FlatTable, slot: number, depth: number): Field[] {
    this.fieldsLeft -= table.vector(slot, 4).length
    if (this.fieldsLeft < 0) throw damaged(`more than ${MAX_FIELDS} fields`)
    if (depth > MAX_TYPE_DEPTH) {
      throw new EngineError('format/unsupported', `columns are nested deeper than ${MAX_TYPE_DEPTH} levels`)
    }
    return table.tables(slot).map((field) => this.readField(field, depth))
  }

  private readField(field: FlatTable, depth: number): Field {
    const name = field.string(0) ?? ''
    const valueType = this.readType(field, name, depth)
    const encoding = field.table(4)
    const type = encoding ? this.readDictionary(encoding, valueType) : valueType
    return new Field(name, type, field.bool(1), this.readMetadata(field, 6))
  }

  private readDictionary(encoding: FlatTable, valueType: DataType): DataType {
    const id = encoding.count(0)
    const indexType = encoding.table(1)
    const indices = indexType ? readInt(indexType) : new Int(true, 32)
    if (!this.dictionaries.has(id)) this.dictionaries.set(id, valueType)
    return new Dictionary(valueType, indices as never, id, encoding.bool(2))
  }

  private readType(field: FlatTable, name: string, depth: number): DataType {
    const typeId = field.uint8(2, 0)
    const children = this.readFields(field, 5, depth + 1)
    const table = field.table(3)
    const only = () => {
      if (children.length !== 1) throw damaged(`a list with ${children.length} children`)
      return children[0] as Field
    }
    switch (typeId as number) {
      case Type.Null:
        return new Null()
      case Type.Bool:
        return new Bool()
      case Type.Utf8:
        return new Utf8()
      case Type.LargeUtf8:
        return new LargeUtf8()
      case Type.Utf8View:
        return new Utf8View()
      case Type.Binary:
        return new Binary()
      case Type.LargeBinary:
        return new LargeBinary()
      case Type.BinaryView:
        return new BinaryView()
      case Type.List:
        return new List(only())
      case Type.LargeList:
        return new LargeList(only())
      case Type.Struct:
        return new Struct(children)
      case RUN_END_ENCODED:
        return readRunEnds(children)
      case LIST_VIEW:
      case LARGE_LIST_VIEW:
        return new ListView(only(), typeId === LARGE_LIST_VIEW)
    }
    if (!table) throw damaged(`column ${JSON.stringify(name)} has no type (${typeId})`)
    switch (typeId) {
      case Type.FixedSizeList: {
        const listSize = table.int32(0, 0)
        if (listSize < 0) throw damaged(`a fixed list size of ${listSize}`)
        return new FixedSizeList(listSize, only())
      }
      case Type.Map: {
        const entries = only()
        if (entries.type.typeId !== Type.Struct || entries.type.children.length !== 2) {
          throw damaged('a map without key and value')
        }
        return new Map_(entries as never, table.bool(0))
      }
      case Type.Union:
        return readUnion(table, children)
      default:
        return readScalar(typeId, table, name)
    }
  }
}

function readRunEnds(children: Field[]): DataType {
  const ends = children[0]?.type
  if (children.length === 2 && ends instanceof Int && ends.isSigned && ends.bitWidth > 8) {
    return new RunEndEncoded(children)
  }
  throw damaged(`run ends of ${children.map((child) => child.type).join(' and ')}`)
}

function readInt(table: FlatTable): Int {
  return new Int(table.bool(1), oneOf(table.int32(0, 0), [8, 16, 32, 64], 'an integer width of'))
}

function readUnion(table: FlatTable, children: Field[]): DataType {
  const { start, length } = table.vector(1, 4)
  const mode = oneOf(table.int16(0, 0), [0, 1], 'a union mode of')
  const ids = Array.from({ length }, (_, index) => table.view.getInt32(start + index * 4, true))
  const typeIds = length > 0 ? ids : children.map((_, index) => index)
  if (typeIds.length !== children.length || typeIds.some((id) => id < 0 || id > 127)) {
    throw damaged(`a union of ${children.length} types with ids ${typeIds.join(', ')}`)
  }
  return new Union(mode, typeIds, children)
}

function readScalar(typeId: number, table: FlatTable, name: string): DataType {
  const timeUnit = (slot: number, absent: number) => oneOf(table.int16(slot, absent), [0, 1, 2, 3], 'a time unit of')
  switch (typeId) {
    case Type.Int:
      return readInt(table)
    case Type.Float:
      return new Float(oneOf(table.int16(0, 0), [0, 1, 2], 'a float precision of') as never)
    case Type.Decimal: {
      const bitWidth = oneOf(table.int32(2, 128), [32, 64, 128, 256], 'a decimal width of')
      const scale = table.int32(1, 0)
      if (Math.abs(scale) > 1000) throw damaged(`a decimal scale of ${scale}`)
      return new Decimal(scale, table.int32(0, 0), bitWidth)
    }
    case Type.Date:
      return new Date_(oneOf(table.int16(0, 1), [0, 1], 'a date unit of'))
    case Type.Time: {
      const unit = timeUnit(0, 1)
      const bitWidth = oneOf(table.int32(1, 32), unit < 2 ? [32] : [64], 'a time width of')
      return new Time(unit, bitWidth as never)
    }
    case Type.Timestamp:
      return new Timestamp(timeUnit(0, 0), table.string(1))
    case Type.Interval:
      return new Interval(oneOf(table.int16(0, 0), [0, 1, 2], 'an interval unit of'))
    case Type.Duration:
      return new Duration(timeUnit(0, 1))
    case Type.FixedSizeBinary: {
      const byteWidth = table.int32(0, 0)
      if (byteWidth < 0) throw damaged(`a fixed binary width of ${byteWidth}`)
      return new FixedSizeBinary(byteWidth)
    }
    default:
      throw unsupported(`number ${typeId}`, name)
  }
}

/**
 * An Arrow schema from its FlatBuffer table, as columns are stored: `shownSchema` says what they hold.
 *
 * @throws EngineError `format/corrupt`; `format/unsupported` for big-endian data, unknown types and nesting
 * deeper than `MAX_TYPE_DEPTH`
 */
export function readSchema(table: FlatTable, version: MetadataVersion): Schema {
  if (table.int16(0, 0) !== 0) {
    throw new EngineError('format/unsupported', 'the file holds big-endian Arrow data', { feature: 'big-endian' })
  }
  const reader = new SchemaReader()
  const fields = reader.readFields(table, 1, 1)
  return new Schema(fields, reader.readMetadata(table, 2), reader.dictionaries, version)
}
