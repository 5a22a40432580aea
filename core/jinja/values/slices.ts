import { isPlain } from './codePoints.ts'
import { fail, isDict, isInteger, isList, PyRange, type PySlice, PyTuple, typeName, type Value } from './value.ts'

/** `value[start:stop:step]`. @throws TemplateError `ValueError`, `TypeError` for values that have no slices */
export function sliceOf(value: Value, slice: PySlice): Value {
  if (typeof value === 'string') {
    const characters = isPlain(value) ? value : [...value]
    return picked(slice, characters.length, (i) => characters[i] as string).join('')
  }
  if (isList(value)) return picked(slice, value.length, (i) => value[i] as Value)
  if (value instanceof PyTuple) return new PyTuple(picked(slice, value.items.length, (i) => value.items[i] as Value))
  if (value instanceof PyRange) {
    const { start, stop, step } = indices(slice, value.length)
    return new PyRange(value.at(start), value.at(stop), step * value.step)
  }
  const message = isDict(value) ? "unhashable type: 'slice'" : `'${typeName(value)}' object is not subscriptable`
  return fail('TypeError', message)
}

function picked<T>(slice: PySlice, length: number, at: (index: number) => T): T[] {
  const { start, stop, step } = indices(slice, length)
  const items: T[] = []
  for (let i = start; step > 0 ? i < stop : i > stop; i += step) items.push(at(i))
  return items
}

/** Python's `slice.indices`. */
function indices(slice: PySlice, length: number): { start: number; stop: number; step: number } {
  const step = bound(slice.step) ?? 1
  if (step === 0) fail('ValueError', 'slice step cannot be zero')
  const low = step > 0 ? 0 : -1
  const high = step > 0 ? length : length - 1
  const clamp = (index: number | null, usual: number) => {
    if (index === null) return usual
    return Math.min(Math.max(index < 0 ? index + length : index, low), high)
  }
  const start = clamp(bound(slice.start), step > 0 ? low : high)
  const stop = clamp(bound(slice.stop), step > 0 ? high : low)
  return { start, stop, step }
}

function bound(value: Value): number | null {
  if (value === null) return null
  if (typeof value === 'boolean') return value ? 1 : 0
  if (isInteger(value)) return Number(value)
  return fail(
    'TypeError',
    `slice indices must be integers or None or have an __index__ method, not '${typeName(value)}'`,
  )
}
