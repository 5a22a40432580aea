import { bind, type Parameter } from '../values/arguments.ts'
import { codePointsBefore, textLength } from '../values/codePoints.ts'
import { arrayOf } from '../values/iterate.ts'
import { sliceOf } from '../values/slices.ts'
import { fail, isInteger, PySlice, PyTuple, typeName, type Value } from '../values/value.ts'
import type { Method } from './method.ts'
import { capitalized, STRING_KINDS, swappedCase, titled } from './stringKinds.ts'
import { lines, splitFromEnd, splitText } from './stringSplits.ts'
import { stripped } from './stringStrip.ts'

type Body = (text: string, values: readonly Value[]) => Value

function method(name: string, parameters: readonly Parameter[], body: Body): [string, Method<string>] {
  return [name, (text, args, keywords) => body(text, bind(name, parameters, args, keywords))]
}

/** A text argument. @throws TemplateError `TypeError` */
export function textArgument(callee: string, value: Value | undefined): string {
  if (typeof value === 'string') return value
  return fail('TypeError', `${callee} argument must be str, not ${typeName(value as Value)}`)
}

function count(value: Value | undefined): number {
  if (isInteger(value as Value)) return Number(value)
  if (typeof value === 'boolean') return Number(value)
  return fail('TypeError', `'${typeName(value as Value)}' object cannot be interpreted as an integer`)
}

const SPAN: readonly Parameter[] = [['sub'], ['start', null], ['end', null]]

/** The part of a text that a search looks at, and how many code points stand before. */
function span(text: string, [, start, end]: readonly Value[]): { part: string; before: number } {
  if (start === null && end === null) return { part: text, before: 0 }
  const part = sliceOf(text, new PySlice(start as Value, end as Value, null)) as string
  const from = start === null ? 0 : Number(start)
  return { part, before: from < 0 ? Math.max(0, textLength(text) + from) : from }
}

function find(fromEnd: boolean, mustBeThere: boolean): Body {
  return (text, values) => {
    const sought = textArgument('find()', values[0])
    const { part, before } = span(text, values)
    const at = fromEnd ? part.lastIndexOf(sought) : part.indexOf(sought)
    if (at < 0 && mustBeThere) fail('ValueError', 'substring not found')
    return at < 0 ? -1 : before + codePointsBefore(part, at)
  }
}

function affix(name: 'startsWith' | 'endsWith'): Body {
  const callee = name.toLowerCase()
  return (text, values) => {
    const { part } = span(text, values)
    const [sought] = values
    const all = sought instanceof PyTuple ? sought.items : [sought as Value]
    return all.some((one) => {
      if (typeof one === 'string') return part[name](one)
      return fail('TypeError', `${callee} first arg must be str or a tuple of str, not ${typeName(one)}`)
    })
  }
}

function padded(align: 'left' | 'right' | 'center'): Body {
  return (text, [width, fill]) => {
    const missing = count(width) - textLength(text)
    const character = textArgument('The fill character', fill)
    if (textLength(character) !== 1) fail('TypeError', 'The fill character must be exactly one character long')
    if (missing <= 0) return text
    if (align === 'left') return text + character.repeat(missing)
    if (align === 'right') return character.repeat(missing) + text
    const left = Math.floor(missing / 2) + (missing & count(width) & 1)
    return character.repeat(left) + text + character.repeat(missing - left)
  }
}

function partition(fromEnd: boolean): Body {
  return (text, [separator]) => {
    const mark = textArgument('partition()', separator)
    if (mark === '') fail('ValueError', 'empty separator')
    const at = fromEnd ? text.lastIndexOf(mark) : text.indexOf(mark)
    if (at < 0) return new PyTuple(fromEnd ? ['', '', text] : [text, '', ''])
    return new PyTuple([text.slice(0, at), mark, text.slice(at + mark.length)])
  }
}

function replaced(text: string, values: readonly Value[]): string {
  const old = textArgument('replace() argument 1', values[0])
  const by = textArgument('replace() argument 2', values[1])
  const most = count(values[2])
  if (most < 0 && old !== '') return text.replaceAll(old, () => by)
  const parts = old === '' ? ['', ...text, ''] : text.split(old)
  if (most < 0 || parts.length - 1 <= most) return parts.join(by)
  return (
    parts
      .slice(0, most)
      .map((part) => part + by)
      .join('') + parts.slice(most).join(old)
  )
}

function joined(text: string, [items]: readonly Value[]): string {
  return arrayOf(items as Value)
    .map((item, i) => {
      if (typeof item === 'string') return item
      return fail('TypeError', `sequence item ${i}: expected str instance, ${typeName(item)} found`)
    })
    .join(text)
}

function zeroFilled(text: string, [width]: readonly Value[]): string {
  const missing = Math.max(0, count(width) - textLength(text))
  const sign = /^[-+]/.exec(text)?.[0] ?? ''
  return sign + '0'.repeat(missing) + text.slice(sign.length)
}

function expandedTabs(text: string, [size]: readonly Value[]): string {
  let column = 0
  let expanded = ''
  for (const character of text) {
    const width = character === '\t' ? (count(size) > 0 ? count(size) - (column % count(size)) : 0) : 1
    expanded += character === '\t' ? ' '.repeat(width) : character
    column = character === '\n' || character === '\r' ? 0 : column + width
  }
  return expanded
}

const SPLIT: readonly Parameter[] = [
  ['sep', null],
  ['maxsplit', -1],
]
const separatorOf = (value: Value | undefined) => (value === null ? null : textArgument('sep', value))
const PADDING: readonly Parameter[] = [['width'], ['fillchar', ' ']]
const CHARS: readonly Parameter[] = [['chars', null]]
const strip =
  (left: boolean, right: boolean): Body =>
  (text, [chars]) =>
    stripped(text, chars === null ? null : textArgument('strip', chars), left, right)

export const STRING_METHODS: ReadonlyMap<string, Method<string>> = new Map<string, Method<string>>([
  method('strip', CHARS, strip(true, true)),
  method('lstrip', CHARS, strip(true, false)),
  method('rstrip', CHARS, strip(false, true)),
  method('split', SPLIT, (text, [sep, most]) => splitText(text, separatorOf(sep), count(most))),
  method('rsplit', SPLIT, (text, [sep, most]) => splitFromEnd(text, separatorOf(sep), count(most))),
  method('splitlines', [['keepends', false]], (text, [keep]) => lines(text, keep === true || keep === 1)),
  method('startswith', SPAN, affix('startsWith')),
  method('endswith', SPAN, affix('endsWith')),
  method('replace', [['old'], ['new'], ['count', -1]], replaced),
  method('upper', [], (text) => text.toUpperCase()),
  method('lower', [], (text) => text.toLowerCase()),
  method('casefold', [], (text) => text.toLowerCase().replaceAll('ß', 'ss')),
  method('capitalize', [], capitalized),
  method('title', [], titled),
  method('swapcase', [], swappedCase),
  method('find', SPAN, find(false, false)),
  method('rfind', SPAN, find(true, false)),
  method('index', SPAN, find(false, true)),
  method('rindex', SPAN, find(true, true)),
  method('count', SPAN, (text, values) => {
    const { part } = span(text, values)
    const sought = textArgument('count()', values[0])
    return sought === '' ? textLength(part) + 1 : part.split(sought).length - 1
  }),
  method('join', [['iterable']], joined),
  method('center', PADDING, padded('center')),
  method('ljust', PADDING, padded('left')),
  method('rjust', PADDING, padded('right')),
  method('zfill', [['width']], zeroFilled),
  method('expandtabs', [['tabsize', 8]], expandedTabs),
  method('partition', [['sep']], partition(false)),
  method('rpartition', [['sep']], partition(true)),
  method('removeprefix', [['prefix']], (text, [prefix]) => {
    const start = textArgument('removeprefix()', prefix)
    return text.startsWith(start) ? text.slice(start.length) : text
  }),
  method('removesuffix', [['suffix']], (text, [suffix]) => {
    const end = textArgument('removesuffix()', suffix)
    return end !== '' && text.endsWith(end) ? text.slice(0, -end.length) : text
  }),
  ...Object.entries(STRING_KINDS).map(([name, is]) => method(name, [], is)),
])
