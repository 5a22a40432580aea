import { type DataType, Field, Utf8 } from 'apache-arrow'

/** Field metadata key: the column's text is the JSON of each value, because the values have no common type. */
export const JSON_METADATA_KEY = 'packscope:json'

/** A nullable field holding JSON text. */
export function jsonField(name: string): Field {
  return new Field(name, new Utf8(), true, new Map([[JSON_METADATA_KEY, 'true']]))
}

export function isJsonField(field: Field): boolean {
  return field.metadata.get(JSON_METADATA_KEY) === 'true'
}

/** A nullable field, as every field of a text format is. */
export function nullableField(name: string, type: DataType): Field {
  return new Field(name, type, true)
}
