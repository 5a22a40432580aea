import { KeyTable } from './keyTable.ts'
import { emptyShape, type StructShape, type TypeShape } from './typeShape.ts'

/** A shape as plain data, without the rows things were first seen in: what types and merging need. */
export interface SavedShape {
  kinds: number
  json: boolean
  item?: SavedShape
  fields?: SavedStruct
}

/** Names and shapes in order of first appearance. */
export type SavedStruct = readonly (readonly [name: string, shape: SavedShape])[]

export function saveStruct({ keys, shapes }: StructShape): SavedStruct {
  return keys.names.map((name, i) => [name, saveShape(shapes[i]!)] as const)
}

function saveShape({ kinds, json, item, fields }: TypeShape): SavedShape {
  return {
    kinds,
    json,
    ...(item ? { item: saveShape(item) } : {}),
    ...(fields ? { fields: saveStruct(fields) } : {}),
  }
}

/** Shapes to merge into, of which no row is known. */
export function restoreStruct(saved: SavedStruct): StructShape {
  return {
    keys: new KeyTable(saved.map(([name]) => name)),
    shapes: saved.map(([, shape]) => restoreShape(shape)),
    firstRows: saved.map(() => 0),
    seenIn: saved.map(() => 0),
    structCount: 0,
  }
}

function restoreShape({ kinds, json, item, fields }: SavedShape): TypeShape {
  return {
    ...emptyShape(),
    kinds,
    json,
    item: item ? restoreShape(item) : null,
    fields: fields ? restoreStruct(fields) : null,
  }
}
