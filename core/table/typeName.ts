import {
  type DataType,
  type Dictionary,
  type Field,
  IntervalUnit,
  Precision,
  TimeUnit,
  Type,
  UnionMode,
} from 'apache-arrow'

/** How a column is drawn and what can be done with it. The same words as `ColumnKind` of `app/protocol/datasets.ts`. */
export type ColumnKind = 'integer' | 'float' | 'boolean' | 'text' | 'list' | 'struct' | 'binary' | 'time' | 'null'

const floatNames = { [Precision.HALF]: 'float16', [Precision.SINGLE]: 'float32', [Precision.DOUBLE]: 'float64' }

/** Suffixes of the four time units, as Arrow writes them. */
export const timeUnitNames = {
  [TimeUnit.SECOND]: 's',
  [TimeUnit.MILLISECOND]: 'ms',
  [TimeUnit.MICROSECOND]: 'us',
  [TimeUnit.NANOSECOND]: 'ns',
}

const intervalNames = {
  [IntervalUnit.YEAR_MONTH]: 'month_interval',
  [IntervalUnit.DAY_TIME]: 'day_time_interval',
  [IntervalUnit.MONTH_DAY_NANO]: 'month_day_nano_interval',
}

/** Fields as `name: type, …`. */
function fieldList(fields: readonly Field[]): string {
  return fields.map((field) => `${field.name}: ${typeName(field.type)}`).join(', ')
}

function childName(type: DataType, index = 0): string {
  const child = (type.children as Field[])[index]
  return child ? typeName(child.type) : 'null'
}

/**
 * An Arrow type as text, in Arrow's own words: `int64`, `utf8`, `list<int32>`, `struct<role: utf8, content: utf8>`,
 * `timestamp[us, UTC]`, `decimal128(10, 2)`, `dictionary<int32, utf8>`.
 */
export function typeName(type: DataType): string {
  switch (type.typeId) {
    case Type.Null:
      return 'null'
    case Type.Bool:
      return 'bool'
    case Type.Int: {
      const int = type as DataType & { isSigned: boolean; bitWidth: number }
      return `${int.isSigned ? 'int' : 'uint'}${int.bitWidth}`
    }
    case Type.Float:
      return floatNames[(type as DataType & { precision: Precision }).precision]
    case Type.Utf8:
      return 'utf8'
    case Type.LargeUtf8:
      return 'large_utf8'
    case Type.Utf8View:
      return 'utf8_view'
    case Type.Binary:
      return 'binary'
    case Type.LargeBinary:
      return 'large_binary'
    case Type.BinaryView:
      return 'binary_view'
    case Type.FixedSizeBinary:
      return `fixed_size_binary[${(type as DataType & { byteWidth: number }).byteWidth}]`
    case Type.Decimal: {
      const decimal = type as DataType & { bitWidth: number; precision: number; scale: number }
      return `decimal${decimal.bitWidth}(${decimal.precision}, ${decimal.scale})`
    }
    case Type.Date:
      return (type as DataType & { unit: number }).unit === 0 ? 'date32[day]' : 'date64[ms]'
    case Type.Time: {
      const time = type as DataType & { bitWidth: number; unit: TimeUnit }
      return `time${time.bitWidth}[${timeUnitNames[time.unit]}]`
    }
    case Type.Timestamp: {
      const { unit, timezone } = type as DataType & { unit: TimeUnit; timezone?: string | null }
      return timezone ? `timestamp[${timeUnitNames[unit]}, ${timezone}]` : `timestamp[${timeUnitNames[unit]}]`
    }
    case Type.Duration:
      return `duration[${timeUnitNames[(type as DataType & { unit: TimeUnit }).unit]}]`
    case Type.Interval:
      return intervalNames[(type as DataType & { unit: IntervalUnit }).unit]
    case Type.List:
      return `list<${childName(type)}>`
    case Type.LargeList:
      return `large_list<${childName(type)}>`
    case Type.FixedSizeList:
      return `fixed_size_list<${childName(type)}>[${(type as DataType & { listSize: number }).listSize}]`
    case Type.Struct:
      return `struct<${fieldList(type.children as Field[])}>`
    case Type.Map: {
      const entries = (type.children as Field[])[0]?.type
      return entries ? `map<${childName(entries, 0)}, ${childName(entries, 1)}>` : 'map'
    }
    case Type.Union: {
      const { mode } = type as DataType & { mode: UnionMode }
      return `${mode === UnionMode.Dense ? 'dense' : 'sparse'}_union<${fieldList(type.children as Field[])}>`
    }
    case Type.Dictionary: {
      const { indices, dictionary } = type as Dictionary
      return `dictionary<${typeName(indices)}, ${typeName(dictionary)}>`
    }
    default:
      return String(type)
  }
}

/** The kind of a column of this type. Dictionaries are what they hold, maps are lists of entries. */
export function columnKind(type: DataType): ColumnKind {
  switch (type.typeId) {
    case Type.Null:
      return 'null'
    case Type.Bool:
      return 'boolean'
    case Type.Int:
      return 'integer'
    case Type.Float:
    case Type.Decimal:
      return 'float'
    case Type.Utf8:
    case Type.LargeUtf8:
    case Type.Utf8View:
      return 'text'
    case Type.Binary:
    case Type.LargeBinary:
    case Type.BinaryView:
    case Type.FixedSizeBinary:
      return 'binary'
    case Type.Date:
    case Type.Time:
    case Type.Timestamp:
    case Type.Duration:
    case Type.Interval:
      return 'time'
    case Type.List:
    case Type.LargeList:
    case Type.FixedSizeList:
    case Type.Map:
      return 'list'
    case Type.Dictionary:
      return columnKind((type as Dictionary).dictionary)
    default:
      return 'struct'
  }
}
