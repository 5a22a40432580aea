import { equals } from '../values/compare.ts'
import { reprOf } from '../values/text.ts'
import { fail, type PyTuple, type Value } from '../values/value.ts'
import type { Method } from './method.ts'
import { unsafeMethods } from './unsafeMethods.ts'

type List = readonly Value[]

export const LIST_METHODS: ReadonlyMap<string, Method<List>> = new Map<string, Method<List>>([
  ['count', (list, [item]) => countOf(list, item as Value)],
  ['index', (list, [item]) => indexOf(list, item as Value, 'list')],
  ['copy', (list) => [...list]],
  ...unsafeMethods<List>('list', ['append', 'clear', 'extend', 'insert', 'pop', 'remove', 'reverse', 'sort']),
])

export const TUPLE_METHODS: ReadonlyMap<string, Method<PyTuple>> = new Map<string, Method<PyTuple>>([
  ['count', ({ items }, [item]) => countOf(items, item as Value)],
  ['index', ({ items }, [item]) => indexOf(items, item as Value, 'tuple')],
])

function countOf(list: List, item: Value): number {
  return list.filter((other) => equals(other, item)).length
}

function indexOf(list: List, item: Value, type: string): number {
  const at = list.findIndex((other) => equals(other, item))
  if (at >= 0) return at
  return fail('ValueError', type === 'list' ? `${reprOf(item)} is not in list` : 'tuple.index(x): x not in tuple')
}
