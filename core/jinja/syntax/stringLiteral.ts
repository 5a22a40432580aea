import { TemplateError } from '../chatTemplate.ts'

const NAMED: Readonly<Record<string, string>> = {
  '\n': '',
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
}
const ESCAPE = /\\(?:([0-7]{1,3})|x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([\s\S]))/g

/**
 * The value of a string literal: Python's `unicode-escape`. Unknown escapes stay as they are.
 *
 * @throws TemplateError `TemplateSyntaxError` for `\x`, `\u`, `\U` that are cut short, and names of characters
 */
export function unescapeString(text: string, line: number): string {
  if (!text.includes('\\')) return text
  return text.replace(ESCAPE, (whole, octal?: string, x?: string, u?: string, long?: string, other?: string) => {
    if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8))
    const hex = x ?? u
    if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16))
    if (long !== undefined) {
      const code = Number.parseInt(long, 16)
      if (code > 0x10ffff) throw new TemplateError('TemplateSyntaxError', 'illegal Unicode character', line)
      return String.fromCodePoint(code)
    }
    const character = other as string
    if (character === 'x') throw new TemplateError('TemplateSyntaxError', 'truncated \\xXX escape', line)
    if (character === 'u') throw new TemplateError('TemplateSyntaxError', 'truncated \\uXXXX escape', line)
    if (character === 'U') throw new TemplateError('TemplateSyntaxError', 'truncated \\UXXXXXXXX escape', line)
    if (character === 'N') throw new TemplateError('TemplateSyntaxError', 'characters by name are not read here', line)
    return NAMED[character] ?? whole
  })
}
