import { PyFloat } from '../chatTemplate.ts'
import { PyRange, PyTuple, PyView, Undefined, type Value } from './value.ts'

/** `bool(value)`. */
export function truthy(value: Value): boolean {
  switch (typeof value) {
    case 'string':
      return value !== ''
    case 'boolean':
      return value
    case 'number':
      return value !== 0
    case 'bigint':
      return value !== 0n
  }
  if (value === null || value instanceof Undefined) return false
  if (Array.isArray(value)) return value.length > 0
  if (value instanceof Map) return value.size > 0
  if (value instanceof PyTuple) return value.items.length > 0
  if (value instanceof PyFloat) return value.value !== 0
  return value instanceof PyRange || value instanceof PyView ? value.length > 0 : true
}
