import type { Field } from 'apache-arrow'
import { encodeUtf8 } from '../../bytes/utf8.ts'
import { isJsonField } from '../jsonField.ts'
import type { JsonMember } from './jsonOut.ts'

/** By the array they stand in: a struct's fields are met once a row. */
const known = new WeakMap<readonly Field[], readonly JsonMember[]>()

/** The members of an object in the order of the schema. */
export function schemaMembers(fields: readonly Field[]): readonly JsonMember[] {
  let members = known.get(fields)
  if (!members) {
    members = fields.map(memberOf)
    known.set(fields, members)
  }
  return members
}

/** @param index its position among its siblings */
export function memberOf(field: Field, index: number): JsonMember {
  const text = `${JSON.stringify(field.name)}:`
  return { index, text, bytes: encodeUtf8(text), isJson: isJsonField(field) }
}
