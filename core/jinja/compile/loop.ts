import { changedTest } from '../run/globals.ts'
import { MISSING, type Run } from '../run/run.ts'
import type { Statement } from '../syntax/ast.ts'
import { itemsOf } from '../values/iterate.ts'
import { truthy } from '../values/truth.ts'
import { fail, PyFunction, Undefined, type Value } from '../values/value.ts'
import type { CompileBody, Execute, Signal } from './execute.ts'
import { compileExpression } from './expression.ts'
import { namesOf, type Scope } from './scope.ts'
import { compileTarget } from './target.ts'
import { usesName } from './usesName.ts'

type ForStatement = Extract<Statement, { kind: 'for' }>

/** A loop; `compileBody` compiles what stands in it. */
export function compileLoop(statement: ForStatement, outer: Scope, compileBody: CompileBody): Execute {
  const { target, over, filter, body, otherwise, isRecursive, line } = statement
  const from = outer.size
  const scope = outer.inner(body, [...namesOf(target), 'loop'])
  const items = compileExpression(over, outer)
  const assign = compileTarget(target, scope)
  const fits = filter && compileExpression(filter, scope)
  const run1 = compileBody(body, scope)
  const none = compileBody(otherwise, outer.inner(otherwise))
  const to = outer.size
  const own = scope.own
  const loopSlot = scope.slotOf('loop')
  const hasLoop = isRecursive || usesName(body, 'loop')

  function* chosen(run: Run, from: Iterable<Value>): Generator<Value> {
    for (const item of from) {
      run.step()
      if (fits) {
        assign(run, item)
        if (!truthy(fits(run))) continue
      }
      yield item
    }
  }

  function repeat(run: Run, value: Value, depth: number): Signal {
    const picked = fits ? chosen(run, itemsOf(value)) : itemsOf(value)
    const loop = hasLoop ? new Loop([...picked], depth) : null
    const recurse = isRecursive ? (value: Value) => again(run, value, depth + 1) : null
    const loopValue = loop?.value(recurse)
    let isEmpty = true
    for (const item of loop ? loop.items : picked) {
      isEmpty = false
      run.step()
      for (const slot of own) run.slots[slot] = MISSING
      if (loopValue) run.slots[loopSlot] = loopValue
      assign(run, item)
      const signal = run1(run)
      if (signal === 'break') break
      if (loop) loop.index++
    }
    for (const slot of own) run.slots[slot] = MISSING
    return isEmpty ? none(run) : null
  }

  function again(run: Run, value: Value, depth: number): string {
    return run.capture(() => run.isolated(from, to, () => repeat(run, value, depth)))
  }

  return (run) => {
    run.line = line
    const value = items(run)
    return isRecursive ? run.isolated(from, to, () => repeat(run, value, 0)) : repeat(run, value, 0)
  }
}

/** What `loop` is in a body. */
class Loop {
  readonly items: readonly Value[]
  index = 0
  private readonly depth: number
  private readonly changed = changedTest()

  constructor(items: readonly Value[], depth: number) {
    this.items = items
    this.depth = depth
  }

  value(recurse: ((value: Value) => string) | null): PyFunction {
    const call = (args: readonly Value[]): Value => {
      if (!recurse) fail('TypeError', "The loop must have the 'recursive' marker to be called recursively.")
      return (recurse as (value: Value) => string)(args[0] as Value)
    }
    return new PyFunction('LoopContext', call, (name) => this.member(name))
  }

  private member(name: string): Value | undefined {
    const { items, index } = this
    switch (name) {
      case 'index':
        return index + 1
      case 'index0':
        return index
      case 'revindex':
        return items.length - index
      case 'revindex0':
        return items.length - index - 1
      case 'first':
        return index === 0
      case 'last':
        return index === items.length - 1
      case 'length':
        return items.length
      case 'depth':
        return this.depth + 1
      case 'depth0':
        return this.depth
      case 'previtem':
        return index === 0 ? new Undefined('there is no previous item') : items[index - 1]
      case 'nextitem':
        return index + 1 < items.length ? items[index + 1] : new Undefined('there is no next item')
      case 'changed':
        return this.changed
      case 'cycle':
        return new PyFunction('cycle', (args) => {
          if (args.length === 0) fail('TypeError', 'no items for cycling given')
          return args[index % args.length] as Value
        })
    }
    return undefined
  }
}
