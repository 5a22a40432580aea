import { equals, numberOf } from './compare.ts'
import { itemsOf } from './iterate.ts'
import { dictKey, fail, isDict, typeName, Undefined, type Value } from './value.ts'

/** `item in container`. @throws TemplateError `TypeError` */
export function contains(container: Value, item: Value): boolean {
  if (typeof container === 'string') {
    if (typeof item === 'string') return container.includes(item)
    if (item instanceof Undefined)
      return fail('TypeError', `'in <string>' requires string as left operand, not Undefined`)
    return fail('TypeError', `'in <string>' requires string as left operand, not ${typeName(item)}`)
  }
  if (isDict(container)) return container.has(dictKey(item))
  for (const other of iterated(container)) if (equals(other, item)) return true
  return false
}

function iterated(container: Value): Iterable<Value> {
  const isScalar = container === null || numberOf(container) !== null
  return isScalar ? fail('TypeError', `argument of type '${typeName(container)}' is not iterable`) : itemsOf(container)
}
