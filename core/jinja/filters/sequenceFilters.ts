import { ownMember, PyGroup } from '../values/access.ts'
import { binary } from '../values/arithmetic.ts'
import { equals, numberOf, order } from '../values/compare.ts'
import { arrayOf, itemsOf } from '../values/iterate.ts'
import { lengthOf } from '../values/length.ts'
import { textOf } from '../values/text.ts'
import { truthy } from '../values/truth.ts'
import { dictKey, fail, isDict, PyIterator, PyTuple, typeName, Undefined, type Value } from '../values/value.ts'
import { type Filter, filter } from './filter.ts'
import { folded, memberGetter, sortedBy } from './members.ts'

function joined(value: Value, [mark, attribute]: readonly Value[]): string {
  const get = memberGetter(attribute as Value)
  return arrayOf(value)
    .map((item) => textOf(get(item)))
    .join(textOf(mark as Value))
}

function first(value: Value): Value {
  for (const item of itemsOf(value)) return item
  return new Undefined('No first item, sequence was empty.')
}

function last(value: Value): Value {
  if (value instanceof PyIterator || numberOf(value) !== null || value === null) {
    fail('TypeError', `'${typeName(value)}' object is not reversible`)
  }
  const items = arrayOf(value)
  return items.length > 0 ? (items.at(-1) as Value) : new Undefined('No last item, sequence was empty.')
}

function sorted(value: Value, [reverse, caseSensitive, attribute]: readonly Value[]): Value {
  const attributes = typeof attribute === 'string' ? attribute.split(',') : [attribute as Value]
  const getters = attributes.map((one) => memberGetter(one))
  const keys = (item: Value) => getters.map((get) => folded(get(item), caseSensitive as Value))
  return sortedBy(arrayOf(value), keys, truthy(reverse as Value))
}

function dictSorted(value: Value, [caseSensitive, by, reverse]: readonly Value[]): Value {
  if (!isDict(value))
    return value instanceof Undefined
      ? value.raise()
      : fail('AttributeError', `'${typeName(value)}' object has no attribute 'items'`)
  if (by !== 'key' && by !== 'value') fail('FilterArgumentError', 'You can only sort by either "key" or "value"')
  const pairs = [...value] as [Value, Value][]
  const keys = (pair: [Value, Value]) => folded(pair[by === 'key' ? 0 : 1], caseSensitive as Value)
  return sortedBy(pairs, keys, truthy(reverse as Value)).map((pair) => new PyTuple(pair))
}

function* unique(value: Value, [caseSensitive, attribute]: readonly Value[]): Generator<Value> {
  const get = memberGetter(attribute as Value)
  const seen = new Set<unknown>()
  for (const item of itemsOf(value)) {
    const key = dictKey(folded(get(item), caseSensitive as Value))
    if (seen.has(key)) continue
    seen.add(key)
    yield item
  }
}

function extreme(sign: 1 | -1): (value: Value, values: readonly Value[]) => Value {
  return (value, [caseSensitive, attribute]) => {
    const get = memberGetter(attribute as Value)
    const items = arrayOf(value)
    if (items.length === 0) return new Undefined('No aggregated item, sequence was empty.')
    const key = (item: Value) => folded(get(item), caseSensitive as Value)
    return items.reduce((best, item) => (sign * order(key(item), key(best), sign < 0 ? '>' : '<') < 0 ? item : best))
  }
}

function sum(value: Value, [attribute, start]: readonly Value[]): Value {
  const get = memberGetter(attribute as Value)
  return arrayOf(value).reduce<Value>((total, item) => binary('+', total, get(item)), start as Value)
}

function groups(value: Value, [attribute, usual, caseSensitive]: readonly Value[]): Value {
  const get = memberGetter(attribute as Value, usual as Value)
  const keyOf = (item: Value) => folded(get(item), caseSensitive as Value)
  const all: { key: Value; grouper: Value; items: Value[] }[] = []
  for (const item of sortedBy(arrayOf(value), keyOf, false)) {
    const group = all.at(-1)
    if (group && equals(group.key, keyOf(item))) group.items.push(item)
    else all.push({ key: keyOf(item), grouper: get(item), items: [item] })
  }
  return all.map(({ grouper, items }) => new PyGroup([grouper, items]))
}

function* batches(value: Value, [size, fill]: readonly Value[]): Generator<Value> {
  const most = Number(size)
  let batch: Value[] = []
  for (const item of itemsOf(value)) {
    if (batch.length === most) {
      yield batch
      batch = []
    }
    batch.push(item)
  }
  if (batch.length === 0) return
  while (fill !== null && batch.length < most) batch.push(fill as Value)
  yield batch
}

function* slices(value: Value, [count, fill]: readonly Value[]): Generator<Value> {
  const items = arrayOf(value)
  const each = Math.floor(items.length / Number(count))
  const larger = items.length % Number(count)
  let offset = 0
  for (let i = 0; i < Number(count); i++) {
    const start = offset + i * each
    if (i < larger) offset++
    const slice = items.slice(start, offset + (i + 1) * each)
    if (fill !== null && i >= larger) slice.push(fill as Value)
    yield slice
  }
}

function reversed(value: Value): Value {
  if (typeof value === 'string') return [...value].reverse().join('')
  if (value === null || numberOf(value) !== null) fail('FilterArgumentError', 'argument must be iterable')
  if (value instanceof PyIterator) return new PyIterator('list_reverseiterator', [...value].reverse().values())
  return new PyIterator('list_reverseiterator', [...arrayOf(value)].reverse().values())
}

function items(value: Value): Value {
  if (value instanceof Undefined) return new PyIterator('generator', [].values())
  if (!isDict(value)) return fail('TypeError', 'Can only get item pairs from a mapping.')
  return new PyIterator('generator', [...value].map(([key, item]) => new PyTuple([key as Value, item])).values())
}

const FILLED = [['fill_with', null]] as const
const generator = (iterator: Iterator<Value>) => new PyIterator('generator', iterator)

export const SEQUENCE_FILTERS: readonly [string, Filter][] = [
  filter('length', [], lengthOf),
  filter('count', [], lengthOf),
  filter(
    'join',
    [
      ['d', ''],
      ['attribute', null],
    ],
    joined,
  ),
  filter('first', [], first),
  filter('last', [], last),
  filter('list', [], (value) => [...itemsOf(value)]),
  filter(
    'sort',
    [
      ['reverse', false],
      ['case_sensitive', false],
      ['attribute', null],
    ],
    sorted,
  ),
  filter(
    'dictsort',
    [
      ['case_sensitive', false],
      ['by', 'key'],
      ['reverse', false],
    ],
    dictSorted,
  ),
  filter(
    'unique',
    [
      ['case_sensitive', false],
      ['attribute', null],
    ],
    (value, values) => generator(unique(value, values)),
  ),
  filter(
    'min',
    [
      ['case_sensitive', false],
      ['attribute', null],
    ],
    extreme(1),
  ),
  filter(
    'max',
    [
      ['case_sensitive', false],
      ['attribute', null],
    ],
    extreme(-1),
  ),
  filter(
    'sum',
    [
      ['attribute', null],
      ['start', 0],
    ],
    sum,
  ),
  filter('groupby', [['attribute'], ['default', null], ['case_sensitive', false]], groups),
  filter('batch', [['linecount'], ...FILLED], (value, values) => generator(batches(value, values))),
  filter('slice', [['slices'], ...FILLED], (value, values) => generator(slices(value, values))),
  filter('reverse', [], reversed),
  filter('items', [], items),
  filter('attr', [['name']], (value, [name]) => ownMember(value, textOf(name as Value))),
]
