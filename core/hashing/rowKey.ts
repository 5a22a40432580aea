import { type DataType, type Dictionary, type Schema, Type } from 'apache-arrow'
import { EngineError } from '../errors.ts'
import { columnIndexes } from '../table/batches.ts'
import { isTextType } from '../table/cells.ts'
import { isJsonField } from '../table/jsonField.ts'

/** What makes two rows the same. */
export type RowKey =
  /** One text column: its own UTF-8 bytes; several columns, or one that is no text: canonical JSON of an object of them. */
  | { kind: 'columns'; columns: string[] }
  /** The whole row as canonical JSON: keys sorted by code point, no spaces, UTF-8. */
  | { kind: 'row' }
  /** The whole row as Python's `str()` writes it: what Axolotl hashes. */
  | { kind: 'axolotl' }

/** A key, as it is read from a dataset of a certain schema. */
export interface KeyReading {
  form: 'text' | 'json' | 'python'
  /** Columns to scan; null: all. */
  columns: string[] | null
}

/**
 * How to read a key from rows of a schema.
 * @throws EngineError `argument/invalid` for unknown columns, or none
 */
export function keyReading(schema: Schema, key: RowKey): KeyReading {
  if (key.kind === 'axolotl') return { form: 'python', columns: null }
  if (key.kind === 'row') return { form: 'json', columns: null }
  const columns = [...new Set(key.columns)]
  if (columns.length === 0) throw new EngineError('argument/invalid', 'a key needs at least one column')
  const [first, ...others] = columnIndexes(schema, columns)
  const field = schema.fields[first as number]
  const isText = field && others.length === 0 && !isJsonField(field) && isTextValue(field.type)
  return { form: isText ? 'text' : 'json', columns }
}

function isTextValue(type: DataType): boolean {
  return isTextType(type.typeId === Type.Dictionary ? (type as Dictionary).dictionary.typeId : type.typeId)
}
