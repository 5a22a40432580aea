import { PyFloat } from '../chatTemplate.ts'
import { filterNamed, testNamed } from '../filters/registry.ts'
import { MISSING, type Run } from '../run/run.ts'
import type { CompareOp, Expression } from '../syntax/ast.ts'
import { attributeOf, itemOf } from '../values/access.ts'
import { binary, signed } from '../values/arithmetic.ts'
import { equals, order } from '../values/compare.ts'
import { contains } from '../values/contains.ts'
import { textOf } from '../values/text.ts'
import { truthy } from '../values/truth.ts'
import { dictKey, PySlice, PyTuple, Undefined, type Value } from '../values/value.ts'
import { compileArguments, compileCall } from './call.ts'
import type { Scope } from './scope.ts'

/** An expression, ready to run. */
export type Evaluate = (run: Run) => Value

/** What a filter block hands to its filter. */
export type BlockText = { text: string }

/** @param block what stands before the first filter of a block @throws TemplateError for unknown filters and tests */
export function compileExpression(expression: Expression, scope: Scope, block: BlockText | null = null): Evaluate {
  const compile = (part: Expression): Evaluate => compileExpression(part, scope, block)
  switch (expression.kind) {
    case 'constant': {
      const { value } = expression
      return () => value
    }
    case 'float': {
      const value = new PyFloat(expression.value)
      return () => value
    }
    case 'name':
      return compileName(expression.name, scope)
    case 'list':
    case 'tuple': {
      const items = expression.items.map(compile)
      const isTuple = expression.kind === 'tuple'
      return (run) => {
        const values = items.map((item) => item(run))
        return isTuple ? new PyTuple(values) : values
      }
    }
    case 'dict': {
      const pairs = expression.pairs.map(([key, value]) => [compile(key), compile(value)] as const)
      return (run) => new Map(pairs.map(([key, value]) => [dictKey(key(run)), value(run)]))
    }
    case 'conditional': {
      const [test, yes] = [compile(expression.test), compile(expression.yes)]
      const no = expression.no ? compile(expression.no) : withoutElse(expression.line)
      return (run) => (truthy(test(run)) ? yes(run) : no(run))
    }
    case 'and':
    case 'or': {
      const [left, right] = [compile(expression.left), compile(expression.right)]
      const goesOn = expression.kind === 'and'
      return (run) => {
        const value = left(run)
        return truthy(value) === goesOn ? right(run) : value
      }
    }
    case 'not': {
      const of = compile(expression.of)
      return (run) => !truthy(of(run))
    }
    case 'compare':
      return compileCompare(expression, compile)
    case 'binary': {
      const [left, right, { op }] = [compile(expression.left), compile(expression.right), expression]
      return (run) => binary(op, left(run), right(run))
    }
    case 'negative':
    case 'positive': {
      const of = compile(expression.of)
      const isNegative = expression.kind === 'negative'
      return (run) => signed(of(run), isNegative)
    }
    case 'concat': {
      const parts = expression.parts.map(compile)
      return (run) => parts.map((part) => textOf(part(run))).join('')
    }
    case 'attribute': {
      const [of, { name }] = [compile(expression.of), expression]
      return (run) => attributeOf(of(run), name)
    }
    case 'item': {
      const [of, key] = [compile(expression.of), compile(expression.key)]
      return (run) => itemOf(of(run), key(run))
    }
    case 'slice': {
      const none: Evaluate = () => null
      const [start, stop, step] = [expression.start, expression.stop, expression.step].map((part) =>
        part ? compile(part) : none,
      )
      return (run) => new PySlice((start as Evaluate)(run), (stop as Evaluate)(run), (step as Evaluate)(run))
    }
    case 'call':
      return compileCall(expression, compile)
    case 'filter': {
      const of: Evaluate = expression.of ? compile(expression.of) : () => (block as BlockText).text
      const apply = filterNamed(expression.name)
      const args = compileArguments(expression.args, compile)
      return (run) => {
        const value = of(run)
        return apply(value, args.positional(run), args.keywords(run))
      }
    }
    case 'test': {
      const of = compile(expression.of)
      const test = testNamed(expression.name)
      const args = compileArguments(expression.args, compile)
      return (run) => test(of(run), args.positional(run))
    }
  }
}

function compileName(name: string, scope: Scope): Evaluate {
  const places = scope.placesOf(name)
  const missing = new Undefined(`'${name}' is undefined`)
  const [only] = places
  const given = (run: Run): Value => {
    const value = run.variables.get(name)
    return value === undefined ? missing : value
  }
  if (only === undefined) return given
  return (run) => {
    for (const place of places) {
      const value = run.slots[place] as Value | typeof MISSING
      if (value !== MISSING) return value
    }
    return given(run)
  }
}

function withoutElse(line: number): Evaluate {
  const message = `the inline if-expression on line ${line} evaluated to false and no else section was defined.`
  const missing = new Undefined(message)
  return () => missing
}

function compileCompare(
  { first, others }: Extract<Expression, { kind: 'compare' }>,
  compile: (part: Expression) => Evaluate,
): Evaluate {
  const left = compile(first)
  const rights = others.map(({ op, right }) => ({ holds: HOLDS[op], right: compile(right) }))
  const [only] = rights
  if (only && rights.length === 1) return (run) => only.holds(left(run), only.right(run))
  return (run) => {
    let value = left(run)
    for (const { holds, right } of rights) {
      const next = right(run)
      if (!holds(value, next)) return false
      value = next
    }
    return true
  }
}

const HOLDS: Readonly<Record<CompareOp, (a: Value, b: Value) => boolean>> = {
  '==': equals,
  '!=': (a, b) => !equals(a, b),
  '<': (a, b) => order(a, b, '<') < 0,
  '<=': (a, b) => order(a, b, '<=') <= 0,
  '>': (a, b) => order(a, b, '>') > 0,
  '>=': (a, b) => order(a, b, '>=') >= 0,
  in: (a, b) => contains(b, a),
  'not in': (a, b) => !contains(b, a),
}
