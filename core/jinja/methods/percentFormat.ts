import { PyFloat } from '../chatTemplate.ts'
import { numberOf } from '../values/compare.ts'
import { reprOf, textOf } from '../values/text.ts'
import { fail, isDict, isList, PyRange, PyTuple, typeName, Undefined, type Value } from '../values/value.ts'
import { formatSpec } from './formatSpec.ts'

const FIELD = /%(?:\(([^)]*)\))?([-+ #0]*)(\*|\d+)?(?:\.(\d+))?[hlL]?([\s\S])?/g

/** `template % values`. @throws TemplateError `TypeError`, `ValueError`, `KeyError` */
export function formatPercent(template: string, values: Value): string {
  const items = values instanceof PyTuple ? values.items : [values]
  let used = 0
  const next = (): Value => {
    const value = items[used++]
    return value === undefined ? fail('TypeError', 'not enough arguments for format string') : value
  }
  const text = template.replace(FIELD, (_, key, flags: string, width, precision, type) => {
    if (type === '%') return '%'
    if (type === undefined) return fail('ValueError', 'incomplete format')
    const room = width === '*' ? textOf(next()) : width
    const value = key === undefined ? next() : keyed(values, key)
    return one(value, { flags, width: room, precision, type })
  })
  // Python takes whatever has items, but for texts and tuples, for a mapping.
  const isMapping = isDict(values) || isList(values) || values instanceof PyRange || values instanceof Undefined
  const isAllUsed = used >= items.length || isMapping
  return isAllUsed ? text : fail('TypeError', 'not all arguments converted during string formatting')
}

function keyed(values: Value, key: string): Value {
  if (!isDict(values)) return fail('TypeError', 'format requires a mapping')
  const value = values.get(key)
  return value === undefined ? fail('KeyError', reprOf(key)) : value
}

interface Field {
  flags: string
  width: string | undefined
  precision: string | undefined
  type: string
}

function one(value: Value, { flags, width, precision, type }: Field): string {
  const places = precision === undefined ? '' : `.${precision}`
  const align = flags.includes('-') ? '<' : '>'
  if (type === 's' || type === 'r' || type === 'a') {
    return formatSpec(type === 's' ? textOf(value) : reprOf(value), `${align}${width ?? ''}${places}`)
  }
  if (type === 'c')
    return formatSpec(typeof value === 'string' ? value : String.fromCodePoint(Number(value)), `${align}${width ?? ''}`)
  if (value instanceof Undefined) value.raise()
  const number = numberOf(value)
  const isWhole = 'diuxXo'.includes(type)
  if (number === null) {
    const wanted = isWhole
      ? type === 'x' || type === 'X' || type === 'o'
        ? 'an integer'
        : 'a real number'
      : 'a real number'
    return isWhole
      ? fail('TypeError', `%${type} format: ${wanted} is required, not ${typeName(value)}`)
      : fail('TypeError', `must be real number, not ${typeName(value)}`)
  }
  if (!isWhole && !'eEfFgG'.includes(type)) return fail('ValueError', `unsupported format character '${type}'`)
  const sign = flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : ''
  const zero = flags.includes('0') && align === '>' ? '0' : ''
  const spec = `${zero ? '' : align}${sign}${flags.includes('#') ? '#' : ''}${zero}${width ?? ''}`
  if (!isWhole) return formatSpec(new PyFloat(Number(number)), `${spec}${places}${type}`)
  const whole = typeof number === 'bigint' ? number : Math.trunc(number)
  return formatSpec(whole, `${spec}${type === 'i' || type === 'u' ? 'd' : type}`)
}
