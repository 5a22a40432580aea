import { reprOf, textOf } from '../values/text.ts'
import { fail, type Keywords, type Value } from '../values/value.ts'
import { formatSpec } from './formatSpec.ts'

const FIELD = /\{\{|\}\}|\{([^{}!:]*)(?:!([rsa]))?(?::((?:[^{}]|\{[^{}]*\})*))?\}|[{}]/g

/** How members and items are read in a field's name. */
export interface Reader {
  attribute(value: Value, name: string): Value
  item(value: Value, key: Value): Value
}

/** `str.format`. @throws TemplateError `ValueError`, `IndexError`, `KeyError` */
export function formatText(template: string, args: readonly Value[], keywords: Keywords, reader: Reader): string {
  let automatic = 0
  const fieldValue = (name: string): Value => {
    const [first = '', ...path] = name.split(/(?=[.[])/)
    const value = first === '' ? argument(automatic++) : /^\d+$/.test(first) ? argument(Number(first)) : keyword(first)
    return path.reduce<Value>((of, step) => stepInto(of, step, reader), value)
  }
  const argument = (index: number): Value => {
    const value = args[index]
    return value === undefined
      ? fail('IndexError', `Replacement index ${index} out of range for positional args tuple`)
      : value
  }
  const keyword = (name: string): Value => {
    const value = keywords.get(name)
    return value === undefined ? fail('KeyError', reprOf(name)) : value
  }
  return template.replace(FIELD, (whole, name?: string, conversion?: string, spec?: string) => {
    if (whole === '{{' || whole === '}}') return whole[0] as string
    if (name === undefined) return fail('ValueError', `Single '${whole}' encountered in format string`)
    const value = fieldValue(name)
    const inner = (spec ?? '').replace(/\{([^{}]*)\}/g, (_, inside: string) => textOf(fieldValue(inside)))
    return formatSpec(conversion ? (conversion === 's' ? textOf(value) : reprOf(value)) : value, inner)
  })
}

function stepInto(value: Value, step: string, reader: Reader): Value {
  if (step.startsWith('.')) return reader.attribute(value, step.slice(1))
  const key = step.slice(1, -1)
  return reader.item(value, /^\d+$/.test(key) ? Number(key) : key)
}
