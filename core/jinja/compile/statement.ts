import { MISSING } from '../run/run.ts'
import type { Statement } from '../syntax/ast.ts'
import { textLength } from '../values/codePoints.ts'
import { textOf } from '../values/text.ts'
import { truthy } from '../values/truth.ts'
import type { Value } from '../values/value.ts'
import { called, compileArguments } from './call.ts'
import type { CompileBody, Execute } from './execute.ts'
import { type BlockText, compileExpression } from './expression.ts'
import { compileLoop } from './loop.ts'
import { compileMacro } from './macro.ts'
import { namesOf, type Scope } from './scope.ts'
import { compileTarget } from './target.ts'

export const compileBody: CompileBody = (body, scope) => {
  const steps = body.map((statement) => compileStatement(statement, scope))
  const [only] = steps
  if (only && steps.length === 1) return only
  return (run) => {
    for (const step of steps) {
      const signal = step(run)
      if (signal !== null) return signal
    }
    return null
  }
}

function compileStatement(statement: Statement, scope: Scope): Execute {
  const { line } = statement
  switch (statement.kind) {
    case 'text': {
      const { text } = statement
      return (run) => {
        run.out += text
        return null
      }
    }
    case 'print': {
      const value = compileExpression(statement.value, scope)
      return (run) => {
        run.line = line
        run.out += textOf(value(run))
        return null
      }
    }
    case 'if': {
      const test = compileExpression(statement.test, scope)
      const [yes, no] = [compileBody(statement.yes, scope), compileBody(statement.no, scope)]
      return (run) => {
        run.line = line
        return truthy(test(run)) ? yes(run) : no(run)
      }
    }
    case 'for':
      return compileLoop(statement, scope, compileBody)
    case 'break':
    case 'continue': {
      const { kind } = statement
      return () => kind
    }
    case 'set': {
      const value = compileExpression(statement.value, scope)
      const assign = compileTarget(statement.target, scope)
      return (run) => {
        run.line = line
        assign(run, value(run))
        return null
      }
    }
    case 'capture':
      return compileCapture(statement, scope)
    case 'macro': {
      const make = compileMacro(statement.name, statement, scope, compileBody)
      const slot = scope.slotOf(statement.name)
      return (run) => {
        run.slots[slot] = make(run)
        return null
      }
    }
    case 'call':
      return compileCallBlock(statement, scope)
    case 'filtered': {
      const block: BlockText = { text: '' }
      const filter = compileExpression(statement.filter, scope, block)
      const body = inScope(statement.body, scope)
      return (run) => {
        run.line = line
        block.text = run.capture(() => body(run))
        run.out += textOf(filter(run))
        return null
      }
    }
    case 'with':
      return compileWith(statement, scope)
    case 'generation': {
      const make = compileMacro(null, { parameters: [], body: statement.body }, scope, compileBody)
      return (run) => {
        const text = make(run).call([], new Map()) as string
        const start = textLength(run.written)
        run.generation.push([start, start + textLength(text)])
        run.out += text
        return null
      }
    }
  }
}

/** A body with variables of its own. */
function inScope(body: readonly Statement[], outer: Scope): Execute {
  const scope = outer.inner(body)
  const write = compileBody(body, scope)
  const { own } = scope
  return (run) => {
    for (const slot of own) run.slots[slot] = MISSING
    return write(run)
  }
}

function compileCapture(statement: Extract<Statement, { kind: 'capture' }>, scope: Scope): Execute {
  const { line } = statement
  const block: BlockText = { text: '' }
  const filter = statement.filter && compileExpression(statement.filter, scope, block)
  const body = inScope(statement.body, scope)
  const assign = compileTarget(statement.target, scope)
  return (run) => {
    run.line = line
    const text = run.capture(() => body(run))
    block.text = text
    assign(run, filter ? filter(run) : text)
    return null
  }
}

function compileCallBlock(statement: Extract<Statement, { kind: 'call' }>, scope: Scope): Execute {
  const { call, line } = statement
  if (call.kind !== 'call') throw new Error('a call block calls')
  const make = compileMacro(null, statement, scope, compileBody)
  const callee = compileExpression(call.of, scope)
  const args = compileArguments(call.args, (part) => compileExpression(part, scope))
  return (run) => {
    run.line = line
    const value = callee(run)
    const keywords = new Map<string, Value>([...args.keywords(run), ['caller', make(run)]])
    run.out += textOf(called(run, value, args.positional(run), keywords, line))
    return null
  }
}

function compileWith(statement: Extract<Statement, { kind: 'with' }>, outer: Scope): Execute {
  const { pairs, body, line } = statement
  const values = pairs.map(([, value]) => compileExpression(value, outer))
  const scope = outer.inner(
    body,
    pairs.flatMap(([target]) => [...namesOf(target)]),
  )
  const assigns = pairs.map(([target]) => compileTarget(target, scope))
  const write = compileBody(body, scope)
  const { own } = scope
  return (run) => {
    run.line = line
    const given = values.map((value) => value(run))
    for (const slot of own) run.slots[slot] = MISSING
    for (const [i, assign] of assigns.entries()) assign(run, given[i] as Value)
    return write(run)
  }
}
