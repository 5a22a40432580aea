import { type DataType, type Decimal, type Dictionary, type Field, type Schema, Type } from 'apache-arrow'
import { typeName } from '../../table/typeName.ts'

/**
 * Names and types of columns, as far as Parquet keeps them: it has names of its own inside lists and maps, and stores views,
 * dictionaries of anything but text, dates in milliseconds and whole seconds as the plain type next to them.
 */
export function columnKinds(schema: Schema): string {
  return fieldKinds(schema.fields)
}

function fieldKinds(fields: readonly Field[]): string {
  return fields.map(({ name, type }) => `${JSON.stringify(name)}: ${kindOf(type)}`).join(', ')
}

function kindOf(type: DataType): string {
  const children = (type.children ?? []) as Field[]
  const items = () => children.map((child) => kindOf(child.type)).join(', ')
  switch (type.typeId) {
    case Type.Dictionary:
      return kindOf((type as Dictionary).dictionary)
    case Type.Struct:
      return `struct<${fieldKinds(children)}>`
    case Type.Map:
      return `map<${((children[0]?.type.children ?? []) as Field[]).map((child) => kindOf(child.type)).join(', ')}>`
    case Type.List:
    case Type.LargeList:
      return `list<${items()}>`
    case Type.FixedSizeList:
      return `fixed_size_list<${items()}>`
    case Type.Decimal: {
      const { precision, scale } = type as Decimal
      return `decimal(${precision}, ${scale})`
    }
    case Type.Date:
      return 'date'
    case Type.Time:
      return 'time'
    case Type.Timestamp:
      return 'timestamp'
    default:
      return typeName(type).replace(/^large_|_view$/g, '')
  }
}
