import type { Arguments, Expression } from './ast.ts'
import type { TokenStream } from './tokenStream.ts'
import type { Token } from './tokens.ts'

const NO_ARGUMENTS: Arguments = { positional: [], keywords: [], list: null, dict: null }
/** Names that end a test, where another one would be its argument. */
const ENDS_TEST: ReadonlySet<string> = new Set(['else', 'or', 'and'])

/** What stands inside brackets, and the smallest part of an expression. */
export interface Inner {
  expression(stream: TokenStream): Expression
  primary(stream: TokenStream): Expression
}

/** `.name`, `[key]` and `(arguments)` behind an expression. */
export function parsePostfix(stream: TokenStream, of: Expression, inner: Inner): Expression {
  let expression = of
  for (;;) {
    const { line } = stream.current
    if (stream.isOp('.') || stream.isOp('[')) expression = subscript(stream, expression, inner)
    else if (stream.isOp('(')) expression = { kind: 'call', of: expression, args: parseArguments(stream, inner), line }
    else return expression
  }
}

/** `| filter` and `is test` behind an expression, and calls of what they give. */
export function parseFilters(stream: TokenStream, of: Expression, inner: Inner): Expression {
  let expression = of
  for (;;) {
    const { line } = stream.current
    if (stream.skipOp('|')) expression = parseFilter(stream, expression, inner)
    else if (stream.isName('is')) expression = test(stream, expression, inner)
    else if (stream.isOp('(')) expression = { kind: 'call', of: expression, args: parseArguments(stream, inner), line }
    else return expression
  }
}

/** A filter, from its name on. @param of null: what a block wrote */
export function parseFilter(stream: TokenStream, of: Expression | null, inner: Inner): Expression {
  const { line } = stream.current
  const name = dottedName(stream)
  const args = stream.isOp('(') ? parseArguments(stream, inner) : NO_ARGUMENTS
  return { kind: 'filter', of, name, args, line }
}

function dottedName(stream: TokenStream): string {
  let name = stream.expectName().text
  while (stream.skipOp('.')) name += `.${stream.expectName().text}`
  return name
}

function subscript(stream: TokenStream, of: Expression, inner: Inner): Expression {
  const { line } = stream.current
  if (stream.skipOp('.')) {
    const token = stream.next()
    if (token.kind === 'name') return { kind: 'attribute', of, name: token.text, line }
    if (token.kind !== 'integer') stream.fail('expected name or number', token.line)
    return { kind: 'item', of, key: { kind: 'constant', value: Number(token.integer), line }, line }
  }
  stream.expectOp('[')
  const keys: Expression[] = []
  while (!stream.isOp(']')) {
    if (keys.length > 0) stream.expectOp(',')
    keys.push(key(stream, inner))
  }
  stream.expectOp(']')
  const [only] = keys
  return { kind: 'item', of, key: only && keys.length === 1 ? only : { kind: 'tuple', items: keys, line }, line }
}

function key(stream: TokenStream, inner: Inner): Expression {
  const { line } = stream.current
  const start = stream.isOp(':') ? null : inner.expression(stream)
  if (start && !stream.isOp(':')) return start
  stream.expectOp(':')
  const isEnd = () => stream.isOp(']') || stream.isOp(',')
  const stop = stream.isOp(':') || isEnd() ? null : inner.expression(stream)
  const step = stream.skipOp(':') && !isEnd() ? inner.expression(stream) : null
  return { kind: 'slice', start, stop, step, line }
}

function parseArguments(stream: TokenStream, inner: Inner): Arguments {
  const { line } = stream.expectOp('(')
  const args: Arguments = { positional: [], keywords: [], list: null, dict: null }
  const ensure = (fits: boolean) => {
    if (!fits) stream.fail('invalid syntax for function call expression', line)
  }
  let isFirst = true
  while (!stream.isOp(')')) {
    if (!isFirst) stream.expectOp(',')
    if (stream.isOp(')')) break
    isFirst = false
    if (stream.skipOp('*')) {
      ensure(args.list === null && args.dict === null)
      args.list = inner.expression(stream)
    } else if (stream.skipOp('**')) {
      ensure(args.dict === null)
      args.dict = inner.expression(stream)
    } else if (isKeyword(stream.current, stream.look())) {
      ensure(args.dict === null)
      const name = stream.next().text
      stream.next()
      args.keywords.push([name, inner.expression(stream)])
    } else {
      ensure(args.list === null && args.dict === null && args.keywords.length === 0)
      args.positional.push(inner.expression(stream))
    }
  }
  stream.expectOp(')')
  return args
}

function isKeyword({ kind }: Token, { kind: nextKind, text }: Token): boolean {
  return kind === 'name' && nextKind === 'op' && text === '='
}

function test(stream: TokenStream, of: Expression, inner: Inner): Expression {
  const { line } = stream.expectName('is')
  const isNegated = stream.skipName('not')
  const name = dottedName(stream)
  const tested: Expression = { kind: 'test', of, name, args: testArguments(stream, inner), line }
  return isNegated ? { kind: 'not', of: tested, line } : tested
}

/** Of a test: in brackets, or one value without. */
function testArguments(stream: TokenStream, inner: Inner): Arguments {
  if (stream.isOp('(')) return parseArguments(stream, inner)
  const { kind, text } = stream.current
  const isValue = kind === 'name' || kind === 'string' || kind === 'integer' || kind === 'float'
  const hasOne = isValue ? kind !== 'name' || !ENDS_TEST.has(text) : stream.isOp('[') || stream.isOp('{')
  if (!hasOne) return NO_ARGUMENTS
  if (stream.isName('is')) stream.fail('You cannot chain multiple tests with is')
  return { ...NO_ARGUMENTS, positional: [parsePostfix(stream, inner.primary(stream), inner)] }
}
