import { itemsOf } from '../values/iterate.ts'
import { truthy } from '../values/truth.ts'
import { fail, type Keywords, PyIterator, type Value } from '../values/value.ts'
import type { Filter } from './filter.ts'
import { memberGetter } from './members.ts'
import type { Test } from './tests.ts'

function generator(items: Generator<Value>): PyIterator {
  return new PyIterator('generator', items)
}

/** Finds what is named in an argument. @throws TemplateError */
export interface Named {
  filter(name: string): Filter
  test(name: string): Test
}

/** `map`: a member of every item, or what a filter makes of it. */
const map =
  (named: Named): Filter =>
  (value, args, keywords) => {
    if (args.length === 0 && keywords.has('attribute')) {
      for (const name of keywords.keys()) {
        if (name !== 'attribute' && name !== 'default')
          fail('FilterArgumentError', `Unexpected keyword argument '${name}'`)
      }
      const get = memberGetter(keywords.get('attribute') as Value, keywords.get('default') ?? null)
      return generator(mapped(value, get))
    }
    const [name, ...rest] = args
    if (typeof name !== 'string') return fail('FilterArgumentError', 'map requires a filter argument')
    const apply = named.filter(name)
    return generator(mapped(value, (item) => apply(item, rest, keywords)))
  }

function* mapped(value: Value, of: (item: Value) => Value): Generator<Value> {
  if (!truthy(value)) return
  for (const item of itemsOf(value)) yield of(item)
}

/** `select`, `reject`, and the same by a member. */
function pick(named: Named, wanted: boolean, byMember: boolean): Filter {
  return (value, args, keywords) => {
    if (byMember && args.length === 0) fail('FilterArgumentError', 'Missing parameter for attribute name')
    const get = byMember ? memberGetter(args[0] as Value) : (item: Value) => item
    const test = testOf(named, byMember ? args.slice(1) : args, keywords)
    return generator(picked(value, (item) => test(get(item)) === wanted))
  }
}

function testOf(named: Named, args: readonly Value[], keywords: Keywords): (value: Value) => boolean {
  const [name, ...rest] = args
  if (name === undefined) return truthy
  if (typeof name !== 'string') return fail('TypeError', 'the name of a test must be a string')
  const test = named.test(name)
  if (keywords.size > 0) fail('TypeError', `${name} takes no keyword arguments`)
  return (value) => test(value, rest)
}

function* picked(value: Value, fits: (item: Value) => boolean): Generator<Value> {
  if (!truthy(value)) return
  for (const item of itemsOf(value)) if (fits(item)) yield item
}

export function pickFilters(named: Named): readonly [string, Filter][] {
  return [
    ['map', map(named)],
    ['select', pick(named, true, false)],
    ['reject', pick(named, false, false)],
    ['selectattr', pick(named, true, true)],
    ['rejectattr', pick(named, false, true)],
  ]
}
