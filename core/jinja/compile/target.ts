import { setMember } from '../run/globals.ts'
import type { Run } from '../run/run.ts'
import type { Target } from '../syntax/ast.ts'
import { numberOf } from '../values/compare.ts'
import { arrayOf } from '../values/iterate.ts'
import { fail, PyNamespace, typeName, type Value } from '../values/value.ts'
import { compileExpression } from './expression.ts'
import type { Scope } from './scope.ts'

/** Gives a value to a target. */
export type Assign = (run: Run, value: Value) => void

export function compileTarget(target: Target, scope: Scope): Assign {
  if (target.kind === 'name') {
    const slot = scope.slotOf(target.name)
    return (run, value) => {
      run.slots[slot] = value
    }
  }
  if (target.kind === 'attribute') {
    const { of, name } = target
    const namespace = compileExpression({ kind: 'name', name: of, line: 0 }, scope)
    return (run, value) => {
      const owner = namespace(run)
      if (!(owner instanceof PyNamespace)) {
        fail('TemplateRuntimeError', `cannot assign attribute on non-namespace object`)
      }
      setMember(owner as PyNamespace, name, value)
    }
  }
  const items = target.items.map((item) => compileTarget(item, scope))
  return (run, value) => {
    const values = unpacked(value, items.length)
    for (const [i, assign] of items.entries()) assign(run, values[i] as Value)
  }
}

function unpacked(value: Value, count: number): readonly Value[] {
  const isScalar = value === null || numberOf(value) !== null
  if (isScalar) fail('TypeError', `cannot unpack non-iterable ${typeName(value)} object`)
  const values = arrayOf(value)
  if (values.length < count) fail('ValueError', `not enough values to unpack (expected ${count}, got ${values.length})`)
  if (values.length > count) fail('ValueError', `too many values to unpack (expected ${count})`)
  return values
}
