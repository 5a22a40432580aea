import { isJsonShape } from './inferType.ts'
import {
  KIND_BOOL,
  KIND_FLOAT,
  KIND_HUGE,
  KIND_INT,
  KIND_LIST,
  KIND_STRUCT,
  KIND_TEXT,
  type StructShape,
  type TypeShape,
} from './typeShape.ts'

/** A place of the schema where rows disagree, or that some rows came without before it was first seen. */
export interface ColumnDrift {
  /** `score`, `messages[].content` */
  path: string
  /** The first row that has it; over 0 for a late column. For a field of a list or struct: the row of the first such. */
  firstRow: number
  /** The types its values have, in the order they came, and the first row of each. One for a column that is only late. */
  types: { type: DriftType; firstRow: number }[]
  /** What the column became: `float` where whole numbers and others meet, `json` where there is no common type. */
  becomes: DriftType | 'json' | 'null'
}

export type DriftType = 'bool' | 'int' | 'huge int' | 'float' | 'text' | 'list' | 'object'

const TYPE_OF_KIND: readonly (readonly [number, DriftType])[] = [
  [KIND_BOOL, 'bool'],
  [KIND_HUGE, 'huge int'],
  [KIND_INT, 'int'],
  [KIND_FLOAT, 'float'],
  [KIND_TEXT, 'text'],
  [KIND_LIST, 'list'],
  [KIND_STRUCT, 'object'],
]

/**
 * Every place where values of different types were seen, or that came late: in a later row than what holds it. In the
 * order of the columns, a place before those in it.
 * @param limit most places that are told
 */
export function columnDrift(columns: StructShape, limit: number): ColumnDrift[] {
  const found: ColumnDrift[] = []
  walkFields(columns, '', 0, found, limit)
  return found
}

function walkFields(struct: StructShape, prefix: string, parentRow: number, found: ColumnDrift[], limit: number): void {
  for (const [i, name] of struct.keys.names.entries()) {
    const path = prefix === '' ? name : `${prefix}.${name}`
    walk(struct.shapes[i]!, path, struct.firstRows[i] ?? parentRow, parentRow, found, limit)
  }
}

function walk(
  shape: TypeShape,
  path: string,
  firstRow: number,
  parentRow: number,
  found: ColumnDrift[],
  limit: number,
): void {
  if (found.length >= limit) return
  const types = typesOf(shape)
  if (types.length > 1 || firstRow > parentRow) found.push({ path, firstRow, types, becomes: becomes(shape, types) })
  if (isJsonShape(shape)) return
  const listRow = shape.firsts.find(({ kinds }) => (kinds & KIND_LIST) !== 0)?.row ?? firstRow
  if (shape.item) walk(shape.item, `${path}[]`, listRow, listRow, found, limit)
  const structRow = shape.firsts.find(({ kinds }) => (kinds & KIND_STRUCT) !== 0)?.row ?? firstRow
  if (shape.fields) walkFields(shape.fields, path, structRow, found, limit)
}

function typesOf({ firsts }: TypeShape): ColumnDrift['types'] {
  return firsts.flatMap(({ kinds, row }) =>
    TYPE_OF_KIND.filter(([kind]) => (kinds & kind) !== 0)
      .slice(0, 1)
      .map(([, type]) => ({ type, firstRow: row })),
  )
}

function becomes(shape: TypeShape, types: ColumnDrift['types']): ColumnDrift['becomes'] {
  if (isJsonShape(shape)) return 'json'
  if (types.some(({ type }) => type === 'float' || type === 'huge int')) return 'float'
  return types[0]?.type ?? 'null'
}
