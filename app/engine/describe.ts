import type { Schema } from 'apache-arrow'
import { isJsonField } from '../../core/table/jsonField.ts'
import { columnKind, typeName } from '../../core/table/typeName.ts'
import { columnTokens } from '../../core/tokens/tokenColumn.ts'
import type { ColumnInfo } from '../protocol/datasets.ts'

/** Columns of a schema as the renderer sees them. */
export function describeColumns(schema: Schema): ColumnInfo[] {
  return schema.fields.map((field) => ({
    name: field.name,
    // Values of no common type are kept as their JSON text; `json` says so, `utf8` would hide it.
    type: isJsonField(field) ? 'json' : typeName(field.type),
    kind: columnKind(field.type),
    nullable: field.nullable,
    tokens: columnTokens(field),
  }))
}
