import { type Data, type Dictionary, Type, type Union, UnionMode, type Vector } from 'apache-arrow'

// Cells by raw buffers. In apache-arrow a slice narrows `values`, `valueOffsets` and `typeIds` to the slice, while
// bitmaps (validity, and the values of booleans) keep their start and are read at `offset + row`.

/** Rows of a list's child, or bytes of a text: half-open. */
export interface Span {
  start: number
  end: number
}

/** Where a cell's value really lives, once dictionaries and unions are followed. */
export interface ResolvedCell {
  data: Data
  row: number
}

function bitSet(bitmap: Uint8Array, index: number): boolean {
  return ((bitmap[index >> 3] ?? 0) & (1 << (index & 7))) !== 0
}

/** Whether the cell itself is null; a dictionary's or union's own value may be null too, see `resolveCell`. */
function isBitNull(data: Data, row: number): boolean {
  const bitmap = data.nullBitmap
  return !!bitmap && bitmap.length > 0 && data.nullCount > 0 && !bitSet(bitmap, data.offset + row)
}

function resolveDictionary(data: Data, row: number): ResolvedCell | null {
  const key = Number(data.values[row])
  const chunks = (data.dictionary as Vector | undefined)?.data ?? []
  let start = 0
  for (const chunk of chunks) {
    if (key >= start && key < start + chunk.length) return resolveCell(chunk, key - start)
    start += chunk.length
  }
  return null
}

function resolveUnion(data: Data, row: number): ResolvedCell | null {
  const type = data.type as Union
  const child = data.children[type.typeIdToChildIndex[data.typeIds[row]] ?? -1]
  if (!child) return null
  return resolveCell(child, type.mode === UnionMode.Dense ? Number(data.valueOffsets[row]) : row)
}

/** The cell behind dictionaries and unions; null when the cell is null (or points nowhere). */
export function resolveCell(data: Data, row: number): ResolvedCell | null {
  switch (data.type.typeId) {
    case Type.Null:
      return null
    case Type.Union:
      return resolveUnion(data, row)
    case Type.Dictionary:
      return isBitNull(data, row) ? null : resolveDictionary(data, row)
    default:
      return isBitNull(data, row) ? null : { data, row }
  }
}

/** Whether a cell is null, dictionaries and unions followed. */
export function isNullCell(data: Data, row: number): boolean {
  return resolveCell(data, row) === null
}

/** Value of a boolean cell that is not null. */
export function booleanAt(data: Data, row: number): boolean {
  return bitSet(data.values as Uint8Array, data.offset + row)
}

function viewBytes(data: Data, row: number): Uint8Array {
  const views = data.values as Uint8Array
  const at = row * 16
  const view = new DataView(views.buffer, views.byteOffset + at, 16)
  const length = view.getInt32(0, true)
  if (length <= 12) return views.subarray(at + 4, at + 4 + length)
  const start = view.getInt32(12, true)
  return data.variadicBuffers[view.getInt32(8, true)]?.subarray(start, start + length) ?? new Uint8Array(0)
}

/** Bytes of a text or binary cell that is not null, of any of Arrow's seven layouts: a view, not a copy. */
export function bytesAt(data: Data, row: number): Uint8Array {
  const values = data.values as Uint8Array
  switch (data.type.typeId) {
    case Type.Utf8View:
    case Type.BinaryView:
      return viewBytes(data, row)
    case Type.FixedSizeBinary:
      return values.subarray(row * data.stride, (row + 1) * data.stride)
    default:
      return values.subarray(Number(data.valueOffsets[row]), Number(data.valueOffsets[row + 1]))
  }
}

/** Rows of `data.children[0]` that a list or map cell holds. */
export function childSpan(data: Data, row: number): Span {
  if (data.type.typeId === Type.FixedSizeList) return { start: row * data.stride, end: (row + 1) * data.stride }
  return { start: Number(data.valueOffsets[row]), end: Number(data.valueOffsets[row + 1]) }
}

/** The type of the values a column shows: a dictionary's values instead of its keys. */
export function valueTypeId(data: Data): Type {
  return data.type.typeId === Type.Dictionary ? (data.type as Dictionary).dictionary.typeId : data.type.typeId
}

/** True for the three layouts of text. */
export function isTextType(typeId: Type): boolean {
  return typeId === Type.Utf8 || typeId === Type.LargeUtf8 || typeId === Type.Utf8View
}

/** True for the four layouts of binary. */
export function isBinaryType(typeId: Type): boolean {
  return (
    typeId === Type.Binary ||
    typeId === Type.LargeBinary ||
    typeId === Type.BinaryView ||
    typeId === Type.FixedSizeBinary
  )
}

/** True for what holds a list of child rows: lists of all layouts, and maps. */
export function isListType(typeId: Type): boolean {
  return typeId === Type.List || typeId === Type.LargeList || typeId === Type.FixedSizeList || typeId === Type.Map
}
