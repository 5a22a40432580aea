import { TemplateError } from '../chatTemplate.ts'
import { describeToken, type Token } from './tokens.ts'

/** Nesting deeper than this is refused, before a parser runs out of stack. */
const MAX_DEPTH = 200

/** The tokens of a template, read one by one. */
export class TokenStream {
  private readonly tokens: readonly Token[]
  private at = 0
  private depth = 0

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens
  }

  get current(): Token {
    return this.tokens[this.at] as Token
  }

  look(): Token {
    return (this.tokens[this.at + 1] ?? this.current) as Token
  }

  next(): Token {
    const token = this.current
    if (token.kind !== 'end') this.at++
    return token
  }

  isOp(sign: string): boolean {
    return this.current.kind === 'op' && this.current.text === sign
  }

  isName(name: string): boolean {
    return this.current.kind === 'name' && this.current.text === name
  }

  skipOp(sign: string): boolean {
    if (!this.isOp(sign)) return false
    this.at++
    return true
  }

  skipName(name: string): boolean {
    if (!this.isName(name)) return false
    this.at++
    return true
  }

  expectOp(sign: string): Token {
    return this.isOp(sign) ? this.next() : this.expected(`'${sign}'`)
  }

  /** @param name absent: any */
  expectName(name?: string): Token {
    const fits = name === undefined ? this.current.kind === 'name' : this.isName(name)
    return fits ? this.next() : this.expected(name ?? "'name'")
  }

  expectKind(kind: Token['kind']): Token {
    return this.current.kind === kind ? this.next() : this.expected(`'${describeToken({ kind, text: '', line: 0 })}'`)
  }

  private expected(what: string): never {
    const { current } = this
    if (current.kind === 'end') {
      const message = `unexpected end of template, expected ${what}.`
      throw new TemplateError('TemplateSyntaxError', message, current.line)
    }
    return this.fail(`expected token ${what}, got '${describeToken(current)}'`)
  }

  fail(message: string, line = this.current.line): never {
    throw new TemplateError('TemplateSyntaxError', message, line)
  }

  /** Runs a part of the parser one level deeper. */
  deeper<T>(parse: () => T): T {
    if (++this.depth > MAX_DEPTH) this.fail(`nested over ${MAX_DEPTH} levels deep`)
    const parsed = parse()
    this.depth--
    return parsed
  }
}
