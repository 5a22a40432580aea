import { formatPercent } from '../methods/percentFormat.ts'
import { capitalized } from '../methods/stringKinds.ts'
import { STRING_METHODS } from '../methods/stringMethods.ts'
import { lines } from '../methods/stringSplits.ts'
import { stripped } from '../methods/stringStrip.ts'
import { NO_KEYWORDS } from '../values/arguments.ts'
import { binary } from '../values/arithmetic.ts'
import { textLength } from '../values/codePoints.ts'
import { lengthOf } from '../values/length.ts'
import { textOf } from '../values/text.ts'
import { truthy } from '../values/truth.ts'
import { fail, isList, PyTuple, typeName, Undefined, type Value } from '../values/value.ts'
import { type Filter, filter } from './filter.ts'

const TITLE_WORDS = /([-\s({[<]+)/
const TRUNCATE_LEEWAY = 5
const HTML: Readonly<Record<string, string>> = { '&': '&amp;', '>': '&gt;', '<': '&lt;', "'": '&#39;', '"': '&#34;' }

function call(method: string, text: string, args: readonly Value[]): Value {
  return (STRING_METHODS.get(method) as NonNullable<ReturnType<typeof STRING_METHODS.get>>)(text, args, NO_KEYWORDS)
}

function indented(value: Value, [width, first, blank]: readonly Value[]): string {
  if (value instanceof Undefined) value.raise()
  if (isList(value)) fail('AttributeError', "'list' object has no attribute 'splitlines'")
  if (typeof value !== 'string') fail('TypeError', `unsupported operand type(s) for +=: '${typeName(value)}' and 'str'`)
  const by = typeof width === 'string' ? width : ' '.repeat(Number(width))
  const text = textOf(value)
  const hasMore = text.includes('\n') || text.includes('\r')
  const all = lines(`${text}\n`, false)
  let result: string
  if (truthy(blank as Value)) result = all.join(`\n${by}`)
  else {
    const [head = '', ...rest] = all
    result = [head, ...rest.map((line) => (line === '' ? line : by + line))].join('\n')
  }
  return truthy(first as Value) && (hasMore || result !== '' || all.length > 0) ? by + result : result
}

function truncated(value: Value, [length, killWords, end, leeway]: readonly Value[]): Value {
  const most = Number(length)
  const mark = textOf(end as Value)
  const slack = leeway === null ? TRUNCATE_LEEWAY : Number(leeway)
  if (most < textLength(mark)) fail('AssertionError', `expected length >= ${textLength(mark)}, got ${most}`)
  if (slack < 0) fail('AssertionError', `expected leeway >= 0, got ${slack}`)
  if (lengthOf(value) <= most + slack) return value
  if (typeof value !== 'string') return binary('+', isList(value) ? [] : value, mark)
  const text = [...value]
  const kept = text.slice(0, most - textLength(mark)).join('')
  if (truthy(killWords as Value)) return kept + mark
  const space = kept.lastIndexOf(' ')
  return (space < 0 ? kept : kept.slice(0, space)) + mark
}

/** `title` of Jinja, which is not Python's: words begin behind blanks, dashes and opening brackets. */
function title(value: Value): string {
  return textOf(value).split(TITLE_WORDS).filter(Boolean).map(capitalized).join('')
}

export const TEXT_FILTERS: readonly [string, Filter][] = [
  filter('upper', [], (value) => textOf(value).toUpperCase()),
  filter('lower', [], (value) => textOf(value).toLowerCase()),
  filter('capitalize', [], (value) => capitalized(textOf(value))),
  filter('title', [], title),
  filter('trim', [['chars', null]], (value, [chars]) =>
    stripped(textOf(value), chars === null ? null : textOf(chars as Value), true, true),
  ),
  filter('string', [], textOf),
  filter('center', [['width', 80]], (value, [width]) => call('center', textOf(value), [width as Value])),
  filter('replace', [['old'], ['new'], ['count', null]], (value, [old, by, count]) => {
    return call('replace', textOf(value), [
      textOf(old as Value),
      textOf(by as Value),
      count === null ? -1 : (count as Value),
    ])
  }),
  filter(
    'indent',
    [
      ['width', 4],
      ['first', false],
      ['blank', false],
    ],
    indented,
  ),
  filter(
    'truncate',
    [
      ['length', 255],
      ['killwords', false],
      ['end', '...'],
      ['leeway', null],
    ],
    truncated,
  ),
  filter('wordcount', [], (value) => textOf(value).match(/[\p{L}\p{N}_]+/gu)?.length ?? 0),
  filter('escape', [], (value) => textOf(value).replace(/[&<>'"]/g, (mark) => HTML[mark] as string)),
  filter('safe', [], textOf),
  [
    'format',
    (value, args, keywords) => {
      if (args.length > 0 && keywords.size > 0)
        fail('TypeError', "can't handle positional and keyword arguments at the same time")
      if (value instanceof Undefined) value.raise()
      return formatPercent(textOf(value), keywords.size > 0 ? keywords : new PyTuple(args))
    },
  ],
]
