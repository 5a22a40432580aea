import { PyFloat } from '../chatTemplate.ts'
import { formatPercent } from '../methods/percentFormat.ts'
import type { BinaryOp } from '../syntax/ast.ts'
import { numberOf } from './compare.ts'
import { fail, isInteger, isList, PyTuple, typeName, Undefined, type Value } from './value.ts'

/** Longest text or list that `*` makes, and most bits of a whole number: templates are not trusted. */
const MAX_REPEATED = 16 * 1024 ** 2
const MAX_BITS = 65_536

/** A whole number as a value: a JavaScript number where that is exact. */
export function wholeNumber(value: bigint): number | bigint {
  const isSafe = value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER)
  if (!isSafe && value.toString(16).length * 4 > MAX_BITS) fail('TemplateLimitError', 'a number has too many digits')
  return isSafe ? Number(value) : value
}

/** `left op right`. @throws TemplateError `TypeError`, `ZeroDivisionError`, `UndefinedError`, `TemplateLimitError` */
export function binary(op: BinaryOp, left: Value, right: Value): Value {
  if (op === '+' && typeof left === 'string' && typeof right === 'string') return left + right
  if (typeof left === 'number' && typeof right === 'number' && (op === '+' || op === '-')) {
    const result = op === '+' ? left + right : left - right
    if (Number.isSafeInteger(result)) return result
  }
  if (left instanceof Undefined) left.raise()
  if (op === '%' && typeof left === 'string') return formatPercent(left, right)
  if (right instanceof Undefined) right.raise()
  const x = numberOf(left)
  const y = numberOf(right)
  if (x !== null && y !== null) {
    const isWhole = !(left instanceof PyFloat) && !(right instanceof PyFloat)
    return isWhole ? whole(op, BigInt(x), BigInt(y)) : new PyFloat(fraction(op, Number(x), Number(y)))
  }
  return sequences(op, left, right) ?? unsupported(op, left, right)
}

function sequences(op: BinaryOp, left: Value, right: Value): Value | null {
  if (op === '+' && isList(left) && isList(right)) return [...left, ...right]
  if (op === '+' && left instanceof PyTuple && right instanceof PyTuple) {
    return new PyTuple([...left.items, ...right.items])
  }
  if (op !== '*') return null
  if (isInteger(right) || typeof right === 'boolean') return repeated(left, Number(right))
  return isInteger(left) || typeof left === 'boolean' ? repeated(right, Number(left)) : null
}

function repeated(value: Value, times: number): Value | null {
  const items = value instanceof PyTuple ? value.items : isList(value) ? value : null
  const length = typeof value === 'string' ? value.length : items?.length
  if (length === undefined) return null
  if (Math.abs(times) >= 2 ** 63) fail('OverflowError', "cannot fit 'int' into an index-sized integer")
  if (length * times > MAX_REPEATED) fail('TemplateLimitError', 'a repeated text or list is too long')
  const count = Math.max(0, times)
  if (typeof value === 'string') return value.repeat(count)
  const all = Array.from({ length: count }, () => items as readonly Value[]).flat()
  return value instanceof PyTuple ? new PyTuple(all) : all
}

function whole(op: BinaryOp, a: bigint, b: bigint): Value {
  switch (op) {
    case '+':
      return wholeNumber(a + b)
    case '-':
      return wholeNumber(a - b)
    case '*':
      return wholeNumber(a * b)
    case '/':
      if (b === 0n) fail('ZeroDivisionError', 'division by zero')
      return new PyFloat(Number(a) / Number(b))
    case '//':
      if (b === 0n) fail('ZeroDivisionError', 'integer division or modulo by zero')
      return wholeNumber(floorDivide(a, b))
    case '%':
      if (b === 0n) fail('ZeroDivisionError', 'integer modulo by zero')
      return wholeNumber(a - floorDivide(a, b) * b)
    case '**':
      if (b < 0n) return new PyFloat(powerOf(Number(a), Number(b)))
      if (a > 1n || a < -1n) {
        if (BigInt(a.toString(2).length) * b > BigInt(MAX_BITS))
          fail('TemplateLimitError', 'a number has too many digits')
      }
      return wholeNumber(a ** b)
  }
}

function floorDivide(a: bigint, b: bigint): bigint {
  const quotient = a / b
  return a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient
}

function fraction(op: BinaryOp, a: number, b: number): number {
  switch (op) {
    case '+':
      return a + b
    case '-':
      return a - b
    case '*':
      return a * b
    case '/':
      return b === 0 ? fail('ZeroDivisionError', 'float division by zero') : a / b
    case '//':
      return b === 0 ? fail('ZeroDivisionError', 'float floor division by zero') : Math.floor(a / b)
    case '%': {
      if (b === 0) return fail('ZeroDivisionError', 'float modulo')
      const rest = a % b
      return rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest
    }
    case '**':
      return powerOf(a, b)
  }
}

function powerOf(a: number, b: number): number {
  if (a === 0 && b < 0) fail('ZeroDivisionError', '0.0 cannot be raised to a negative power')
  const power = a ** b
  const isTooLarge = !Number.isFinite(power) && Number.isFinite(a) && Number.isFinite(b)
  return isTooLarge ? fail('OverflowError', "(34, 'Numerical result out of range')") : power
}

function unsupported(op: BinaryOp, left: Value, right: Value): never {
  const [a, b] = [typeName(left), typeName(right)]
  if (op === '+' && typeof left === 'string') fail('TypeError', `can only concatenate str (not "${b}") to str`)
  if (op === '+' && isList(left)) fail('TypeError', `can only concatenate list (not "${b}") to list`)
  if (op === '+' && left instanceof PyTuple) fail('TypeError', `can only concatenate tuple (not "${b}") to tuple`)
  const isSequence = (value: Value) => typeof value === 'string' || isList(value) || value instanceof PyTuple
  if (op === '*' && isSequence(left)) fail('TypeError', `can't multiply sequence by non-int of type '${b}'`)
  if (op === '*' && isSequence(right)) fail('TypeError', `can't multiply sequence by non-int of type '${a}'`)
  const name = op === '**' ? '** or pow()' : op
  return fail('TypeError', `unsupported operand type(s) for ${name}: '${a}' and '${b}'`)
}

/** `-value`, `+value`. */
export function signed(value: Value, isNegative: boolean): Value {
  if (value instanceof Undefined) value.raise()
  if (value instanceof PyFloat) return isNegative ? new PyFloat(-value.value) : value
  const number = numberOf(value)
  if (number === null)
    return fail('TypeError', `bad operand type for unary ${isNegative ? '-' : '+'}: '${typeName(value)}'`)
  if (!isNegative) return number
  return typeof number === 'bigint' ? wholeNumber(-number) : number === 0 ? 0 : -number
}
