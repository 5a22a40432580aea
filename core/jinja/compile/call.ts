import type { Run } from '../run/run.ts'
import type { Arguments, Expression } from '../syntax/ast.ts'
import { attributeOf, callable } from '../values/access.ts'
import { NO_KEYWORDS } from '../values/arguments.ts'
import { arrayOf } from '../values/iterate.ts'
import { fail, isDict, type Keywords, PyFunction, typeName, Undefined, type Value } from '../values/value.ts'

type Evaluate = (run: Run) => Value

export interface CompiledArguments {
  positional(run: Run): readonly Value[]
  keywords(run: Run): Keywords
}

export function compileArguments(args: Arguments, compile: (part: Expression) => Evaluate): CompiledArguments {
  const values = args.positional.map(compile)
  const named = args.keywords.map(([name, value]) => [name, compile(value)] as const)
  const list = args.list && compile(args.list)
  const dict = args.dict && compile(args.dict)
  return {
    positional(run) {
      const all = values.map((value) => value(run))
      return list ? [...all, ...arrayOf(list(run))] : all
    },
    keywords(run) {
      if (named.length === 0 && !dict) return NO_KEYWORDS
      const all = new Map<string, Value>(named.map(([name, value]) => [name, value(run)]))
      const more = dict?.(run)
      if (more === undefined) return all
      if (!isDict(more)) return fail('TypeError', `argument after ** must be a mapping, not ${typeName(more)}`)
      for (const [name, value] of more) all.set(String(name), value)
      return all
    },
  }
}

/** A call; a method of a value is called without being made a value first. */
export function compileCall(
  { of, args, line }: Extract<Expression, { kind: 'call' }>,
  compile: (part: Expression) => Evaluate,
): Evaluate {
  const { positional, keywords } = compileArguments(args, compile)
  if (of.kind !== 'attribute') {
    const callee = compile(of)
    return (run) => called(run, callee(run), positional(run), keywords(run), line)
  }
  const [owner, { name }] = [compile(of.of), of]
  return (run) => {
    const value = owner(run)
    const method = callable(value, name)
    if (!method) return called(run, attributeOf(value, name), positional(run), keywords(run), line)
    run.step()
    return method(value, positional(run), keywords(run))
  }
}

/** Calls a value. @throws TemplateError `TypeError`, `UndefinedError` */
export function called(run: Run, callee: Value, args: readonly Value[], keywords: Keywords, line: number): Value {
  run.step()
  run.line = line
  if (callee instanceof PyFunction) return callee.call(args, keywords)
  return callee instanceof Undefined
    ? callee.raise()
    : fail('TypeError', `'${typeName(callee)}' object is not callable`)
}
