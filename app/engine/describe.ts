import type { Schema } from 'apache-arrow'
import { columnKind, typeName } from '../../core/table/typeName.ts'
import type { ColumnInfo } from '../protocol/datasets.ts'

/** Columns of a schema as the renderer sees them. */
export function describeColumns(schema: Schema): ColumnInfo[] {
  return schema.fields.map((field) => ({
    name: field.name,
    type: typeName(field.type),
    kind: columnKind(field.type),
    nullable: field.nullable,
  }))
}
