import { type DataType, type Dictionary, type Field, type Schema, Type } from 'apache-arrow'
import { EngineError } from '../../../../errors.ts'
import { typeName } from '../../../../table/typeName.ts'
import { type LeafType, leafType } from './leafType.ts'

/** Nodes inside nodes: as deep as our readers go. Levels stay far below what a byte holds. */
const MAX_DEPTH = 64

/** What a node has, whatever it holds. */
export interface WritePlace {
  name: string
  /** Null where the field has none. */
  fieldId: number | null
  /** Whether it may be null in a slot that is there. */
  nullable: boolean
  /** Definition level of a slot that is null; one more where it is not (the same where it cannot be). */
  nullLevel: number
}

export interface WriteLeaf extends WritePlace {
  kind: 'leaf'
  leaf: LeafType
  /** Names from the top, as the file has them. */
  path: readonly string[]
  maxDefinition: number
  maxRepetition: number
}

export interface WriteStruct extends WritePlace {
  kind: 'struct'
  children: WriteNode[]
}

export interface WriteList extends WritePlace {
  kind: 'list'
  isMap: boolean
  /** Definition level of a list without items; one more for those with. */
  emptyLevel: number
  itemRepetition: number
  /** The item; for maps the struct of key and value, which is the repeated group itself. */
  child: WriteNode
}

/** A column as it is written, or a part of one. */
export type WriteNode = WriteLeaf | WriteStruct | WriteList

function refused(path: readonly string[], reason: string): EngineError {
  const column = path.join('.')
  const message = `column ${JSON.stringify(column)} cannot be written to Parquet: ${reason}`
  return new EngineError('format/unsupported', message, { feature: column })
}

function fieldIdOf(field: Field): number | null {
  const text = field.metadata.get('PARQUET:field_id')
  const id = text === undefined || !/^\d{1,10}$/.test(text) ? Number.NaN : Number(text)
  return id <= 0x7fffffff ? id : null
}

interface Above {
  /** Names of the file's nodes above. */
  path: readonly string[]
  definition: number
  repetition: number
  depth: number
}

/** @param name in the file, where that is not the field's */
function nodeOf(field: Field, above: Above, name = field.name, nullable = field.nullable): WriteNode {
  const path = [...above.path, name]
  if (above.depth > MAX_DEPTH) throw refused(path, `it is nested deeper than ${MAX_DEPTH} levels`)
  const place = { name, fieldId: fieldIdOf(field), nullable, nullLevel: above.definition }
  const definition = above.definition + (nullable ? 1 : 0)
  const inside: Above = { path, definition, repetition: above.repetition, depth: above.depth + 1 }
  const type = valueType(field.type)
  const children = (type.children ?? []) as Field[]
  switch (type.typeId) {
    case Type.Struct:
      if (children.length === 0) throw refused(path, 'a struct without fields has no columns')
      return { ...place, kind: 'struct', children: children.map((child) => nodeOf(child, inside)) }
    case Type.List:
    case Type.LargeList:
    case Type.FixedSizeList:
    case Type.Map:
      return { ...place, ...listOf(type, children[0] as Field, inside) }
    case Type.Union:
      throw refused(path, `Parquet has no type for ${typeName(type)}`)
  }
  const leaf = leafType(type)
  if (typeof leaf === 'string') throw refused(path, leaf)
  if (type.typeId === Type.Null && !nullable) throw refused(path, 'a column of nothing but nulls must be nullable')
  return { ...place, kind: 'leaf', leaf, path, maxDefinition: definition, maxRepetition: above.repetition }
}

function listOf(type: DataType, item: Field, inside: Above): Omit<WriteList, keyof WritePlace> {
  const isMap = type.typeId === Type.Map
  const itemRepetition = inside.repetition + 1
  const list = { kind: 'list' as const, isMap, emptyLevel: inside.definition, itemRepetition }
  const { path, depth } = inside
  const below = { definition: inside.definition + 1, repetition: itemRepetition, depth: depth + 1 }
  if (!isMap) return { ...list, child: nodeOf(item, { ...below, path: [...path, 'list'] }, 'element') }
  const [key, value] = item.type.children as [Field, Field]
  const entry: Above = { ...below, path: [...path, 'key_value'] }
  const children = [nodeOf(key, entry, 'key', false), nodeOf(value, entry, 'value')]
  const place = { name: 'key_value', fieldId: null, nullable: false, nullLevel: below.definition }
  return { ...list, child: { ...place, kind: 'struct', children } }
}

/** What a dictionary holds; other types as they are. */
export function valueType(type: DataType): DataType {
  return type.typeId === Type.Dictionary ? valueType((type as Dictionary).dictionary) : type
}

const trees = new WeakMap<Schema, readonly WriteNode[]>()

/**
 * The columns of a schema as they are written; of the same schema always the same.
 *
 * @throws EngineError `format/unsupported` with the column where Parquet cannot hold one
 */
export function writeTree(schema: Schema): readonly WriteNode[] {
  const known = trees.get(schema)
  if (known) return known
  const top: Above = { path: [], definition: 0, repetition: 0, depth: 1 }
  const tree = schema.fields.map((field) => nodeOf(field, top))
  trees.set(schema, tree)
  return tree
}

/** Leaves below a node, in the file's order. */
export function writeLeaves(node: WriteNode): WriteLeaf[] {
  if (node.kind === 'leaf') return [node]
  return node.kind === 'struct' ? node.children.flatMap(writeLeaves) : writeLeaves(node.child)
}
