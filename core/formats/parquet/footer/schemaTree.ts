import { EngineError } from '../../../errors.ts'
import type { SchemaElement } from './fileMetadata.ts'
import { convertedLogicalType, type LogicalType } from './logicalType.ts'

/** Groups inside groups; recursion over columns relies on it. */
const MAX_DEPTH = 64

export type Repetition = 'required' | 'optional' | 'repeated'
const REPETITIONS: readonly Repetition[] = ['required', 'optional', 'repeated']

/** A node of the schema as a tree, with one word for what it means. */
export interface SchemaNode {
  name: string
  repetition: Repetition
  logical: LogicalType | null
  fieldId: number | null
  /** Null for groups. */
  leaf: { physical: number; typeLength: number } | null
  children: SchemaNode[]
}

const damaged = (what: string) =>
  new EngineError('format/corrupt', `the schema of the Parquet file is damaged: ${what}`)

/**
 * The flattened schema as a tree.
 *
 * @returns the top-level columns
 * @throws EngineError `format/corrupt` where the counts of children do not fit; `format/unsupported` for columns nested
 * deeper than 64 levels, and for groups without columns
 */
export function readSchemaTree(elements: readonly SchemaElement[]): SchemaNode[] {
  const root = elements[0]
  if (!root) throw damaged('it has no root')
  let next = 1

  const readNode = (depth: number): SchemaNode => {
    const element = elements[next++]
    if (!element) throw damaged(`it names more than its ${elements.length} elements`)
    if (depth > MAX_DEPTH) {
      throw new EngineError('format/unsupported', `columns are nested deeper than ${MAX_DEPTH} levels`)
    }
    const { name, scale, precision, convertedType, fieldId } = element
    const repetition = REPETITIONS[element.repetition]
    if (!repetition) throw damaged(`${JSON.stringify(name)} has the repetition ${element.repetition}`)
    const logical = element.logicalType ?? convertedLogicalType(convertedType, scale, precision)
    const node = { name, repetition, logical, fieldId }
    if (element.type !== null) {
      if (element.type < 0 || element.type > 7) throw damaged(`${JSON.stringify(name)} has the type ${element.type}`)
      return { ...node, leaf: { physical: element.type, typeLength: element.typeLength }, children: [] }
    }
    if (element.numChildren < 1) {
      const message = `column ${JSON.stringify(name)} is a group without columns`
      throw new EngineError('format/unsupported', message, { feature: 'empty group' })
    }
    return { ...node, leaf: null, children: readNodes(element.numChildren, depth + 1) }
  }

  const readNodes = (count: number, depth: number): SchemaNode[] => {
    if (count < 0 || count > elements.length - next) throw damaged(`${count} children, ${elements.length - next} left`)
    return Array.from({ length: count }, () => readNode(depth))
  }

  const columns = readNodes(root.numChildren, 1)
  if (next !== elements.length) throw damaged(`${elements.length} elements, ${next} of them in the tree`)
  return columns
}
