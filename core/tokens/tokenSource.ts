import { type DataType, Type } from 'apache-arrow'

/** How a column can be read as token ids; null when it cannot. */
export function tokenSource(type: DataType): 'ids' | 'bytes' | null {
  if (type.typeId === Type.Utf8 || type.typeId === Type.LargeUtf8) return 'bytes'
  const isList = type.typeId === Type.List || type.typeId === Type.LargeList || type.typeId === Type.FixedSizeList
  const child = isList ? (type.children[0]?.type as DataType | undefined) : undefined
  return child?.typeId === Type.Int ? 'ids' : null
}
