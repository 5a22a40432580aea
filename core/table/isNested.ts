import { type DataType, type Dictionary, type Field, Type } from 'apache-arrow'

/** Whether values of a type are lists, structs or maps, or may be. */
export function isNested(type: DataType): boolean {
  switch (type.typeId) {
    case Type.List:
    case Type.LargeList:
    case Type.FixedSizeList:
    case Type.Struct:
    case Type.Map:
      return true
    case Type.Dictionary:
      return isNested((type as Dictionary).dictionary)
    case Type.Union:
      return (type.children as Field[]).some((field) => isNested(field.type))
    default:
      return false
  }
}
