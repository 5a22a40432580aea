import { Field, Schema } from 'apache-arrow'
import { isJsonField } from '../jsonField.ts'
import { columnSources } from './conformBatch.ts'
import { sameMeaning } from './sameMeaning.ts'
import { EXACT, type WideningRules, widerField } from './widerField.ts'

/**
 * The schema that rows of both fit: columns of the first in their order, those only the second has behind them, types
 * widened by `widerField`. What one of them lacks is nullable. Metadata of the first is kept where both are the same.
 */
export function unionSchema(first: Schema, second: Schema, rules: WideningRules = EXACT): Schema {
  const sources = columnSources(second, first)
  const known = first.fields.map((field, index) => {
    const other = second.fields[sources[index] as number]
    if (!other) return asNullable(field)
    if (isJsonField(field) === isJsonField(other) && sameMeaning(field.type, other.type)) {
      return field.nullable || !other.nullable ? field : asNullable(field)
    }
    return widerField(field, other, rules)
  })
  const taken = new Set(sources)
  const added = second.fields.filter((_, index) => !taken.has(index)).map(asNullable)
  return new Schema([...known, ...added], first.metadata)
}

function asNullable(field: Field): Field {
  return field.nullable ? field : new Field(field.name, field.type, true, field.metadata)
}
