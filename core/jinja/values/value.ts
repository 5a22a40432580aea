import { PyFloat, TemplateError } from '../chatTemplate.ts'

/** Everything an expression can come to. Lists are arrays, dicts are maps by `dictKey`. */
export type Value =
  | null
  | boolean
  | number
  | bigint
  | string
  | PyFloat
  | readonly Value[]
  | ReadonlyMap<unknown, Value>
  | Undefined
  | PyTuple
  | PyFunction
  | PyNamespace
  | PyIterator
  | PyView
  | PyRange
  | PySlice

export type Keywords = ReadonlyMap<string, Value>

/** A name or member that is not there: prints as nothing, is false, has no items; anything else raises. */
export class Undefined {
  readonly message: string
  /** What using it raises. */
  readonly kind: string

  constructor(message: string, kind = 'UndefinedError') {
    this.message = message
    this.kind = kind
  }

  raise(): never {
    throw new TemplateError(this.kind, this.message, null)
  }
}

export class PyTuple {
  readonly items: readonly Value[]

  constructor(items: readonly Value[]) {
    this.items = items
  }
}

export class PyFunction {
  readonly name: string
  readonly call: (args: readonly Value[], keywords: Keywords) => Value
  /** Members it has besides, of the loop and of macros. */
  readonly members: ((name: string) => Value | undefined) | null

  constructor(name: string, call: PyFunction['call'], members: PyFunction['members'] = null) {
    this.name = name
    this.call = call
    this.members = members
  }
}

export class PyNamespace {
  readonly members = new Map<string, Value>()
}

/** What a filter hands on one by one; gone through once. */
export class PyIterator implements Iterable<Value> {
  readonly name: string
  private readonly items: Iterator<Value>

  constructor(name: string, items: Iterator<Value>) {
    this.name = name
    this.items = items
  }

  [Symbol.iterator](): Iterator<Value> {
    return this.items
  }
}

/** `dict.items()` and its like: gone through any number of times, and no list. */
export class PyView implements Iterable<Value> {
  readonly name: 'dict_items' | 'dict_keys' | 'dict_values'
  private readonly items: readonly Value[]

  constructor(name: PyView['name'], items: readonly Value[]) {
    this.name = name
    this.items = items
  }

  get length(): number {
    return this.items.length
  }

  [Symbol.iterator](): Iterator<Value> {
    return this.items.values()
  }
}

export class PyRange {
  readonly start: number
  readonly stop: number
  readonly step: number
  readonly length: number

  constructor(start: number, stop: number, step: number) {
    this.start = start
    this.stop = stop
    this.step = step
    this.length = Math.max(0, Math.ceil((stop - start) / step))
  }

  at(index: number): number {
    return this.start + index * this.step
  }
}

export class PySlice {
  readonly start: Value
  readonly stop: Value
  readonly step: Value

  constructor(start: Value, stop: Value, step: Value) {
    this.start = start
    this.stop = stop
    this.step = step
  }
}

export function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value)
}

export function isDict(value: Value): value is ReadonlyMap<unknown, Value> {
  return value instanceof Map
}

/** Whether it is an `int` (`bool` is one in Python, and not here). */
export function isInteger(value: Value): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint'
}

export function typeName(value: Value): string {
  switch (typeof value) {
    case 'string':
      return 'str'
    case 'boolean':
      return 'bool'
    case 'number':
    case 'bigint':
      return 'int'
  }
  if (value === null) return 'NoneType'
  if (Array.isArray(value)) return 'list'
  if (value instanceof Map) return 'dict'
  if (value instanceof PyFloat) return 'float'
  if (value instanceof PyTuple) return 'tuple'
  if (value instanceof Undefined) return 'Undefined'
  if (value instanceof PyNamespace) return 'Namespace'
  if (value instanceof PyIterator || value instanceof PyView) return value.name
  if (value instanceof PyRange) return 'range'
  return value instanceof PySlice ? 'slice' : 'function'
}

/** How Jinja names what a missing member was looked for in. */
export function ownerName(value: Value): string {
  return value === null ? 'None' : `${typeName(value)} object`
}

export function fail(kind: string, message: string): never {
  throw new TemplateError(kind, message, null)
}

/** The key a value is kept by in a dict: equal numbers are one. @throws TemplateError `TypeError` */
export function dictKey(value: Value): unknown {
  if (value instanceof PyFloat) return Number.isInteger(value.value) ? value.value : value
  if (typeof value === 'boolean') return value
  if (isList(value) || isDict(value)) return fail('TypeError', `unhashable type: '${typeName(value)}'`)
  return value
}
