import { bind } from '../values/arguments.ts'
import { arrayOf } from '../values/iterate.ts'
import { jsonText } from '../values/json.ts'
import { textOf } from '../values/text.ts'
import { truthy } from '../values/truth.ts'
import { fail, Undefined, type Value } from '../values/value.ts'
import { type Filter, filter } from './filter.ts'
import { NUMBER_FILTERS } from './numberFilters.ts'
import { pickFilters } from './pickFilters.ts'
import { SEQUENCE_FILTERS } from './sequenceFilters.ts'
import { TESTS, type Test } from './tests.ts'
import { TEXT_FILTERS } from './textFilters.ts'

/** Filters of Jinja that no chat template needs, and that are not read here. */
export const UNREAD_FILTERS: ReadonlySet<string> = new Set([
  'filesizeformat',
  'forceescape',
  'pprint',
  'random',
  'striptags',
  'urlencode',
  'urlize',
  'wordwrap',
  'xmlattr',
])

const ALIASES: Readonly<Record<string, string>> = { d: 'default', e: 'escape' }

/** `tojson` of transformers: `json.dumps`, without HTML's escapes. */
const toJson: Filter = (value, args, keywords) => {
  const parameters = [
    ['ensure_ascii', false],
    ['indent', null],
    ['separators', null],
    ['sort_keys', false],
  ] as const
  const [ensureAscii, indent, separators, sortKeys] = bind('tojson', parameters, args, keywords) as [
    Value,
    Value,
    Value,
    Value,
  ]
  const marks = separators === null ? null : arrayOf(separators).map(textOf)
  const by = indent === null ? null : typeof indent === 'string' ? indent : ' '.repeat(Math.max(0, Number(indent)))
  return jsonText(value, {
    ensureAscii: truthy(ensureAscii),
    indent: by,
    itemSeparator: marks?.[0] ?? (by === null ? ', ' : ','),
    keySeparator: marks?.[1] ?? ': ',
    sortKeys: truthy(sortKeys),
  })
}

let filters: ReadonlyMap<string, Filter> | null = null

function allFilters(): ReadonlyMap<string, Filter> {
  filters ??= new Map<string, Filter>([
    ...TEXT_FILTERS,
    ...NUMBER_FILTERS,
    ...SEQUENCE_FILTERS,
    ...pickFilters({ filter: filterNamed, test: testNamed }),
    ['tojson', toJson],
    filter(
      'default',
      [
        ['default_value', ''],
        ['boolean', false],
      ],
      (value, [usual, boolean]) => {
        const isMissing = value instanceof Undefined || (truthy(boolean as Value) && !truthy(value))
        return isMissing ? (usual as Value) : value
      },
    ),
  ])
  return filters
}

/** @throws TemplateError `TemplateAssertionError`, `TemplateUnsupported` for one of `UNREAD_FILTERS` */
export function filterNamed(name: string): Filter {
  const found = allFilters().get(ALIASES[name] ?? name)
  if (found) return found
  if (UNREAD_FILTERS.has(name)) return fail('TemplateUnsupported', `the filter '${name}' is not read here`)
  return fail('TemplateAssertionError', `No filter named '${name}'.`)
}

/** @throws TemplateError `TemplateAssertionError` */
export function testNamed(name: string): Test {
  if (name === 'filter') return (value) => typeof value === 'string' && allFilters().has(ALIASES[value] ?? value)
  if (name === 'test') return (value) => typeof value === 'string' && TESTS.has(value)
  return TESTS.get(name) ?? fail('TemplateAssertionError', `No test named '${name}'.`)
}
