import { type DataType, type Dictionary, type Field, Type, type Union, UnionMode } from 'apache-arrow'
import { EngineError } from '../../errors.ts'
import type { BatchHeader, BufferRegion, FieldNode } from './readMessage.ts'
import { ListView, RunEndEncoded } from './storedTypes.ts'

/** Where the parts of one column (or nested column) of a batch lie in its body. */
export interface ColumnLayout {
  type: DataType
  node: FieldNode
  buffers: BufferRegion[]
  /** Data buffers of a view column; they are the last of `buffers`. */
  variadicCount: number
  children: ColumnLayout[]
  /** Bytes of all buffers, nested ones included; of runs, about those of the rows they stand for. */
  byteLength: number
}

/** Buffers of a type, without those of its children and without the data buffers of views. */
function bufferCount(type: DataType, hasUnionBitmaps: boolean): number {
  if (type instanceof RunEndEncoded) return 0
  if (type instanceof ListView) return 3
  switch (type.typeId) {
    case Type.Null:
      return 0
    case Type.Struct:
    case Type.FixedSizeList:
      return 1
    case Type.Utf8:
    case Type.LargeUtf8:
    case Type.Binary:
    case Type.LargeBinary:
      return 3
    case Type.Union:
      return ((type as Union).mode === UnionMode.Dense ? 2 : 1) + (hasUnionBitmaps ? 1 : 0)
    default:
      return 2
  }
}

/** What `expandRuns` notes of each row. */
const ROW_OF_RUN_BYTES = 12

/** What rows of a run-end encoded column take: as much as its values on average, and where each comes from. */
function expandedBytes(node: FieldNode, [, values]: readonly ColumnLayout[]): number {
  const perValue = values && values.node.length > 0 ? values.byteLength / values.node.length : 0
  return Math.ceil(node.length * (ROW_OF_RUN_BYTES + perValue))
}

/**
 * The layout of every column of a batch.
 *
 * @throws EngineError `format/corrupt` when the metadata do not describe as much as the schema needs, or name bytes
 * outside the body
 */
export function columnLayouts(
  fields: readonly Field[],
  header: BatchHeader,
  bodyLength: number,
  hasUnionBitmaps: boolean,
): ColumnLayout[] {
  let nodeIndex = 0
  let bufferIndex = 0
  let variadicIndex = 0
  const missing = (what: string) => new EngineError('format/corrupt', `an Arrow batch describes too few ${what}`)

  const layOut = (type: DataType): ColumnLayout => {
    const node = header.nodes[nodeIndex++]
    if (!node) throw missing('columns')
    const isView = type.typeId === Type.Utf8View || type.typeId === Type.BinaryView
    const variadicCount = isView ? (header.variadicBufferCounts[variadicIndex++] ?? 0) : 0
    const end = bufferIndex + bufferCount(type, hasUnionBitmaps) + variadicCount
    if (end > header.buffers.length) throw missing('buffers')
    const buffers = header.buffers.slice(bufferIndex, end)
    bufferIndex = end
    for (const { offset, length } of buffers) {
      if (offset + length <= bodyLength) continue
      const message = `an Arrow batch names bytes up to ${offset + length} of a body of ${bodyLength}`
      throw new EngineError('format/corrupt', message)
    }
    const isDictionary = (type as Dictionary).typeId === Type.Dictionary
    const children = isDictionary ? [] : ((type.children ?? []) as Field[]).map((field) => layOut(field.type))
    const own = buffers.reduce((sum, { length }) => sum + length, 0)
    const stored = children.reduce((sum, child) => sum + child.byteLength, own)
    const byteLength = type instanceof RunEndEncoded ? expandedBytes(node, children) : stored
    return { type, node, buffers, variadicCount, children, byteLength }
  }
  return fields.map((field) => layOut(field.type))
}
