import { TemplateError } from '../chatTemplate.ts'
import { isOnlySpace, skipSpace, trimEnd } from './pythonSpace.ts'
import { unescapeString } from './stringLiteral.ts'
import type { Token } from './tokens.ts'

const INTEGER = /(?:0b(?:_?[01])+|0o(?:_?[0-7])+|0x(?:_?[\da-f])+|[1-9](?:_?\d)*|0(?:_?0)*)/iy
const FLOAT = /(?:\d+_)*\d+(?:(?:\.(?:\d+_)*\d+)?e[+-]?(?:\d+_)*\d+|\.(?:\d+_)*\d+)/iy
const NAME = /[\p{L}\p{Nl}_][\p{L}\p{Nl}\p{Mn}\p{Mc}\p{Nd}\p{Pc}]*/uy
const STRING = /'(?:[^'\\]|\\[\s\S])*'|"(?:[^"\\]|\\[\s\S])*"/y
const OPERATOR = /\/\/|\*\*|==|!=|>=|<=|[-+*/%~[\](){}.:|,;<>=]/y
const RAW_BEGIN = /\{%([-+]?)\s*raw\s*(-?)%\}/y
const RAW_END = /\{%([-+]?)\s*endraw\s*([-+]?)%\}/g
const OPENING = /\{\{|\{%|\{#/g
const CLOSERS: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' }

/**
 * Tokens of a template with transformers' settings: `trim_blocks`, `lstrip_blocks`, newlines as `\n`, one at the end
 * dropped.
 *
 * @throws TemplateError `TemplateSyntaxError`
 */
export function tokenize(template: string): Token[] {
  return new Lexer(template).run()
}

class Lexer {
  private readonly source: string
  private readonly tokens: Token[] = []
  private at = 0
  private line = 1
  /** Whether what was read last ended in a newline. */
  private atLineStart = true

  constructor(template: string) {
    const source = template.replace(/\r\n?/g, '\n')
    this.source = source.endsWith('\n') ? source.slice(0, -1) : source
  }

  run(): Token[] {
    const { source } = this
    while (this.at < source.length) {
      OPENING.lastIndex = this.at
      const found = OPENING.exec(source)
      if (!found) {
        this.data(source.slice(this.at))
        this.moveTo(source.length)
        break
      }
      this.openAt(found.index, found[0])
    }
    this.push('end', '')
    return this.tokens
  }

  private openAt(start: number, mark: string): void {
    const { source } = this
    RAW_BEGIN.lastIndex = start
    const raw = mark === '{%' ? RAW_BEGIN.exec(source) : null
    const sign = raw ? (raw[1] as string) : (/[-+]/.exec(source[start + 2] ?? '')?.[0] ?? '')
    this.data(this.leftStripped(source.slice(this.at, start), sign, mark === '{{'))
    this.moveTo(start)
    if (raw) this.raw(start + raw[0].length, raw[2] === '-')
    else if (mark === '{#') this.comment(start + 2 + sign.length)
    else this.inside(start + 2 + sign.length, mark === '{{')
  }

  /** Text before a tag: `-` takes all white space off, `lstrip_blocks` that of the tag's own line. */
  private leftStripped(text: string, sign: string, isVariable: boolean): string {
    if (sign === '-') return trimEnd(text)
    if (sign === '+' || isVariable) return text
    const lineStart = text.lastIndexOf('\n') + 1
    const isFirst = lineStart > 0 || this.atLineStart
    return isFirst && isOnlySpace(text.slice(lineStart)) ? text.slice(0, lineStart) : text
  }

  private data(text: string): void {
    if (text !== '') this.push('data', text)
  }

  private push(kind: Token['kind'], text: string, value: Pick<Token, 'integer' | 'float'> = {}): void {
    this.tokens.push({ kind, text, line: this.line, ...value })
  }

  /** Goes on at `at`, counting lines. */
  private moveTo(at: number): void {
    for (let i = this.source.indexOf('\n', this.at); i >= 0 && i < at; i = this.source.indexOf('\n', i + 1)) this.line++
    if (at > this.at) this.atLineStart = this.source[at - 1] === '\n'
    this.at = at
  }

  /** Behind the end of a tag: `-` takes white space off, else the first newline goes unless `+` says not to. */
  private afterTag(end: number, sign: string, isBlock: boolean): number {
    if (sign === '-') return skipSpace(this.source, end)
    return isBlock && sign !== '+' && this.source[end] === '\n' ? end + 1 : end
  }

  private comment(from: number): void {
    const end = this.source.indexOf('#}', from)
    if (end < 0) this.fail('Missing end of comment tag')
    const sign = /[-+]/.exec(this.source[end - 1] ?? '')?.[0] ?? ''
    this.moveTo(this.afterTag(end + 2, end > from ? sign : '', true))
  }

  private raw(from: number, strips: boolean): void {
    const start = strips ? skipSpace(this.source, from) : from
    this.moveTo(start)
    RAW_END.lastIndex = start
    const end = RAW_END.exec(this.source)
    if (!end) this.fail('Missing end of raw directive')
    this.data(this.leftStripped(this.source.slice(start, end.index), end[1] as string, false))
    this.moveTo(this.afterTag(end.index + end[0].length, end[2] as string, true))
  }

  /** Tokens of a tag, up to its end. */
  private inside(from: number, isVariable: boolean): void {
    const close = isVariable ? '}}' : '%}'
    this.push(isVariable ? 'variable_begin' : 'block_begin', isVariable ? '{{' : '{%')
    this.moveTo(from)
    const open: string[] = []
    for (;;) {
      this.moveTo(skipSpace(this.source, this.at))
      const sign = /[-+]/.exec(this.source[this.at] ?? '')?.[0] ?? ''
      const isEnd = (signed: string) => this.source.startsWith(close, this.at + signed.length)
      // Brackets come first: `}}` inside a dict is two of its own.
      const ends = open.length === 0 && (isEnd('') || (sign !== '' && !(isVariable && sign === '+') && isEnd(sign)))
      if (ends) {
        const used = isEnd('') ? '' : sign
        this.push(isVariable ? 'variable_end' : 'block_end', close)
        this.moveTo(this.afterTag(this.at + used.length + 2, used, !isVariable))
        return
      }
      if (this.at >= this.source.length) {
        this.push('end', '')
        this.at = this.source.length
        return
      }
      this.one(open)
    }
  }

  private one(open: string[]): void {
    const match = (pattern: RegExp) => {
      pattern.lastIndex = this.at
      return pattern.exec(this.source)?.[0] ?? null
    }
    const float = this.source[this.at - 1] === '.' ? null : match(FLOAT)
    const integer = float === null ? match(INTEGER) : null
    const name = float === null && integer === null ? match(NAME) : null
    const string = match(STRING)
    const text = float ?? integer ?? name ?? string ?? match(OPERATOR)
    if (text === null)
      this.fail(
        `unexpected char ${quoted(String.fromCodePoint(this.source.codePointAt(this.at) as number))} at ${this.at}`,
      )
    if (float !== null) this.push('float', text, { float: Number(text.replaceAll('_', '')) })
    else if (integer !== null)
      this.push('integer', text, { integer: BigInt(text.replaceAll('_', '').replace(/^0+(?=\d)/, '')) })
    else if (name !== null) this.push('name', text)
    else if (string !== null) this.push('string', unescapeString(text.slice(1, -1), this.line))
    else this.operator(text, open)
    this.moveTo(this.at + text.length)
  }

  private operator(text: string, open: string[]): void {
    const closer = CLOSERS[text]
    if (closer) open.push(closer)
    else if (text === ')' || text === ']' || text === '}') {
      const expected = open.pop()
      if (expected === undefined) this.fail(`unexpected '${text}'`)
      if (expected !== text) this.fail(`unexpected '${text}', expected '${expected}'`)
    }
    this.push('op', text)
  }

  private fail(message: string): never {
    throw new TemplateError('TemplateSyntaxError', message, this.line)
  }
}

function quoted(text: string): string {
  return text === "'" ? `"'"` : `'${text}'`
}
