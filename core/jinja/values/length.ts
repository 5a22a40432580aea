import { textLength } from './codePoints.ts'
import { fail, isDict, isList, PyRange, PyTuple, PyView, typeName, Undefined, type Value } from './value.ts'

/** `len(value)`. @throws TemplateError `TypeError` */
export function lengthOf(value: Value): number {
  if (typeof value === 'string') return textLength(value)
  if (isList(value)) return value.length
  if (isDict(value)) return value.size
  if (value instanceof PyTuple) return value.items.length
  if (value instanceof PyRange || value instanceof PyView) return value.length
  if (value instanceof Undefined) return 0
  return fail('TypeError', `object of type '${typeName(value)}' has no len()`)
}
