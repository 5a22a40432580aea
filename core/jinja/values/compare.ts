import { byCodePoint } from '../../hashing/keys/codePointOrder.ts'
import { PyFloat } from '../chatTemplate.ts'
import { fail, isDict, isList, PyTuple, typeName, Undefined, type Value } from './value.ts'

/** A number of any kind, `bool` too; null for what is none. */
export function numberOf(value: Value): number | bigint | null {
  if (typeof value === 'number' || typeof value === 'bigint') return value
  if (typeof value === 'boolean') return value ? 1 : 0
  return value instanceof PyFloat ? value.value : null
}

/** `a == b`. */
export function equals(a: Value, b: Value): boolean {
  if (a === b) return !(a instanceof PyFloat) || !Number.isNaN(a.value)
  if (typeof a === 'string' || typeof b === 'string' || a === null || b === null) return false
  const x = numberOf(a)
  if (x !== null) {
    const y = numberOf(b)
    // biome-ignore lint/suspicious/noDoubleEquals: a bigint equals the number of the same value
    return y !== null && x == y
  }
  if (a instanceof Undefined) return b instanceof Undefined
  if (isList(a)) return isList(b) && sameItems(a, b)
  if (a instanceof PyTuple) return b instanceof PyTuple && sameItems(a.items, b.items)
  if (!isDict(a) || !isDict(b) || a.size !== b.size) return false
  for (const [key, value] of a) if (!b.has(key) || !equals(value, b.get(key) as Value)) return false
  return true
}

function sameItems(a: readonly Value[], b: readonly Value[]): boolean {
  return a.length === b.length && a.every((item, i) => equals(item, b[i] as Value))
}

/** Below zero where `a < b`. @param op as it stands in the error @throws TemplateError `TypeError`, `UndefinedError` */
export function order(a: Value, b: Value, op: string): number {
  if (typeof a === 'string' && typeof b === 'string') return byCodePoint(a, b)
  if (a instanceof Undefined) a.raise()
  if (b instanceof Undefined) b.raise()
  const x = numberOf(a)
  const y = numberOf(b)
  if (x !== null && y !== null)
    return x < y ? -1 : x > y ? 1 : Number.isNaN(Number(x)) || Number.isNaN(Number(y)) ? Number.NaN : 0
  const sequences = bothItems(a, b)
  if (!sequences) fail('TypeError', `'${op}' not supported between instances of '${typeName(a)}' and '${typeName(b)}'`)
  const [left, right] = sequences as [readonly Value[], readonly Value[]]
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    if (!equals(left[i] as Value, right[i] as Value)) return order(left[i] as Value, right[i] as Value, op)
  }
  return left.length - right.length
}

function bothItems(a: Value, b: Value): [readonly Value[], readonly Value[]] | null {
  if (isList(a) && isList(b)) return [a, b]
  return a instanceof PyTuple && b instanceof PyTuple ? [a.items, b.items] : null
}
