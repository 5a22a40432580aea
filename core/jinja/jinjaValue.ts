import type { JsonValue } from '../hashing/keys/jsonValues.ts'
import { type JinjaValue, PyFloat } from './chatTemplate.ts'

/** A JSON value as Python's `json.loads` gives it to a template. */
export function jinjaValue(value: JsonValue): JinjaValue {
  if (value === null || typeof value !== 'object') return value
  if ('integer' in value) return whole(value.integer)
  if ('float' in value) return new PyFloat(value.float)
  if ('list' in value) return value.list.map(jinjaValue)
  return new Map([...value.members].map(([name, member]) => [name, jinjaValue(member)]))
}

function whole(digits: string): number | bigint {
  const value = Number(digits)
  return Number.isSafeInteger(value) ? value : BigInt(digits)
}
