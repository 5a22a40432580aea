import { DataType, type Field, type Schema } from 'apache-arrow'
import { encodeUtf8 } from '../../../bytes/utf8.ts'
import { ACCEPTS_ANY, type JsonNode, type JsonNodeField, type JsonSink } from '../../../kernels/jsonKernel.ts'
import { isJsonField } from '../../../table/jsonField.ts'

/** More places than this are left to the TypeScript reader. */
export const MAX_PROGRAM_NODES = 20_000

/** A value that is checked and passed over. */
export const PASSED_OVER: JsonNode = { sink: 'none', accepts: ACCEPTS_ANY, item: null, fields: [] }

/** A program that reads some columns of a schema, and the order in which the kernel hands them over. */
export interface ReadProgram {
  root: JsonNode
  /** For each column of the batch, its position among those handed over. */
  order: number[]
}

/**
 * The kernel's program for reading the columns `wanted` of `schema`.
 * @returns null where names come twice, or there are too many places
 */
export function readProgram(schema: Schema, wanted: Schema): ReadProgram | null {
  const names = schema.fields.map(({ name }) => name)
  const wantedNames = wanted.fields.map(({ name }) => name)
  if (new Set(names).size < names.length || new Set(wantedNames).size < wantedNames.length) return null
  if (countNodes(schema.fields) > MAX_PROGRAM_NODES) return null
  const fields: JsonNodeField[] = []
  const taken: string[] = []
  for (const { name } of schema.fields) {
    const field = wanted.fields.find((candidate) => candidate.name === name)
    if (field) taken.push(name)
    fields.push({ key: encodeUtf8(name), node: field ? nodeOf(field) : PASSED_OVER })
  }
  const order = wantedNames.map((name) => taken.indexOf(name))
  return { root: { sink: 'struct', accepts: 0, item: null, fields }, order }
}

function nodeOf(field: Field): JsonNode {
  const { type } = field
  const sink = sinkOf(field)
  const children = (type.children ?? []) as Field[]
  return {
    sink,
    accepts: 0,
    item: sink === 'list' ? nodeOf(children[0]!) : null,
    fields: sink === 'struct' ? children.map((child) => ({ key: encodeUtf8(child.name), node: nodeOf(child) })) : [],
  }
}

/** The types are those of `createWriter`, which made the batch's writers before. */
function sinkOf(field: Field): JsonSink {
  const { type } = field
  if (DataType.isNull(type)) return 'null'
  if (DataType.isBool(type)) return 'bool'
  if (DataType.isInt(type)) return 'int64'
  if (DataType.isFloat(type)) return 'float64'
  if (DataType.isUtf8(type)) return isJsonField(field) ? 'json' : 'utf8'
  return DataType.isList(type) ? 'list' : 'struct'
}

function countNodes(fields: readonly Field[]): number {
  let count = fields.length
  for (const { type } of fields) count += countNodes((type.children ?? []) as Field[])
  return count
}
