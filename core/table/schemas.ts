import { type DataType, type Dictionary, type Field, Schema } from 'apache-arrow'
import { columnIndexes } from './batches.ts'
import { typeName } from './typeName.ts'

/**
 * The schema of a scan of some columns, with the file's own metadata; the schema itself when `columns` is undefined.
 *
 * @throws EngineError `argument/invalid` for a name the schema does not have
 */
export function projectSchema(schema: Schema, columns: readonly string[] | undefined): Schema {
  if (!columns) return schema
  const fields = columnIndexes(schema, columns).map((index) => schema.fields[index] as Field)
  return new Schema(fields, schema.metadata)
}

/** Whether two types are the same down to the names of their children. Metadata and nullability do not count. */
export function sameType(left: DataType, right: DataType): boolean {
  if (left.typeId !== right.typeId || typeName(left) !== typeName(right)) return false
  const leftValues = (left as Dictionary).dictionary as DataType | undefined
  const rightValues = (right as Dictionary).dictionary as DataType | undefined
  if (leftValues && rightValues) return sameType(leftValues, rightValues)
  return sameFields((left.children ?? []) as Field[], (right.children ?? []) as Field[])
}

/** Whether two lists of fields have the same names and types, in the same order. Metadata does not count. */
export function sameFields(left: readonly Field[], right: readonly Field[]): boolean {
  return (
    left.length === right.length &&
    left.every((field, index) => {
      const other = right[index]
      return other !== undefined && field.name === other.name && sameType(field.type, other.type)
    })
  )
}

/** Columns as `name: type, …`, for messages. */
export function schemaText(schema: Schema): string {
  return schema.fields.map((field) => `${field.name}: ${typeName(field.type)}`).join(', ')
}
