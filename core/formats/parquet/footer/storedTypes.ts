import {
  type DataType,
  Decimal,
  Dictionary,
  type Duration,
  type Field,
  LargeBinary,
  LargeUtf8,
  type Schema,
  Timestamp,
  Type,
} from 'apache-arrow'
import { decodeBase64 } from '../../../bytes/base64.ts'
import { schemaFromIpc } from '../../../table/ipc.ts'
import type { ColumnNode, LeafNode, ListNode } from './columnTree.ts'

/** Key of the Arrow schema that Arrow writers store beside their own metadata. */
export const STORED_SCHEMA = 'ARROW:schema'

/** The schema an Arrow writer stored; null where there is none or it cannot be read, since it only adds detail. */
export function storedSchema(keyValues: ReadonlyMap<string, string>): Schema | null {
  const text = keyValues.get(STORED_SCHEMA)
  if (text === undefined) return null
  try {
    return schemaFromIpc(decodeBase64(text))
  } catch {
    return null
  }
}

/** Metadata of the file for its schema: everything but the stored schema itself. */
export function fileKeyValues(keyValues: ReadonlyMap<string, string>): Map<string, string> {
  return new Map([...keyValues].filter(([key]) => key !== STORED_SCHEMA))
}

/**
 * A column with the types an Arrow writer had, where its values can be told from what is stored: zones of timestamps,
 * durations, large, fixed-size and dictionary columns, narrow and wide decimals. Elsewhere what Parquet says counts,
 * as pyarrow has it. View columns are read as plain ones.
 */
export function withStoredType(node: ColumnNode, stored: Field): ColumnNode {
  const metadata = new Map([...stored.metadata, ...node.metadata])
  const type = stored.type as DataType
  const children = (type.children ?? []) as Field[]
  if (node.kind === 'leaf') return { ...node, metadata, type: leafType(node, type) }
  if (node.kind === 'struct') {
    if (type.typeId !== Type.Struct || children.length !== node.children.length) return node
    const own = node.children.map((child, index) => withStoredType(child, children[index] as Field))
    return { ...node, metadata, children: own }
  }
  const only = children[0]
  if (!only) return node
  const shape = listShape(node, type)
  return shape === null ? node : { ...node, metadata, shape, child: withStoredType(node.child, only) }
}

function listShape(node: ListNode, type: DataType): ListNode['shape'] | null {
  switch (type.typeId) {
    case Type.List:
    case Type.Map:
      return node.shape
    case Type.LargeList:
      return node.shape === 'list' ? 'large' : node.shape
    case Type.FixedSizeList:
      return node.shape === 'list' ? { size: (type as DataType & { listSize: number }).listSize } : node.shape
    default:
      return null
  }
}

function leafType(node: LeafNode, stored: DataType): DataType {
  const { type } = node
  switch (stored.typeId) {
    case Type.Timestamp: {
      const { timezone } = stored as Timestamp
      const own = type as Timestamp
      return type.typeId === Type.Timestamp && own.timezone && timezone ? new Timestamp(own.unit, timezone) : type
    }
    case Type.Duration:
      return isPlainInt64(type) ? (stored as Duration) : type
    case Type.LargeUtf8:
      return type.typeId === Type.Utf8 || type.typeId === Type.Binary ? new LargeUtf8() : type
    case Type.LargeBinary:
      return type.typeId === Type.Binary ? new LargeBinary() : type
    case Type.Decimal: {
      const { precision, scale, bitWidth } = stored as Decimal
      const own = type as Decimal
      const same = type.typeId === Type.Decimal && own.precision === precision && own.scale === scale
      return same ? new Decimal(scale, precision, bitWidth) : type
    }
    case Type.Dictionary: {
      const { indices, id, isOrdered } = stored as Dictionary
      const isText = type.typeId === Type.Utf8 || type.typeId === Type.Binary
      return isText ? new Dictionary(type, indices, id, isOrdered) : type
    }
    default:
      return type
  }
}

function isPlainInt64(type: DataType): boolean {
  return type.typeId === Type.Int && (type as DataType & { bitWidth: number }).bitWidth === 64
}
