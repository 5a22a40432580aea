import {
  type Bool,
  type Data,
  DataType,
  type Field,
  type Float64,
  type Int64,
  makeData,
  Null,
  type Utf8,
} from 'apache-arrow'
import type { ColumnBuffers } from '../../../kernels/jsonKernel.ts'

/** The Arrow column of a field from the buffers the kernel filled for it. */
export function columnData(field: Field, buffers: ColumnBuffers): Data {
  const { type } = field
  const { length, nullCount, values } = buffers
  if (DataType.isNull(type)) return makeData({ type: new Null(), length })
  const validity = buffers.validity ?? undefined
  const part = { length, nullCount, nullBitmap: validity }
  if (DataType.isBool(type)) return makeData({ ...part, type: type as Bool, data: values })
  if (DataType.isInt(type)) {
    return makeData({ ...part, type: type as Int64, data: new BigInt64Array(values.buffer) })
  }
  if (DataType.isFloat(type)) {
    return makeData({ ...part, type: type as Float64, data: new Float64Array(values.buffer) })
  }
  const valueOffsets = buffers.offsets as Int32Array<ArrayBuffer>
  if (DataType.isUtf8(type)) return makeData({ ...part, type: type as Utf8, valueOffsets, data: values })
  const children = (type.children as Field[]).map((child, i) => columnData(child, buffers.children[i]!))
  if (DataType.isList(type)) return makeData({ ...part, type, valueOffsets, child: children[0]! })
  return makeData({ ...part, type: type as never, children })
}
