import { fail, isDict, isList, PyIterator, PyRange, PyTuple, PyView, typeName, Undefined, type Value } from './value.ts'

/** The items of a value, as `for` goes through them. @throws TemplateError `TypeError` */
export function itemsOf(value: Value): Iterable<Value> {
  if (isList(value)) return value
  if (typeof value === 'string' || value instanceof PyIterator || value instanceof PyView) return value
  if (isDict(value)) return value.keys() as Iterable<Value>
  if (value instanceof PyTuple) return value.items
  if (value instanceof PyRange) return rangeItems(value)
  if (value instanceof Undefined) return value.kind === 'UndefinedError' ? [] : value.raise()
  return fail('TypeError', `'${typeName(value)}' object is not iterable`)
}

/** The same, all at once. */
export function arrayOf(value: Value): readonly Value[] {
  return isList(value) ? value : [...itemsOf(value)]
}

function* rangeItems(range: PyRange): Generator<Value> {
  for (let i = 0; i < range.length; i++) yield range.at(i)
}
