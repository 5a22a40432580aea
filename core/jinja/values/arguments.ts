import { fail, type Keywords, type Value } from './value.ts'

/** A parameter of a function: its name, and what it is when nothing is given; none: it must be given. */
export type Parameter = readonly [name: string, usual?: Value]

export const NO_KEYWORDS: Keywords = new Map()

/**
 * What each parameter of a function of Python is in a call.
 *
 * @throws TemplateError `TypeError` for missing, surplus and unknown arguments
 */
export function bind(
  callee: string,
  parameters: readonly Parameter[],
  args: readonly Value[],
  keywords: Keywords,
): readonly Value[] {
  if (keywords.size === 0 && args.length === parameters.length) return args
  if (args.length > parameters.length) {
    const s = parameters.length === 1 ? '' : 's'
    fail('TypeError', `${callee}() takes ${parameters.length} positional argument${s} but ${args.length} were given`)
  }
  for (const name of keywords.keys()) {
    const at = parameters.findIndex(([known]) => known === name)
    if (at < 0) fail('TypeError', `${callee}() got an unexpected keyword argument '${name}'`)
    if (at < args.length) fail('TypeError', `${callee}() got multiple values for argument '${name}'`)
  }
  return parameters.map((parameter, i) => {
    const [name, usual] = parameter
    const given = i < args.length ? args[i] : keywords.get(name)
    if (given !== undefined) return given
    if (parameter.length > 1) return usual as Value
    return fail('TypeError', `${callee}() missing 1 required positional argument: '${name}'`)
  })
}
