import type { BinaryOp, CompareOp, Expression } from './ast.ts'
import { type Inner, parseFilters, parsePostfix } from './postfix.ts'
import type { TokenStream } from './tokenStream.ts'
import { describeToken } from './tokens.ts'

const COMPARE: ReadonlySet<string> = new Set(['==', '!=', '<', '<=', '>', '>='])
const MULTIPLY: ReadonlySet<string> = new Set(['*', '/', '//', '%'])

export const INNER: Inner = { expression: parseExpression, primary: parsePrimary }

/** @throws TemplateError `TemplateSyntaxError` */
export function parseExpression(stream: TokenStream, withConditional = true): Expression {
  return stream.deeper(() => (withConditional ? conditional(stream) : or(stream)))
}

function conditional(stream: TokenStream): Expression {
  const { line } = stream.current
  let yes = or(stream)
  while (stream.skipName('if')) {
    const test = or(stream)
    const no = stream.skipName('else') ? stream.deeper(() => conditional(stream)) : null
    yes = { kind: 'conditional', test, yes, no, line }
  }
  return yes
}

function or(stream: TokenStream): Expression {
  const { line } = stream.current
  let left = and(stream)
  while (stream.skipName('or')) left = { kind: 'or', left, right: and(stream), line }
  return left
}

function and(stream: TokenStream): Expression {
  const { line } = stream.current
  let left = not(stream)
  while (stream.skipName('and')) left = { kind: 'and', left, right: not(stream), line }
  return left
}

function not(stream: TokenStream): Expression {
  const { line } = stream.current
  if (!stream.skipName('not')) return compare(stream)
  return { kind: 'not', of: stream.deeper(() => not(stream)), line }
}

function compare(stream: TokenStream): Expression {
  const { line } = stream.current
  const first = sum(stream)
  const others: { op: CompareOp; right: Expression }[] = []
  for (;;) {
    const op = compareOp(stream)
    if (op === null) break
    others.push({ op, right: sum(stream) })
  }
  return others.length === 0 ? first : { kind: 'compare', first, others, line }
}

function compareOp(stream: TokenStream): CompareOp | null {
  const { current } = stream
  if (current.kind === 'op' && COMPARE.has(current.text)) return stream.next().text as CompareOp
  if (stream.skipName('in')) return 'in'
  if (!stream.isName('not') || stream.look().kind !== 'name' || stream.look().text !== 'in') return null
  stream.next()
  stream.next()
  return 'not in'
}

function sum(stream: TokenStream): Expression {
  const { line } = stream.current
  let left = concat(stream)
  while (stream.isOp('+') || stream.isOp('-')) {
    const op = stream.next().text as BinaryOp
    left = { kind: 'binary', op, left, right: concat(stream), line }
  }
  return left
}

function concat(stream: TokenStream): Expression {
  const { line } = stream.current
  const parts = [product(stream)]
  while (stream.skipOp('~')) parts.push(product(stream))
  return parts.length === 1 ? (parts[0] as Expression) : { kind: 'concat', parts, line }
}

function product(stream: TokenStream): Expression {
  const { line } = stream.current
  let left = power(stream)
  while (stream.current.kind === 'op' && MULTIPLY.has(stream.current.text)) {
    const op = stream.next().text as BinaryOp
    left = { kind: 'binary', op, left, right: power(stream), line }
  }
  return left
}

function power(stream: TokenStream): Expression {
  const { line } = stream.current
  let left = unary(stream, true)
  while (stream.skipOp('**')) left = { kind: 'binary', op: '**', left, right: unary(stream, true), line }
  return left
}

/** Jinja's own order: what follows a sign binds closer than postfixes and filters behind it. */
function unary(stream: TokenStream, withFilters: boolean): Expression {
  const { line } = stream.current
  let expression: Expression
  if (stream.isOp('-') || stream.isOp('+')) {
    const kind = stream.next().text === '-' ? 'negative' : 'positive'
    expression = { kind, of: stream.deeper(() => unary(stream, false)), line }
  } else expression = parsePrimary(stream)
  expression = parsePostfix(stream, expression, INNER)
  return withFilters ? parseFilters(stream, expression, INNER) : expression
}

function parsePrimary(stream: TokenStream): Expression {
  const token = stream.current
  const { line } = token
  switch (token.kind) {
    case 'name':
      stream.next()
      return nameOrConstant(token.text, line)
    case 'string': {
      let value = ''
      while (stream.current.kind === 'string') value += stream.next().text
      return { kind: 'constant', value, line }
    }
    case 'integer': {
      stream.next()
      const value = token.integer as bigint
      const isSafe = value <= BigInt(Number.MAX_SAFE_INTEGER)
      return { kind: 'constant', value: isSafe ? Number(value) : value, line }
    }
    case 'float':
      stream.next()
      return { kind: 'float', value: token.float as number, line }
  }
  if (stream.skipOp('(')) {
    const inside = parseTuple(stream, { isExplicit: true })
    stream.expectOp(')')
    return inside
  }
  if (stream.isOp('[')) return list(stream)
  if (stream.isOp('{')) return dict(stream)
  return stream.fail(`unexpected '${describeToken(token)}'`, line)
}

function nameOrConstant(name: string, line: number): Expression {
  if (name === 'true' || name === 'True') return { kind: 'constant', value: true, line }
  if (name === 'false' || name === 'False') return { kind: 'constant', value: false, line }
  if (name === 'none' || name === 'None') return { kind: 'constant', value: null, line }
  return { kind: 'name', name, line }
}

interface TupleRules {
  /** In brackets, where `()` is an empty tuple. */
  isExplicit?: boolean
  withConditional?: boolean
  /** A name that ends it. */
  endsAt?: string
}

/** An expression, or several with commas between. */
export function parseTuple(stream: TokenStream, rules: TupleRules = {}): Expression {
  const { line } = stream.current
  const items: Expression[] = []
  let isTuple = false
  const ended = () => {
    const { kind } = stream.current
    const isEnd = kind === 'variable_end' || kind === 'block_end' || stream.isOp(')')
    return isEnd || (rules.endsAt !== undefined && stream.isName(rules.endsAt))
  }
  while (!ended()) {
    items.push(parseExpression(stream, rules.withConditional ?? true))
    if (!stream.skipOp(',')) break
    isTuple = true
  }
  if (isTuple) return { kind: 'tuple', items, line }
  const [only] = items
  if (only) return only
  if (rules.isExplicit) return { kind: 'tuple', items, line }
  return stream.fail(`Expected an expression, got '${describeToken(stream.current)}'`)
}

function list(stream: TokenStream): Expression {
  const { line } = stream.expectOp('[')
  const items: Expression[] = []
  while (!stream.isOp(']')) {
    if (items.length > 0) stream.expectOp(',')
    if (stream.isOp(']')) break
    items.push(parseExpression(stream))
  }
  stream.expectOp(']')
  return { kind: 'list', items, line }
}

function dict(stream: TokenStream): Expression {
  const { line } = stream.expectOp('{')
  const pairs: [Expression, Expression][] = []
  while (!stream.isOp('}')) {
    if (pairs.length > 0) stream.expectOp(',')
    if (stream.isOp('}')) break
    const key = parseExpression(stream)
    stream.expectOp(':')
    pairs.push([key, parseExpression(stream)])
  }
  stream.expectOp('}')
  return { kind: 'dict', pairs, line }
}
