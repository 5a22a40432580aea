import { Data, DataType, type Field, type FixedSizeList, Type } from 'apache-arrow'
import { bytesAt } from '../cells.ts'
import { isJsonField } from '../jsonField.ts'
import { nullColumn } from '../nullBatch.ts'
import { decodeDictionary } from './decodeDictionary.ts'
import { jsonColumn } from './jsonColumn.ts'
import { sameMeaning } from './sameMeaning.ts'
import { type Validity, validityOf } from './validity.ts'
import { widerNumbers } from './widerNumbers.ts'

/**
 * A column as a field that `widerField` gave for it: every value stays what it is. Buffers are shared where they can be.
 *
 * @param from the column's own field
 * @throws EngineError `limit/exceeded` when JSON text of the column is over the budget of a batch
 */
export function conformColumn(data: Data, from: Field, to: Field): Data {
  if (isJsonField(to)) return isJsonField(from) ? data : jsonColumn(data, from)
  return conformType(data, to.type)
}

function conformType(data: Data, to: DataType): Data {
  const from = data.type as DataType
  if (sameMeaning(from, to)) return data
  if (DataType.isNull(from)) return nullColumn(to, data.length)
  if (DataType.isDictionary(from)) return decodeDictionary(data, to, conformType)
  const validity = validityOf(data)
  switch (to.typeId) {
    case Type.Int:
    case Type.Float:
      return column(to, data.length, validity, [undefined, widerNumbers(data, to)])
    case Type.Utf8:
    case Type.LargeUtf8:
    case Type.Binary:
    case Type.LargeBinary:
      return conformBytes(data, to, validity)
    case Type.Struct:
      return column(to, data.length, validity, [], conformChildren(data, to))
    default:
      return conformList(data, to, validity)
  }
}

function column(
  to: DataType,
  length: number,
  { nullCount, bitmap }: Validity,
  buffers: unknown[],
  children: Data[] = [],
) {
  return new Data(to, 0, length, nullCount, [buffers[0], buffers[1], bitmap, undefined] as never, children)
}

type Offsets = Int32Array | BigInt64Array

function newOffsets(to: DataType, length: number): Offsets {
  return to.OffsetArrayType === BigInt64Array ? new BigInt64Array(length + 1) : new Int32Array(length + 1)
}

function setOffset(offsets: Offsets, at: number, value: number): void {
  if (offsets instanceof BigInt64Array) offsets[at] = BigInt(value)
  else offsets[at] = value
}

/** Text and binary: only offsets differ, but for views, whose bytes lie apart. */
function conformBytes(data: Data, to: DataType, validity: Validity): Data {
  const { length } = data
  const offsets = newOffsets(to, length)
  const { typeId } = data.type
  if (typeId === Type.Utf8View || typeId === Type.BinaryView) {
    const isNull = (row: number) => validity.bitmap && ((validity.bitmap[row >> 3] as number) & (1 << (row & 7))) === 0
    const parts = Array.from({ length }, (_, row) => (isNull(row) ? new Uint8Array(0) : bytesAt(data, row)))
    let end = 0
    for (const [row, part] of parts.entries()) {
      end += part.length
      setOffset(offsets, row + 1, end)
    }
    const bytes = new Uint8Array(end)
    let at = 0
    for (const part of parts) {
      bytes.set(part, at)
      at += part.length
    }
    return column(to, length, validity, [offsets, bytes])
  }
  if (typeId === Type.FixedSizeBinary) {
    for (let row = 0; row <= length; row++) setOffset(offsets, row, row * data.stride)
    return column(to, length, validity, [offsets, (data.values as Uint8Array).subarray(0, length * data.stride)])
  }
  const { start, end } = fillOffsets(data, offsets)
  return column(to, length, validity, [offsets, (data.values as Uint8Array).subarray(start, end)])
}

/** The offsets of a sliced column, counted from its first item; says which items they span. */
function fillOffsets(data: Data, offsets: Offsets): { start: number; end: number } {
  const from = data.valueOffsets as unknown as Offsets
  const start = data.length === 0 ? 0 : Number(from[0])
  for (let row = 0; row < data.length; row++) setOffset(offsets, row + 1, Number(from[row + 1]) - start)
  return { start, end: data.length === 0 ? 0 : Number(from[data.length]) }
}

function conformList(data: Data, to: DataType, validity: Validity): Data {
  const [item, wanted] = [data.type.children[0] as Field, to.children[0] as Field]
  const child = data.children[0] as Data
  if (to.typeId === Type.FixedSizeList) {
    return column(to, data.length, validity, [], [conformColumn(child, item, wanted)])
  }
  const offsets = newOffsets(to, data.length)
  if (data.type.typeId === Type.FixedSizeList) {
    const { listSize } = data.type as FixedSizeList
    for (let row = 0; row <= data.length; row++) setOffset(offsets, row, row * listSize)
    return column(to, data.length, validity, [offsets], [conformColumn(child, item, wanted)])
  }
  const { start, end } = fillOffsets(data, offsets)
  return column(to, data.length, validity, [offsets], [conformColumn(child.slice(start, end - start), item, wanted)])
}

function conformChildren(data: Data, to: DataType): Data[] {
  const fields = data.type.children as Field[]
  return (to.children as Field[]).map((wanted) => {
    const at = fields.findIndex(({ name }) => name === wanted.name)
    const [field, child] = [fields[at], data.children[at]]
    return field && child ? conformColumn(child, field, wanted) : nullColumn(wanted.type, data.length)
  })
}
