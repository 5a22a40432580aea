import { byCodePoint } from '../../hashing/keys/codePointOrder.ts'
import { JSON_NAMES, pythonFloat } from '../../table/pythonFloat.ts'
import { PyFloat } from '../chatTemplate.ts'
import { reprOf } from './text.ts'
import { fail, isDict, isList, PyTuple, typeName, type Value } from './value.ts'

export interface JsonLayout {
  ensureAscii: boolean
  /** What one level is moved in by; null: all on one line. */
  indent: string | null
  itemSeparator: string
  keySeparator: string
  sortKeys: boolean
}

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\f': '\\f',
  '\b': '\\b',
}
// biome-ignore lint/suspicious/noControlCharactersInRegex: those are what JSON escapes
const ESCAPED = /["\\\x00-\x1f]/g
// biome-ignore lint/suspicious/noControlCharactersInRegex: as above
const ESCAPED_ASCII = /["\\\x00-\x1f\x7f-\uffff]/g

/** `json.dumps(value)`. @throws TemplateError `TypeError` for what JSON has not */
export function jsonText(value: Value, layout: JsonLayout): string {
  return written(value, layout, '\n')
}

function written(value: Value, layout: JsonLayout, newline: string): string {
  if (typeof value === 'string') return stringText(value, layout)
  if (value === null) return 'null'
  if (typeof value === 'boolean') return value ? 'true' : 'false'
  if (typeof value === 'number' || typeof value === 'bigint') return String(value)
  if (value instanceof PyFloat) return pythonFloat(value.value, JSON_NAMES)
  if (isList(value) || value instanceof PyTuple) {
    const items = isList(value) ? value : value.items
    return block('[', ']', layout, newline, items, (item, inner) => written(item, layout, inner))
  }
  if (!isDict(value)) return fail('TypeError', `Object of type ${typeName(value)} is not JSON serializable`)
  const members = [...value] as [Value, Value][]
  if (layout.sortKeys) members.sort(([a], [b]) => byCodePoint(String(a), String(b)))
  return block('{', '}', layout, newline, members, ([key, member], inner) => {
    return stringText(keyText(key), layout) + layout.keySeparator + written(member, layout, inner)
  })
}

function block<T>(
  open: string,
  close: string,
  { indent, itemSeparator }: JsonLayout,
  newline: string,
  items: readonly T[],
  write: (item: T, newline: string) => string,
): string {
  if (items.length === 0) return open + close
  const inner = indent === null ? '' : newline + indent
  const body = items.map((item) => inner + write(item, inner)).join(itemSeparator)
  return open + body + (indent === null ? '' : newline) + close
}

function keyText(key: Value): string {
  if (typeof key === 'string') return key
  if (key === null) return 'null'
  if (typeof key === 'boolean') return key ? 'true' : 'false'
  if (typeof key === 'number' || typeof key === 'bigint') return String(key)
  if (key instanceof PyFloat) return pythonFloat(key.value, JSON_NAMES)
  return fail('TypeError', `keys must be str, int, float, bool or None, not ${typeName(key)} (${reprOf(key)})`)
}

function stringText(text: string, { ensureAscii }: JsonLayout): string {
  return `"${text.replace(ensureAscii ? ESCAPED_ASCII : ESCAPED, escaped)}"`
}

function escaped(unit: string): string {
  if (unit === '\x7f') return unit
  return ESCAPES[unit] ?? `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
}
