import {
  Data,
  type DataType,
  type Dictionary,
  type Field,
  type RecordBatch,
  type Schema,
  Type,
  UnionMode,
  Vector,
} from 'apache-arrow'
import { makeBatch } from './batches.ts'

const noBytes = new Uint8Array(0)

function bytesPerValue(type: DataType, stride: number): number {
  const array = type.ArrayType as { BYTES_PER_ELEMENT?: number }
  return (array.BYTES_PER_ELEMENT ?? 1) * stride
}

function zeroedValues(type: DataType, length: number): Data['values'] {
  const stride = new Data(type, 0, 0).stride
  const bytes = new ArrayBuffer(length * bytesPerValue(type, stride))
  return new (type.ArrayType as unknown as new (buffer: ArrayBuffer) => Data['values'])(bytes)
}

function nullChildren(type: DataType, numRows: number): Data[] {
  return ((type.children ?? []) as Field[]).map((field) => nullColumn(field.type, numRows))
}

function nullUnion(type: DataType, numRows: number): Data {
  const { mode, typeIds } = type as DataType & { mode: UnionMode; typeIds: Int32Array }
  const ids = new Int8Array(numRows).fill(typeIds[0] ?? 0)
  const dense = mode === UnionMode.Dense
  // A dense union needs one null to point at; it lies in the first child.
  const children = ((type.children ?? []) as Field[]).map((field, index) =>
    nullColumn(field.type, dense ? Math.min(numRows, index === 0 ? 1 : 0) : numRows),
  )
  const offsets = dense ? new Int32Array(numRows) : undefined
  return new Data(type, 0, numRows, 0, [offsets, undefined, undefined, ids] as never, children)
}

/** A column of `numRows` nulls of any type. */
export function nullColumn(type: DataType, numRows: number): Data {
  const bitmap = new Uint8Array(Math.ceil(numRows / 8))
  const make = (buffers: unknown[], children: Data[] = []) =>
    new Data(type, 0, numRows, numRows, buffers as never, children)
  const offsets = () => new (type.OffsetArrayType as unknown as new (length: number) => Int32Array)(numRows + 1)
  switch (type.typeId) {
    case Type.Null:
      return new Data(type, 0, numRows, numRows)
    case Type.Union:
      return nullUnion(type, numRows)
    case Type.Dictionary: {
      const { indices, dictionary } = type as Dictionary
      const values = new Vector([nullColumn(dictionary, 0)])
      return new Data(
        type,
        0,
        numRows,
        numRows,
        [undefined, zeroedValues(indices, numRows), bitmap] as never,
        [],
        values,
      )
    }
    case Type.Bool:
      return make([undefined, new Uint8Array(Math.ceil(numRows / 8)), bitmap])
    case Type.Utf8:
    case Type.LargeUtf8:
    case Type.Binary:
    case Type.LargeBinary:
      return make([offsets(), noBytes, bitmap])
    case Type.List:
    case Type.LargeList:
    case Type.Map:
      return make([offsets(), undefined, bitmap], nullChildren(type, 0))
    case Type.FixedSizeList:
      return make(
        [undefined, undefined, bitmap],
        nullChildren(type, numRows * (type as DataType & { listSize: number }).listSize),
      )
    case Type.Struct:
      return make([undefined, undefined, bitmap], nullChildren(type, numRows))
    default:
      return make([undefined, zeroedValues(type, numRows), bitmap])
  }
}

/** `numRows` rows that are null in every column: what stands in for rows that could not be read. */
export function nullBatch(schema: Schema, numRows: number): RecordBatch {
  return makeBatch(
    schema,
    schema.fields.map((field) => nullColumn(field.type, numRows)),
    numRows,
  )
}
