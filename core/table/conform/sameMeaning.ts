import type { DataType, Field } from 'apache-arrow'
import { isJsonField } from '../jsonField.ts'
import { sameType } from '../schemas.ts'

/** Whether values of both types may lie in one column as they are: same types, and JSON text only beside JSON text. */
export function sameMeaning(left: DataType, right: DataType): boolean {
  return sameType(left, right) && sameJson(left, right)
}

function sameJson(left: DataType, right: DataType): boolean {
  const others = (right.children ?? []) as Field[]
  return ((left.children ?? []) as Field[]).every((field, index) => {
    const other = others[index] as Field
    return isJsonField(field) === isJsonField(other) && sameJson(field.type, other.type)
  })
}
