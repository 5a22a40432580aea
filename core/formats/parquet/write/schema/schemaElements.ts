import type { LogicalType } from '../../footer/logicalType.ts'
import type { CompactOutput } from '../../thrift/compactOutput.ts'
import { STRUCT } from '../../thrift/compactWriter.ts'
import type { WriteNode } from './writeTree.ts'

// Field numbers are those of parquet.thrift (SchemaElement, LogicalType).

const REQUIRED = 0
const OPTIONAL = 1
const REPEATED = 2

const CONVERTED_MAP = 1
const CONVERTED_LIST = 3

const KIND_IDS: Readonly<Partial<Record<LogicalType['kind'], number>>> = {
  string: 1,
  map: 2,
  list: 3,
  decimal: 5,
  date: 6,
  time: 7,
  timestamp: 8,
  int: 10,
  unknown: 11,
  float16: 15,
}
const UNIT_IDS = { ms: 1, us: 2, ns: 3 }

function writeLogicalType(out: CompactOutput, logical: LogicalType): void {
  out.struct(10)
  out.struct(KIND_IDS[logical.kind] as number)
  if (logical.kind === 'decimal') {
    out.i32(1, logical.scale)
    out.i32(2, logical.precision)
  } else if (logical.kind === 'time' || logical.kind === 'timestamp') {
    out.bool(1, logical.utc)
    out.struct(2)
    out.struct(UNIT_IDS[logical.unit])
    out.end()
    out.end()
  } else if (logical.kind === 'int') {
    out.byte(1, logical.bitWidth)
    out.bool(2, logical.signed)
  }
  out.end()
  out.end()
}

function group(out: CompactOutput, name: string, repetition: number, children: number): void {
  out.begin()
  out.i32(3, repetition)
  out.text(4, name)
  out.i32(5, children)
}

function writeNode(out: CompactOutput, node: WriteNode): void {
  const repetition = node.nullable ? OPTIONAL : REQUIRED
  if (node.kind === 'leaf') {
    const { physical, typeLength, converted, logical } = node.leaf
    out.begin()
    out.i32(1, physical)
    if (typeLength > 0) out.i32(2, typeLength)
    out.i32(3, repetition)
    out.text(4, node.name)
    if (converted !== null) out.i32(6, converted)
    if (logical?.kind === 'decimal') {
      out.i32(7, logical.scale)
      out.i32(8, logical.precision)
    }
    if (node.fieldId !== null) out.i32(9, node.fieldId)
    if (logical) writeLogicalType(out, logical)
    out.end()
    return
  }
  const children = node.kind === 'struct' ? node.children : [node.child]
  group(out, node.name, repetition, children.length)
  if (node.kind === 'list') out.i32(6, node.isMap ? CONVERTED_MAP : CONVERTED_LIST)
  if (node.fieldId !== null) out.i32(9, node.fieldId)
  if (node.kind === 'list') writeLogicalType(out, { kind: node.isMap ? 'map' : 'list' })
  out.end()
  if (node.kind === 'struct') for (const child of node.children) writeNode(out, child)
  else writeItems(out, node.child, node.isMap)
}

function writeItems(out: CompactOutput, child: WriteNode, isMap: boolean): void {
  if (isMap && child.kind === 'struct') {
    group(out, child.name, REPEATED, child.children.length)
    out.end()
    for (const part of child.children) writeNode(out, part)
    return
  }
  group(out, 'list', REPEATED, 1)
  out.end()
  writeNode(out, child)
}

function elementCount(node: WriteNode): number {
  if (node.kind === 'leaf') return 1
  if (node.kind === 'struct') return node.children.reduce((count, child) => count + elementCount(child), 1)
  // A map's struct is the repeated group; a list has one of its own around the item.
  return (node.isMap ? 1 : 2) + elementCount(node.child)
}

/** The schema as field `id` of the file's metadata: a flat list of its tree, with lists in three levels. */
export function writeSchemaElements(out: CompactOutput, id: number, columns: readonly WriteNode[]): void {
  const size = columns.reduce((count, column) => count + elementCount(column), 1)
  out.list(id, STRUCT, size)
  group(out, 'schema', REQUIRED, columns.length)
  out.end()
  for (const column of columns) writeNode(out, column)
}
