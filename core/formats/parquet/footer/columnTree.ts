import { type DataType, Field, FixedSizeList, LargeList, List, Map_, Struct } from 'apache-arrow'
import { arrowType } from './arrowTypes.ts'
import type { SchemaNode } from './schemaTree.ts'

/** Where a node's values exist, in terms of the levels of any leaf below it. */
interface NodePlace {
  name: string
  metadata: Map<string, string>
  nullable: boolean
  /** Definition level from which on the node is not null. */
  valid: number
  /** Definition level from which on there is a slot for the node at all: that of the items of the list above it. */
  present: number
  /** Repetition level of the list above it; 0: none. */
  repetition: number
}

export interface LeafNode extends NodePlace {
  kind: 'leaf'
  type: DataType
  physical: number
  typeLength: number
  /** Position among the leaves of the file, which is that among a row group's chunks. */
  leaf: number
  maxDefinition: number
  maxRepetition: number
}

export interface StructNode extends NodePlace {
  kind: 'struct'
  children: ColumnNode[]
}

export interface ListNode extends NodePlace {
  kind: 'list'
  /** Which of Arrow's lists it becomes. */
  shape: 'list' | 'large' | 'map' | { size: number }
  /** Definition level from which on there is an item. */
  item: number
  /** Repetition level of the list's own items. */
  itemRepetition: number
  child: ColumnNode
}

/** A column, or a part of one, as Arrow will have it. */
export type ColumnNode = LeafNode | StructNode | ListNode

/** Leaves below a node, in the file's order. */
export function leavesOf(node: ColumnNode): LeafNode[] {
  if (node.kind === 'leaf') return [node]
  return node.kind === 'struct' ? node.children.flatMap(leavesOf) : leavesOf(node.child)
}

export function typeOf(node: ColumnNode): DataType {
  if (node.kind === 'leaf') return node.type
  if (node.kind === 'struct') return new Struct(node.children.map(fieldOf))
  const child = fieldOf(node.child)
  if (node.shape === 'list') return new List(child)
  if (node.shape === 'large') return new LargeList(child)
  if (node.shape === 'map') return new Map_(child as never)
  return new FixedSizeList(node.shape.size, child)
}

export function fieldOf(node: ColumnNode): Field {
  return new Field(node.name, typeOf(node), node.nullable, node.metadata)
}

interface Levels {
  definition: number
  repetition: number
  present: number
}

/** The columns of a schema; `leaf` numbers run through all of them. @throws EngineError `format/corrupt` */
export function columnTree(columns: readonly SchemaNode[]): ColumnNode[] {
  let leaves = 0

  function place(node: SchemaNode, levels: Levels, optional: boolean): NodePlace {
    return {
      name: node.name,
      metadata: new Map(node.fieldId === null ? [] : [['PARQUET:field_id', String(node.fieldId)]]),
      nullable: optional,
      valid: levels.definition + (optional ? 1 : 0),
      present: levels.present,
      repetition: levels.repetition,
    }
  }

  /** The value of a node whose own repetition the levels know already. */
  function valueNode(node: SchemaNode, levels: Levels, optional: boolean): ColumnNode {
    const own = place(node, levels, optional)
    const inside = { ...levels, definition: own.valid }
    if (node.leaf) {
      const { physical, typeLength } = node.leaf
      return {
        ...own,
        kind: 'leaf',
        type: arrowType(node, physical, typeLength),
        physical,
        typeLength,
        leaf: leaves++,
        maxDefinition: own.valid,
        maxRepetition: levels.repetition,
      }
    }
    const [only, ...others] = node.children
    if (only && others.length === 0 && only.repetition === 'repeated') {
      if (node.logical?.kind === 'list') return listNode(own, inside, only, isItemItself(only, node.name))
      if (node.logical?.kind === 'map' && only.children.length === 2) {
        return { ...listNode(own, inside, only, true), shape: 'map' }
      }
      // Keys without values are a list of keys.
      if (node.logical?.kind === 'map' && only.children.length === 1) return listNode(own, inside, only, false)
    }
    return { ...own, kind: 'struct', children: node.children.map((child) => anyNode(child, inside)) }
  }

  function listNode(own: NodePlace, inside: Levels, repeated: SchemaNode, isItem: boolean): ListNode {
    const item = inside.definition + 1
    const itemRepetition = inside.repetition + 1
    const below = { definition: item, repetition: itemRepetition, present: item }
    const child = isItem ? valueNode(repeated, below, false) : anyNode(repeated.children[0] as SchemaNode, below)
    return { ...own, kind: 'list', shape: 'list', item, itemRepetition, child }
  }

  function anyNode(node: SchemaNode, levels: Levels): ColumnNode {
    if (node.repetition !== 'repeated') return valueNode(node, levels, node.repetition === 'optional')
    // Repeated without an annotation: a list that is never null, of items that are never null.
    return listNode(place(node, levels, false), levels, node, true)
  }

  return columns.map((column) => anyNode(column, { definition: 0, repetition: 0, present: 0 }))
}

/**
 * Whether the repeated node of a list is itself the item, as older writers had it, or only holds it (the format's rules
 * for reading old lists, in its LogicalTypes.md).
 */
function isItemItself(repeated: SchemaNode, listName: string): boolean {
  const [only, ...others] = repeated.children
  if (!only || others.length > 0) return true
  return repeated.name === 'array' || repeated.name === `${listName}_tuple` || only.repetition === 'repeated'
}
