import { PYTHON_NAMES, pythonFloat } from '../../table/pythonFloat.ts'
import { PyFloat } from '../chatTemplate.ts'
import { textLength } from '../values/codePoints.ts'
import { numberOf } from '../values/compare.ts'
import { textOf } from '../values/text.ts'
import { fail, typeName, type Value } from '../values/value.ts'
import { exponential, fixed, general } from './floatText.ts'

const SPEC = /^(?:([\s\S])?([<>=^]))?([-+ ])?(#)?(0)?(\d+)?([,_])?(?:\.(\d+))?([bcdeEfFgGnosxX%])?$/u
/** Widths and precisions above this are refused: templates are not trusted. */
const MAX_WIDTH = 1_000_000

/** `format(value, spec)`. @throws TemplateError `ValueError`, `TypeError` */
export function formatSpec(value: Value, spec: string): string {
  if (spec === '') return textOf(value)
  const parsed = SPEC.exec(spec)
  if (!parsed) return fail('ValueError', `Invalid format specifier '${spec}' for object of type '${typeName(value)}'`)
  const [, fill, align, sign, alternate, zero, width, grouping, precision, type] = parsed
  const number = typeof value === 'string' ? null : numberOf(value)
  if (typeof value !== 'string' && number === null) {
    return fail('TypeError', `unsupported format string passed to ${typeName(value)}.__format__`)
  }
  const places = precision === undefined ? null : bounded(precision)
  let text: string
  if (number === null) {
    if (type !== undefined && type !== 's') fail('ValueError', `Unknown format code '${type}' for object of type 'str'`)
    text = [...textOf(value)].slice(0, places ?? undefined).join('')
  } else text = numberText(value, number, { sign, alternate, grouping, places, type })
  const room = width === undefined ? 0 : bounded(width)
  const missing = Math.max(0, room - textLength(text))
  const filler = (fill ?? (zero ? '0' : ' ')).repeat(missing)
  switch (align ?? (zero && number !== null ? '=' : number === null ? '<' : '>')) {
    case '<':
      return text + filler
    case '^':
      return filler.slice(0, Math.floor(missing / 2)) + text + filler.slice(Math.floor(missing / 2))
    case '=': {
      const prefix = /^[-+ ]?(?:0[xXob])?/.exec(text)?.[0] ?? ''
      return prefix + filler + text.slice(prefix.length)
    }
    default:
      return filler + text
  }
}

function bounded(digits: string): number {
  const value = Number(digits)
  return value > MAX_WIDTH ? fail('TemplateLimitError', `a format asks for ${digits} characters`) : value
}

interface NumberSpec {
  sign: string | undefined
  alternate: string | undefined
  grouping: string | undefined
  places: number | null
  type: string | undefined
}

function numberText(value: Value, number: number | bigint, spec: NumberSpec): string {
  const isNegative = number < 0 || Object.is(number, -0)
  const sign = isNegative ? '-' : spec.sign === '+' || spec.sign === ' ' ? spec.sign : ''
  return sign + grouped(digitsOf(value, number, spec), spec.grouping)
}

function digitsOf(value: Value, number: number | bigint, { alternate, places, type }: NumberSpec): string {
  const isFloat = value instanceof PyFloat
  const size = number < 0 ? -number : number
  const prefix = (mark: string) => (alternate ? mark : '')
  if (!isFloat) {
    const isWhole = type === undefined || type === 'd' || type === 'n'
    if (isWhole) return String(size)
    if (type === 'b') return prefix('0b') + size.toString(2)
    if (type === 'o') return prefix('0o') + size.toString(8)
    if (type === 'x') return prefix('0x') + size.toString(16)
    if (type === 'X') return prefix('0X') + size.toString(16).toUpperCase()
    if (type === 'c') return String.fromCodePoint(Number(size))
  }
  const x = Math.abs(Number(size))
  switch (type) {
    case undefined:
      return places === null ? pythonFloat(x, PYTHON_NAMES) : general(x, places, false)
    case 'f':
    case 'F':
      return fixed(x, places ?? 6)
    case 'e':
    case 'E':
      return upper(exponential(x, places ?? 6), type)
    case 'g':
    case 'G':
    case 'n':
      return upper(general(x, places ?? 6, alternate !== undefined), type)
    case '%':
      return `${fixed(x * 100, places ?? 6)}%`
    default:
      return fail('ValueError', `Unknown format code '${type}' for object of type '${typeName(value)}'`)
  }
}

function upper(text: string, type: string): string {
  return type < 'a' ? text.toUpperCase() : text
}

function grouped(text: string, mark: string | undefined): string {
  if (!mark) return text
  const [whole, ...rest] = text.split('.')
  return [(whole as string).replace(/\B(?=(\d{3})+(?!\d))/g, mark), ...rest].join('.')
}
