import type { Run } from '../run/run.ts'
import type { MacroParts } from '../syntax/ast.ts'
import { fail, type Keywords, PyFunction, PyTuple, Undefined, type Value } from '../values/value.ts'
import type { CompileBody } from './execute.ts'
import { compileExpression } from './expression.ts'
import type { Scope } from './scope.ts'
import { usesName } from './usesName.ts'

/** Makes the function a macro is, in one rendering. */
export type MakeMacro = (run: Run) => PyFunction

/** @param name null: the body of a call block */
export function compileMacro(
  name: string | null,
  parts: MacroParts,
  outer: Scope,
  compileBody: CompileBody,
): MakeMacro {
  const { parameters, body } = parts
  const uses = (special: string) =>
    usesName(body, special) ||
    usesName(
      parameters.map(({ usual }) => usual),
      special,
    )
  const takes = { caller: uses('caller'), varargs: uses('varargs'), kwargs: uses('kwargs') }
  const special = (Object.keys(takes) as (keyof typeof takes)[]).filter((one) => takes[one])
  const from = outer.size
  const scope = outer.inner(body, [...parameters.map((parameter) => parameter.name), ...special])
  const usual = parameters.map((parameter) => parameter.usual && compileExpression(parameter.usual, scope))
  const write = compileBody(body, scope)
  const to = outer.size
  const called = name === null ? 'caller' : name

  function give(run: Run, args: readonly Value[], keywords: Keywords): void {
    const left = new Map(keywords)
    for (const [i, parameter] of parameters.entries()) {
      let value = args[i]
      if (left.has(parameter.name)) {
        if (value !== undefined)
          fail('TypeError', `macro '${called}' got multiple values for argument '${parameter.name}'`)
        value = left.get(parameter.name)
        left.delete(parameter.name)
      }
      const slot = scope.slotOf(parameter.name)
      const missing = new Undefined(`parameter '${parameter.name}' was not provided`)
      // A default may read the parameters before it.
      if (value === undefined) value = usual[i]?.(run)
      run.slots[slot] = value === undefined ? missing : value
    }
    if (takes.caller) {
      run.slots[scope.slotOf('caller')] = left.get('caller') || new Undefined("'caller' is undefined")
      left.delete('caller')
    }
    if (takes.kwargs) run.slots[scope.slotOf('kwargs')] = left
    else if (left.size > 0) {
      const [unknown] = left.keys()
      if (unknown === 'caller') {
        fail(
          'TypeError',
          `macro '${called}' was invoked with two values for the special caller argument. This is most likely a bug.`,
        )
      }
      fail('TypeError', `macro '${called}' takes no keyword argument '${unknown}'`)
    }
    if (takes.varargs) run.slots[scope.slotOf('varargs')] = new PyTuple(args.slice(parameters.length))
    else if (args.length > parameters.length) {
      fail('TypeError', `macro '${called}' takes not more than ${parameters.length} argument(s)`)
    }
  }

  return (run) => {
    const members = (member: string): Value | undefined => {
      if (member === 'name') return name
      return member === 'arguments' ? new PyTuple(parameters.map((parameter) => parameter.name)) : undefined
    }
    const call = (args: readonly Value[], keywords: Keywords) =>
      run.capture(() =>
        run.isolated(from, to, () => {
          give(run, args, keywords)
          write(run)
        }),
      )
    return new PyFunction(called, call, members)
  }
}
