import { pythonText } from '../../hashing/keys/pythonText.ts'
import { PYTHON_NAMES, pythonFloat } from '../../table/pythonFloat.ts'
import { PyFloat } from '../chatTemplate.ts'
import { isDict, isList, PyIterator, PyNamespace, PyRange, PyTuple, PyView, Undefined, type Value } from './value.ts'

/** `str(value)`: what `{{ … }}` prints. */
export function textOf(value: Value): string {
  if (typeof value === 'string') return value
  return value instanceof Undefined ? '' : reprOf(value)
}

/** `repr(value)`. */
export function reprOf(value: Value): string {
  switch (typeof value) {
    case 'string':
      return pythonText(value)
    case 'boolean':
      return value ? 'True' : 'False'
    case 'number':
    case 'bigint':
      return String(value)
  }
  if (value === null) return 'None'
  if (value instanceof PyFloat) return pythonFloat(value.value, PYTHON_NAMES)
  if (isList(value)) return `[${value.map(reprOf).join(', ')}]`
  if (isDict(value)) {
    const members = [...value].map(([key, member]) => `${reprOf(key as Value)}: ${reprOf(member)}`)
    return `{${members.join(', ')}}`
  }
  if (value instanceof PyView) return `${value.name}(${reprOf([...value])})`
  if (value instanceof PyTuple) {
    const items = value.items.map(reprOf)
    return items.length === 1 ? `(${items[0]},)` : `(${items.join(', ')})`
  }
  if (value instanceof Undefined) return 'Undefined'
  if (value instanceof PyNamespace) return `<Namespace ${reprOf(value.members)}>`
  if (value instanceof PyRange) {
    return `range(${value.start}, ${value.stop}${value.step === 1 ? '' : `, ${value.step}`})`
  }
  // Python prints where the object lies in memory, which nobody can reproduce.
  return value instanceof PyIterator ? `<${value.name} object>` : '<function>'
}
