import { Bool, type DataType, type Field, Float64, Int64, List, Null, Schema, Struct, Utf8 } from 'apache-arrow'
import { jsonField, nullableField } from './jsonField.ts'
import { numberColumn } from './numberKinds.ts'
import {
  KIND_BOOL,
  KIND_FLOAT,
  KIND_INT,
  KIND_LIST,
  KIND_STRUCT,
  KIND_TEXT,
  type StructShape,
  type TypeShape,
} from './typeShape.ts'

/**
 * The Arrow field of a shape. One kind gives its own type, whole numbers and fractions together give float64, no value
 * at all gives null; values without a common type, and numbers no single number type holds exactly, become a column
 * of JSON text (`jsonField`).
 */
export function fieldOfShape(name: string, shape: TypeShape): Field {
  const type = shape.json ? null : typeOfKinds(shape)
  return type === null ? jsonField(name) : nullableField(name, type)
}

/** Whether `fieldOfShape` gives a column of JSON text. */
export function isJsonShape(shape: TypeShape): boolean {
  return shape.json || typeOfKinds(shape) === null
}

/** One column for each key, in order of first appearance. */
export function schemaOfShape(shape: StructShape): Schema {
  return new Schema(fieldsOf(shape))
}

function fieldsOf(shape: StructShape): Field[] {
  return shape.keys.names.map((name, i) => fieldOfShape(name, shape.shapes[i]!))
}

function typeOfKinds(shape: TypeShape): DataType | null {
  const { kinds } = shape
  if ((kinds & KIND_TEXT) !== 0) return new Utf8()
  if ((kinds & KIND_BOOL) !== 0) return new Bool()
  if ((kinds & (KIND_INT | KIND_FLOAT)) !== 0) {
    const column = numberColumn(kinds)
    if (column === 'as-written') return null
    return column === 'int64' ? new Int64() : new Float64()
  }
  if ((kinds & KIND_LIST) !== 0) {
    return new List(shape.item ? fieldOfShape('item', shape.item) : nullableField('item', new Null()))
  }
  if ((kinds & KIND_STRUCT) !== 0) return new Struct(shape.fields ? fieldsOf(shape.fields) : [])
  return new Null()
}
