import type { Expression, MacroParts, Statement, Target } from './ast.ts'
import { INNER, parseExpression, parseTuple } from './expressions.ts'
import { tokenize } from './lexer.ts'
import { parseFilter } from './postfix.ts'
import { TokenStream } from './tokenStream.ts'

/** What a value cannot be given to. */
const CONSTANTS: ReadonlySet<string> = new Set(['true', 'false', 'none', 'True', 'False', 'None'])
/** Tags of Jinja that no chat template can use: they load other templates, or need extensions. */
const REFUSED: ReadonlySet<string> = new Set(['extends', 'include', 'import', 'from', 'block', 'autoescape', 'print'])

/**
 * A template as statements.
 *
 * @throws TemplateError `TemplateSyntaxError` with the line
 */
export function parseTemplate(source: string): Statement[] {
  const stream = new TokenStream(tokenize(source))
  const statements = parseBody(stream, [])
  return statements
}

/** Statements up to one of some tags, of which the name is read, or up to the end of the template where there are none. */
function parseBody(stream: TokenStream, ends: readonly string[]): Statement[] {
  const statements: Statement[] = []
  for (;;) {
    const { kind, text, line } = stream.current
    if (kind === 'data') statements.push({ kind: 'text', text: stream.next().text, line })
    else if (kind === 'variable_begin') {
      stream.next()
      statements.push({ kind: 'print', value: parseTuple(stream), line })
      stream.expectKind('variable_end')
    } else if (kind === 'block_begin') {
      stream.next()
      if (stream.current.kind === 'name' && ends.includes(stream.current.text)) return statements
      statements.push(stream.deeper(() => statement(stream, ends)))
      stream.expectKind('block_end')
    } else if (ends.length === 0 && kind === 'end') return statements
    else if (kind === 'end')
      stream.fail(`Unexpected end of template. Jinja was looking for the following tags: ${tagList(ends)}.`)
    else stream.fail(`unexpected '${text}'`, line)
  }
}

function tagList(names: readonly string[]): string {
  return names.map((name) => `'${name}'`).join(' or ')
}

/** The body of a tag: behind its end, up to one of some others; the stream is behind that one's name. */
function bodyOf(stream: TokenStream, ...ends: string[]): { body: Statement[]; end: string } {
  stream.skipOp(':') // Python's habit, allowed
  stream.expectKind('block_end')
  const body = parseBody(stream, ends)
  return { body, end: stream.next().text }
}

function statement(stream: TokenStream, ends: readonly string[]): Statement {
  const { kind, text, line } = stream.current
  if (kind !== 'name') stream.fail('tag name expected')
  switch (text) {
    case 'if':
      stream.next()
      return ifStatement(stream, line)
    case 'for':
      stream.next()
      return forStatement(stream, line)
    case 'set':
      stream.next()
      return setStatement(stream, line)
    case 'with':
      stream.next()
      return withStatement(stream, line)
    case 'macro': {
      stream.next()
      const { text: name } = stream.expectName()
      return { kind: 'macro', name, ...signature(stream), body: bodyOf(stream, 'endmacro').body, line }
    }
    case 'call': {
      stream.next()
      const parts = stream.isOp('(') ? signature(stream) : { parameters: [] }
      const call = parseExpression(stream)
      if (call.kind !== 'call') stream.fail('expected call', line)
      return { kind: 'call', call, ...parts, body: bodyOf(stream, 'endcall').body, line }
    }
    case 'filter': {
      stream.next()
      const filter = filterChain(stream)
      return { kind: 'filtered', filter, body: bodyOf(stream, 'endfilter').body, line }
    }
    case 'generation':
      stream.next()
      return { kind: 'generation', body: bodyOf(stream, 'endgeneration').body, line }
    case 'break':
    case 'continue':
      stream.next()
      return { kind: text, line }
    default:
      return unknownTag(stream, text, ends)
  }
}

function unknownTag(stream: TokenStream, name: string, ends: readonly string[]): never {
  if (REFUSED.has(name)) stream.fail(`chat templates cannot use the tag '${name}'`)
  const wanted = ends.length > 0 ? ` Jinja was looking for the following tags: ${tagList(ends)}.` : ''
  return stream.fail(`Encountered unknown tag '${name}'.${wanted}`)
}

function filterChain(stream: TokenStream): Expression {
  let filter = parseFilter(stream, null, INNER)
  while (stream.skipOp('|')) filter = parseFilter(stream, filter, INNER)
  return filter
}

function ifStatement(stream: TokenStream, line: number): Statement {
  const test = parseTuple(stream, { withConditional: false })
  const { body: yes, end } = bodyOf(stream, 'elif', 'else', 'endif')
  if (end === 'elif') return { kind: 'if', test, yes, no: [stream.deeper(() => ifStatement(stream, line))], line }
  const no = end === 'else' ? bodyOf(stream, 'endif').body : []
  return { kind: 'if', test, yes, no, line }
}

function forStatement(stream: TokenStream, line: number): Statement {
  const target = parseTarget(stream, 'in')
  stream.expectName('in')
  const over = parseTuple(stream, { withConditional: false, endsAt: 'recursive' })
  const filter = stream.skipName('if') ? parseExpression(stream) : null
  const isRecursive = stream.skipName('recursive')
  const { body, end } = bodyOf(stream, 'endfor', 'else')
  const otherwise = end === 'else' ? bodyOf(stream, 'endfor').body : []
  return { kind: 'for', target, over, filter, body, otherwise, isRecursive, line }
}

function setStatement(stream: TokenStream, line: number): Statement {
  const target = parseTarget(stream, null)
  if (stream.skipOp('=')) return { kind: 'set', target, value: parseTuple(stream), line }
  const filter = stream.skipOp('|') ? filterChain(stream) : null
  return { kind: 'capture', target, filter, body: bodyOf(stream, 'endset').body, line }
}

function withStatement(stream: TokenStream, line: number): Statement {
  const pairs: [Target, Expression][] = []
  while (stream.current.kind !== 'block_end') {
    if (pairs.length > 0) stream.expectOp(',')
    const target = parseTarget(stream, '=')
    stream.expectOp('=')
    pairs.push([target, parseExpression(stream)])
  }
  return { kind: 'with', pairs, body: bodyOf(stream, 'endwith').body, line }
}

function signature(stream: TokenStream): Pick<MacroParts, 'parameters'> {
  const parameters: MacroParts['parameters'] = []
  stream.expectOp('(')
  while (!stream.isOp(')')) {
    if (parameters.length > 0) stream.expectOp(',')
    const { text: name } = assignable(stream)
    const usual = stream.skipOp('=') ? parseExpression(stream) : null
    if (usual === null && parameters.some((parameter) => parameter.usual)) {
      stream.fail('non-default argument follows default argument')
    }
    parameters.push({ name, usual })
  }
  stream.expectOp(')')
  return { parameters }
}

function assignable(stream: TokenStream): { text: string } {
  const token = stream.expectName()
  if (CONSTANTS.has(token.text)) stream.fail(`can't assign to 'const'`, token.line)
  return token
}

/** One name, or several with commas between. @param end a name or sign that ends it */
function parseTarget(stream: TokenStream, end: string | null): Target {
  const items: Target[] = []
  let isTuple = false
  const ended = () =>
    (end !== null && (stream.isName(end) || (end === '=' && stream.isOp('=')))) ||
    stream.current.kind === 'block_end' ||
    stream.isOp(')')
  while (!ended()) {
    items.push(oneTarget(stream))
    if (!stream.skipOp(',')) break
    isTuple = true
  }
  const [only] = items
  if (!only) stream.fail('Expected an expression')
  return isTuple ? { kind: 'tuple', items } : (only as Target)
}

function oneTarget(stream: TokenStream): Target {
  if (stream.skipOp('(')) {
    const inside = parseTarget(stream, null)
    stream.expectOp(')')
    return inside
  }
  const { text: name } = assignable(stream)
  if (!stream.skipOp('.')) return { kind: 'name', name }
  return { kind: 'attribute', of: name, name: stream.expectName().text }
}
