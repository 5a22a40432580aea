import {
  emptyShape,
  emptyStructShape,
  KIND_OPAQUE,
  kindsConflict,
  type StructShape,
  type TypeShape,
} from './typeShape.ts'

/** Most columns, and most keys of a struct before its keys are taken for data. */
export interface ShapeLimits {
  columns: number
  structFields: number
}

/**
 * Adds to the columns `into` what was seen in rows elsewhere.
 * @returns the first column that found no place; null when all did
 */
export function mergeColumns(into: StructShape, other: StructShape, limits: ShapeLimits): string | null {
  return mergeKeys(into, other, limits.columns, limits)
}

function mergeKeys(into: StructShape, other: StructShape, most: number, limits: ShapeLimits): string | null {
  let leftOut: string | null = null
  for (const [at, name] of other.keys.names.entries()) {
    let position = into.keys.find(name)
    if (position < 0) {
      if (into.keys.size >= most) {
        leftOut ??= name
        continue
      }
      position = into.keys.size
      into.keys.add(name)
      into.shapes.push(emptyShape())
      into.firstRows.push(other.firstRows[at] ?? 0)
      into.seenIn.push(0)
    }
    mergeShapes(into.shapes[position]!, other.shapes[at]!, limits)
  }
  return leftOut
}

function mergeShapes(into: TypeShape, other: TypeShape, limits: ShapeLimits): void {
  into.kinds |= other.kinds
  if (other.item) {
    into.item ??= emptyShape()
    mergeShapes(into.item, other.item, limits)
  }
  if (other.fields) {
    into.fields ??= emptyStructShape()
    if (mergeKeys(into.fields, other.fields, limits.structFields, limits) !== null) into.kinds |= KIND_OPAQUE
  }
  into.json ||= other.json || kindsConflict(into.kinds)
}
