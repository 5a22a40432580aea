import { formatText, type Reader } from '../methods/formatText.ts'
import type { Method } from '../methods/method.ts'
import { methodOf } from '../methods/methodOf.ts'
import { unitOf } from './codePoints.ts'
import { sliceOf } from './slices.ts'
import { reprOf } from './text.ts'
import {
  dictKey,
  isDict,
  isList,
  ownerName,
  PyFunction,
  PyNamespace,
  PyRange,
  PySlice,
  PyTuple,
  typeName,
  Undefined,
  type Value,
} from './value.ts'

/** `(grouper, list)` of the filter `groupby`: a tuple whose members have names. */
export class PyGroup extends PyTuple {}

const READER: Reader = { attribute: attributeOf, item: itemOf }

/** The method of that name of a value, to be called on it. */
export function callable(value: Value, name: string): Method | undefined {
  if (name !== 'format' || typeof value !== 'string') return methodOf(value, name)
  return (text, args, keywords) => formatText(text as string, args, keywords, READER)
}

/** `value.name`: a member of its type, else an item. Never raises but for what is undefined itself. */
export function attributeOf(value: Value, name: string): Value {
  if (isDict(value)) {
    const item = value.get(name)
    // Methods come first, so that `x.items` is never a key.
    if (item !== undefined && !methodOf(value, name)) return item
  }
  if (value instanceof Undefined) return value.raise()
  const member = memberOf(value, name)
  return orMissing(member === undefined ? itemByKey(value, name) : member, value, name)
}

/** A member of a value's type; items are not looked at. */
export function ownMember(value: Value, name: string): Value {
  return orMissing(memberOf(value, name), value, name)
}

/** `value[key]`: an item, else a member of its type. */
export function itemOf(value: Value, key: Value): Value {
  if (value instanceof Undefined) return value.raise()
  if (key instanceof PySlice) return sliceOf(value, key)
  const item = itemByKey(value, key)
  if (item !== undefined) return item
  return orMissing(typeof key === 'string' ? memberOf(value, key) : undefined, value, key)
}

/** What was found; `None` is a value as good as any. */
function orMissing(found: Value | undefined, value: Value, key: Value): Value {
  if (found !== undefined) return found

  const owner = ownerName(value)
  const message =
    typeof key === 'string' ? `'${owner}' has no attribute ${reprOf(key)}` : `${owner} has no element ${reprOf(key)}`
  return new Undefined(message)
}

function memberOf(value: Value, name: string): Value | undefined {
  if (/^__\w+__$/.test(name)) return unsafe(value, name)
  if (value instanceof PyFunction) return value.members?.(name)
  if (value instanceof PyNamespace) return value.members.get(name)
  if (value instanceof PyGroup && (name === 'grouper' || name === 'list')) return value.items[name === 'list' ? 1 : 0]
  const method = callable(value, name)
  return method && new PyFunction(name, (args, keywords) => method(value, args, keywords))
}

/** What the sandbox gives instead of what it keeps from templates. */
function unsafe(value: Value, name: string): Undefined {
  return new Undefined(`access to attribute '${name}' of '${typeName(value)}' object is unsafe.`, 'SecurityError')
}

function itemByKey(value: Value, key: Value): Value | undefined {
  if (isDict(value)) return isList(key) || isDict(key) ? undefined : value.get(dictKey(key))
  const index = typeof key === 'boolean' ? Number(key) : typeof key === 'number' ? key : null
  if (index === null) return undefined
  if (isList(value)) return value[index < 0 ? index + value.length : index]
  if (value instanceof PyTuple) return value.items[index < 0 ? index + value.items.length : index]
  if (typeof value === 'string') return character(value, index)
  if (!(value instanceof PyRange)) return undefined
  const at = index < 0 ? index + value.length : index
  return at >= 0 && at < value.length ? value.at(at) : undefined
}

function character(text: string, index: number): string | undefined {
  if (index < 0) return [...text].at(index)
  const code = text.codePointAt(unitOf(text, index))
  return code === undefined ? undefined : String.fromCodePoint(code)
}
