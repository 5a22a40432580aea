import { TemplateError } from '../chatTemplate.ts'
import { bind } from '../values/arguments.ts'
import { equals } from '../values/compare.ts'
import { arrayOf } from '../values/iterate.ts'
import { textOf } from '../values/text.ts'
import {
  fail,
  isDict,
  isInteger,
  type Keywords,
  PyFunction,
  PyNamespace,
  PyRange,
  typeName,
  type Value,
} from '../values/value.ts'
import { type Moment, strftime } from './strftime.ts'

/** What Jinja's sandbox lets a range hold. */
const MAX_RANGE = 100_000

function wholeArgument(value: Value): number {
  if (isInteger(value) || typeof value === 'boolean') return Number(value)
  return fail('TypeError', `'${typeName(value)}' object cannot be interpreted as an integer`)
}

const range = new PyFunction('range', (args) => {
  if (args.length === 0) fail('TypeError', 'range expected at least 1 argument, got 0')
  const [a = 0, b, c = 1] = args.map(wholeArgument)
  if (c === 0) fail('ValueError', 'range() arg 3 must not be zero')
  const made = b === undefined ? new PyRange(0, a, 1) : new PyRange(a, b, c)
  if (made.length <= MAX_RANGE) return made
  return fail('OverflowError', `Range too big. The sandbox blocks ranges larger than MAX_RANGE (${MAX_RANGE}).`)
})

function dictOf(args: readonly Value[], keywords: Keywords): Map<unknown, Value> {
  const [from] = args
  const pairs: [unknown, Value][] = []
  if (from !== undefined) {
    if (isDict(from)) pairs.push(...from)
    else for (const pair of arrayOf(from)) pairs.push(arrayOf(pair).slice(0, 2) as [Value, Value])
  }
  return new Map([...pairs, ...keywords])
}

const dict = new PyFunction('dict', dictOf)

const namespace = new PyFunction('namespace', (args, keywords) => {
  const made = new PyNamespace()
  for (const [name, value] of dictOf(args, keywords)) setMember(made, String(name), value)
  return made
})

/** `{% set ns.name = value %}`. @throws TemplateError `SecurityError` for names that begin with `_` */
export function setMember(namespace: PyNamespace, name: string, value: Value): void {
  if (name.startsWith('_')) {
    const message = `Chat templates cannot store underscore-prefixed attributes on a namespace, but got '${name}'.`
    fail('SecurityError', message)
  }
  namespace.members.set(name, value)
}

const cycler = new PyFunction('cycler', (items) => {
  if (items.length === 0) fail('TypeError', 'at least one item has to be provided')
  let at = 0
  const current = () => items[at] as Value
  const next = new PyFunction('next', () => {
    const value = current()
    at = (at + 1) % items.length
    return value
  })
  const reset = new PyFunction('reset', () => {
    at = 0
    return null
  })
  const members = (name: string) =>
    name === 'current' ? current() : name === 'next' ? next : name === 'reset' ? reset : undefined
  return new PyFunction('Cycler', () => next.call([], new Map()), members)
})

const joiner = new PyFunction('joiner', (args, keywords) => {
  const [mark] = bind('joiner', [['sep', ', ']], args, keywords)
  let isUsed = false
  return new PyFunction('Joiner', () => {
    const text = isUsed ? (mark as Value) : ''
    isUsed = true
    return text
  })
})

const raiseException = new PyFunction('raise_exception', (args, keywords) => {
  const [message] = bind('raise_exception', [['message']], args, keywords)
  throw new TemplateError('TemplateError', textOf(message as Value), null)
})

/** Functions every chat template has. @param moment what `strftime_now` takes for now */
export function globalsAt(moment: Moment): ReadonlyMap<string, Value> {
  const now = new PyFunction('strftime_now', (args, keywords) => {
    const [format] = bind('strftime_now', [['format']], args, keywords)
    return strftime(textOf(format as Value), moment)
  })
  return new Map<string, Value>([
    ['range', range],
    ['dict', dict],
    ['namespace', namespace],
    ['cycler', cycler],
    ['joiner', joiner],
    ['raise_exception', raiseException],
    ['strftime_now', now],
  ])
}

/** `loop.changed(…)`. */
export function changedTest(): PyFunction {
  let before: readonly Value[] | null = null
  return new PyFunction('changed', (args) => {
    const same =
      before !== null && before.length === args.length && before.every((one, i) => equals(one, args[i] as Value))
    before = args
    return !same
  })
}
