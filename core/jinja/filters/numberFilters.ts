import { PyFloat } from '../chatTemplate.ts'
import { fixed } from '../methods/floatText.ts'
import { wholeNumber } from '../values/arithmetic.ts'
import { numberOf } from '../values/compare.ts'
import { fail, isInteger, typeName, Undefined, type Value } from '../values/value.ts'
import { type Filter, filter } from './filter.ts'

const PREFIXES: Readonly<Record<number, string>> = { 2: '0b', 8: '0o', 16: '0x' }

/** `int(text, base)`; null where it is none. */
function parsedWhole(text: string, base: number): number | bigint | null {
  const cleaned = text.trim().replace(/(?<=\w)_(?=\w)/g, '')
  const [, sign = '', digits = ''] = /^([-+]?)(.*)$/s.exec(cleaned) ?? []
  const prefix = PREFIXES[base] ?? ''
  const body = prefix !== '' && digits.toLowerCase().startsWith(prefix) ? digits.slice(2) : digits
  const allowed = '0123456789abcdefghijklmnopqrstuvwxyz'.slice(0, base)
  if (body === '' || [...body.toLowerCase()].some((digit) => !allowed.includes(digit))) return null
  let value = 0n
  for (const digit of body.toLowerCase()) value = value * BigInt(base) + BigInt(allowed.indexOf(digit))
  return wholeNumber(sign === '-' ? -value : value)
}

/** `float(text)`; null where it is none. */
function parsedFloat(text: string): number | null {
  const cleaned = text.trim().replace(/(?<=\d)_(?=\d)/g, '')
  if (/^[-+]?(inf|infinity)$/i.test(cleaned)) return cleaned.startsWith('-') ? -Infinity : Infinity
  if (/^[-+]?nan$/i.test(cleaned)) return Number.NaN
  return /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(cleaned) ? Number(cleaned) : null
}

function toWhole(value: Value, [usual, base]: readonly Value[]): Value {
  if (typeof value === 'string') {
    const whole = parsedWhole(value, Number(base))
    if (whole !== null) return whole
    const float = parsedFloat(value)
    return float !== null && Number.isFinite(float) ? wholeNumber(BigInt(Math.trunc(float))) : (usual as Value)
  }
  const number = numberOf(value)
  if (number === null) return value instanceof Undefined ? value.raise() : (usual as Value)
  if (typeof number === 'bigint') return number
  return Number.isFinite(number) ? wholeNumber(BigInt(Math.trunc(number))) : (usual as Value)
}

function toFloat(value: Value, [usual]: readonly Value[]): Value {
  if (value instanceof Undefined) value.raise()
  const number = typeof value === 'string' ? parsedFloat(value) : numberOf(value)
  return number === null ? (usual as Value) : new PyFloat(Number(number))
}

function rounded(value: Value, [precision, method]: readonly Value[]): Value {
  if (method !== 'common' && method !== 'ceil' && method !== 'floor') {
    fail('FilterArgumentError', 'method must be common, ceil or floor')
  }
  const number = numberOf(value)
  if (number === null) return fail('TypeError', `type ${typeName(value)} doesn't define __round__ method`)
  const places = Number(precision)
  if (method === 'common') {
    if ((isInteger(value) || typeof value === 'boolean') && places >= 0) return number
    return roundedFloat(Number(number), places, isInteger(value) || typeof value === 'boolean')
  }
  const scale = 10 ** places
  const scaled = Number(number) * scale
  return new PyFloat((method === 'ceil' ? Math.ceil(scaled) : Math.floor(scaled)) / scale)
}

function roundedFloat(x: number, places: number, isWhole: boolean): Value {
  if (!Number.isFinite(x)) return new PyFloat(x)
  if (places >= 0) {
    const size = Number(fixed(Math.abs(x), places))
    return new PyFloat(x < 0 ? -size : size)
  }
  const scale = 10 ** -places
  const size = Number(fixed(Math.abs(x) / scale, 0)) * scale
  const result = x < 0 ? -size : size
  return isWhole ? result : new PyFloat(result)
}

export const NUMBER_FILTERS: readonly [string, Filter][] = [
  filter(
    'int',
    [
      ['default', 0],
      ['base', 10],
    ],
    toWhole,
  ),
  filter('float', [['default', new PyFloat(0)]], toFloat),
  filter(
    'round',
    [
      ['precision', 0],
      ['method', 'common'],
    ],
    rounded,
  ),
  filter('abs', [], (value) => {
    const number = numberOf(value)
    if (number === null) return fail('TypeError', `bad operand type for abs(): '${typeName(value)}'`)
    const size = number < 0 ? -number : number
    return value instanceof PyFloat ? new PyFloat(Number(size)) : size
  }),
]
