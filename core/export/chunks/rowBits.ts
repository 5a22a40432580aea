import {
  type Data,
  type DataType,
  type Dictionary,
  type RecordBatch,
  Type,
  type Union,
  UnionMode,
  type Vector,
} from 'apache-arrow'
import { dictionaryOf } from '../../table/ipc/dictionaryIds.ts'

/** A text or binary view, and what a view holds by itself. */
const VIEW_BYTES = 16
const INLINE_BYTES = 12

/**
 * What rows `[start, end)` of a batch weigh, in bits of Arrow buffers. It adds up: a row weighs the same in whatever
 * batch or slice it comes, so that a cut made by it is the same for everyone. Values of dictionaries count as if each
 * row had its own. For most types the offsets tell, without a look at the rows.
 */
export function rowBits(batch: RecordBatch, start: number, end: number): number {
  let bits = 0
  for (const column of batch.data.children) bits += columnBits(column, start, end)
  return bits
}

function columnBits(data: Data, start: number, end: number): number {
  const { type } = data
  const rows = end - start
  if (rows <= 0 || type.typeId === Type.Null) return 0
  const validity = rows // a bit a row, also where there is no bitmap: another slice may have one
  switch (type.typeId) {
    case Type.Bool:
      return validity + rows
    case Type.Utf8:
    case Type.Binary:
    case Type.LargeUtf8:
    case Type.LargeBinary:
      return validity + offsetBits(data, rows) + 8 * (offsetAt(data, end) - offsetAt(data, start))
    case Type.List:
    case Type.LargeList:
    case Type.Map:
      return (
        validity +
        offsetBits(data, rows) +
        columnBits(data.children[0] as Data, offsetAt(data, start), offsetAt(data, end))
      )
    case Type.FixedSizeList: {
      const size = (type as DataType & { listSize: number }).listSize
      return validity + columnBits(data.children[0] as Data, start * size, end * size)
    }
    case Type.Struct:
      return data.children.reduce((bits, child) => bits + columnBits(child, start, end), validity)
    case Type.Utf8View:
    case Type.BinaryView:
      return validity + viewBits(data, start, end)
    case Type.Union:
      return unionBits(data, start, end)
    case Type.Dictionary:
      return validity + dictionaryBits(data, start, end)
    default:
      return validity + rows * 8 * data.stride * (data.values as Uint8Array).BYTES_PER_ELEMENT
  }
}

function offsetBits({ type }: Data, rows: number): number {
  return rows * (type.OffsetArrayType === BigInt64Array ? 64 : 32)
}

function offsetAt({ valueOffsets }: Data, row: number): number {
  return Number((valueOffsets as unknown as Int32Array | BigInt64Array)[row] ?? 0)
}

function viewBits({ values }: Data, start: number, end: number): number {
  const views = values as Uint8Array
  const cells = new DataView(views.buffer, views.byteOffset, views.byteLength)
  let bytes = 0
  for (let row = start; row < end; row++) {
    const length = cells.getInt32(row * VIEW_BYTES, true)
    bytes += VIEW_BYTES + (length > INLINE_BYTES ? length : 0)
  }
  return 8 * bytes
}

function unionBits(data: Data, start: number, end: number): number {
  const type = data.type as Union
  const typeIds = 8 * (end - start)
  if (type.mode === UnionMode.Sparse) {
    return data.children.reduce((bits, child) => bits + columnBits(child, start, end), typeIds)
  }
  let bits = typeIds
  for (let row = start; row < end; row++) {
    const child = data.children[type.typeIdToChildIndex[data.typeIds[row] as number] as number] as Data
    const at = (data.valueOffsets as Int32Array)[row] as number
    bits += 32 + columnBits(child, at, at + 1)
  }
  return bits
}

/** What each value of a dictionary weighs; batches and slices of them share dictionaries. */
const valueWeights = new WeakMap<Vector, Float64Array>()

function weightsOf(values: Vector): Float64Array {
  const known = valueWeights.get(values)
  if (known) return known
  const weights = new Float64Array(values.length)
  let at = 0
  for (const chunk of values.data) {
    for (let row = 0; row < chunk.length; row++) weights[at++] = columnBits(chunk, row, row + 1)
  }
  valueWeights.set(values, weights)
  return weights
}

function dictionaryBits(data: Data, start: number, end: number): number {
  const keys = data.values as Uint8Array | BigInt64Array
  const weights = weightsOf(dictionaryOf(data))
  let bits = (end - start) * (data.type as Dictionary).indices.bitWidth
  for (let row = start; row < end; row++) bits += weights[Number(keys[row])] ?? 0 // keys of nulls may be anything
  return bits
}
