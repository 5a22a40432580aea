import { itemOf } from '../values/access.ts'
import { order } from '../values/compare.ts'
import { textOf } from '../values/text.ts'
import { truthy } from '../values/truth.ts'
import { isInteger, Undefined, type Value } from '../values/value.ts'

/** What a filter looks at in an item: a member by a path with dots, or the item itself. */
export function memberGetter(attribute: Value, usual: Value = null): (item: Value) => Value {
  const parts = partsOf(attribute)
  return (item) => {
    let value = item
    for (const part of parts) {
      value = itemOf(value, part)
      if (usual !== null && value instanceof Undefined) value = usual
    }
    return value
  }
}

function partsOf(attribute: Value): readonly (string | number)[] {
  if (attribute === null) return []
  if (isInteger(attribute)) return [Number(attribute)]
  return textOf(attribute)
    .split('.')
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part))
}

/** Texts in small letters, unless large and small ones differ. */
export function folded(value: Value, caseSensitive: Value): Value {
  return typeof value === 'string' && !truthy(caseSensitive) ? value.toLowerCase() : value
}

/** Sorted as Python's `sorted` does: equal items stay in their order, also backwards. */
export function sortedBy<T>(items: readonly T[], keyOf: (item: T) => Value, reverse: boolean): T[] {
  const keyed = items.map((item) => ({ item, key: keyOf(item) }))
  const sign = reverse ? -1 : 1
  // Python asks whether the later item is less.
  keyed.sort((a, b) => sign * order(b.key, a.key, '<') * -1)
  return keyed.map(({ item }) => item)
}
