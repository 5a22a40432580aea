import { encodeUtf8 } from '../../../bytes/utf8.ts'
import { ACCEPTS_SHALLOW, type JsonNode, type JsonNodeField } from '../../../kernels/jsonKernel.ts'
import {
  KIND_BOOL,
  KIND_FLOAT,
  KIND_INT,
  KIND_LIST,
  KIND_STRUCT,
  KIND_TEXT,
  type StructShape,
  type TypeShape,
} from '../../../table/typeShape.ts'
import { MAX_PROGRAM_NODES, PASSED_OVER } from './readProgram.ts'

const ACCEPTED_KINDS = KIND_BOOL | KIND_TEXT | KIND_LIST | KIND_STRUCT

/**
 * The kernel's program that passes over the records from which nothing new is to be learned: those whose keys and kinds
 * of values are all known.
 * @returns null where there are too many places
 */
export function surveyProgram(columns: StructShape): JsonNode | null {
  const nodes = { left: MAX_PROGRAM_NODES }
  const root: JsonNode = { sink: 'none', accepts: 0, item: null, fields: fieldsOf(columns, nodes) }
  return nodes.left < 0 ? null : root
}

function fieldsOf(struct: StructShape, nodes: { left: number }): JsonNodeField[] {
  nodes.left -= struct.keys.size
  if (nodes.left < 0) return []
  return struct.keys.names.map((name, i) => ({ key: encodeUtf8(name), node: nodeOf(struct.shapes[i]!, nodes) }))
}

function nodeOf(shape: TypeShape, nodes: { left: number }): JsonNode {
  if (shape.json) {
    const numbers = (shape.kinds & (KIND_INT | KIND_FLOAT)) === 0 ? 0 : KIND_INT
    return { ...PASSED_OVER, accepts: (shape.kinds & ACCEPTED_KINDS) | numbers | ACCEPTS_SHALLOW }
  }
  nodes.left--
  return {
    sink: 'none',
    accepts: shape.kinds,
    item: shape.item ? nodeOf(shape.item, nodes) : null,
    fields: shape.fields ? fieldsOf(shape.fields, nodes) : [],
  }
}
