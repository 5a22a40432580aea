import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { readJsonValue } from '../hashing/keys/jsonValues.ts'
import { fixture } from '../testing/golden.ts'
import { type JinjaValue, PyFloat, TemplateError } from './chatTemplate.ts'
import { compileTemplate } from './compileTemplate.ts'
import { jinjaValue } from './jinjaValue.ts'

const MOMENT = { year: 2026, month: 3, day: 9, hour: 15, minute: 4, second: 5 }

interface Golden {
  template: string
  text?: string
  generation?: [number, number][]
  error?: string
  message?: string
}

function textOf(name: string): string {
  return new TextDecoder().decode(fixture(`jinja/${name}`))
}

const CONTEXT = jinjaValue(readJsonValue(textOf('context.json').trim())) as ReadonlyMap<string, JinjaValue>

function rendered(template: string): Golden {
  try {
    const { text, generation } = compileTemplate(template, MOMENT).render(CONTEXT)
    return { template, text, generation: generation.map(([start, end]) => [start, end]) }
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error
    return { template, error: error.kind }
  }
}

function render(template: string, variables: Record<string, JinjaValue> = {}): string {
  return compileTemplate(template, MOMENT).render(new Map(Object.entries(variables))).text
}

function failure(template: string): TemplateError {
  try {
    render(template)
  } catch (error) {
    if (error instanceof TemplateError) return error
    throw error
  }
  throw new Error(`rendered: ${template}`)
}

describe.each(['micro', 'random'])('as transformers renders it: %s', (name) => {
  const goldens = JSON.parse(textOf(`${name}.json`)) as Golden[]
  test(`${goldens.length} templates`, () => {
    expect(goldens.length).toBeGreaterThan(100)
    for (const { message: _, ...golden } of goldens) expect(rendered(golden.template), golden.template).toEqual(golden)
  })
})

describe('errors', () => {
  it('are in the words of Python, with the line', () => {
    const micro = (JSON.parse(textOf('micro.json')) as Golden[]).filter(({ error }) => error)
    const same = micro.filter(({ template, message }) => {
      try {
        compileTemplate(template, MOMENT).render(CONTEXT)
      } catch (error) {
        return (error as Error).message === message
      }
      return false
    })
    // Sorting compares other pairs than Python, and Jinja names the innermost block of an unfinished template.
    expect(micro.length - same.length).toBeLessThanOrEqual(3)
    expect(failure('a\nb {{ 1 + }}').line).toBe(2)
    expect(failure('{% set x = 1 %}\n\n{{ x.y.z }}')).toMatchObject({ kind: 'UndefinedError', line: 3 })
  })

  it.each([
    ['{{ x', 'TemplateSyntaxError'],
    ['{% include "x" %}', 'TemplateSyntaxError'],
    ['{% block x %}{% endblock %}', 'TemplateSyntaxError'],
    ['{{ x|urlize }}', 'TemplateUnsupported'],
    ['{% raw %}', 'TemplateSyntaxError'],
    ['{# x', 'TemplateSyntaxError'],
    [`{{ ${'('.repeat(5000)} }}`, 'TemplateSyntaxError'],
    ['{{ x }'.repeat(3), 'TemplateSyntaxError'],
  ])('of a template that does not compile: %s, %s', (template, kind) => {
    expect(() => compileTemplate(template, MOMENT)).toThrow(expect.objectContaining({ kind }))
  })
})

describe('bounds of a rendering', () => {
  it.each([
    ['{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}', 'TemplateLimitError'],
    [
      '{% set ns = namespace(t="x") %}{% for i in range(99) %}{% set ns.t = ns.t ~ ns.t %}{{ ns.t }}{% endfor %}',
      'TemplateLimitError',
    ],
    ['{{ "x" * 999999999 }}', 'TemplateLimitError'],
    ['{{ 99 ** 99 ** 99 ** 99 }}', 'TemplateLimitError'],
    ['{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}', 'RecursionError'],
    ['{{ "%999999999d" % 1 }}', 'TemplateLimitError'],
    ['{{ range(1000001) }}', 'OverflowError'],
  ])('%s ends in %s', (template, kind) => {
    expect(failure(template).kind).toBe(kind)
  })
})

it('renders what it is given, and changes nothing of it', () => {
  const text = fc.string({ unit: 'grapheme' })
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom('user', 'assistant'), text)), (turns) => {
      const messages = turns.map(
        ([role, content]) =>
          new Map<string, JinjaValue>([
            ['role', role],
            ['content', content],
          ]),
      )
      const template = "{% for m in messages %}<{{ m.role }}>{{ m['content'] }}</>{% endfor %}"
      const expected = turns.map(([role, content]) => `<${role}>${content}</>`).join('')
      expect(render(template, { messages })).toBe(expected)
      expect(messages.map((message) => [...message.values()])).toEqual(turns)
    }),
  )
})

it('prints JSON as Python reads and writes it', () => {
  fc.assert(
    fc.property(fc.json(), (json) => {
      const printed = render('{{ value|tojson }}', { value: jinjaValue(readJsonValue(json)) })
      expect(JSON.parse(printed)).toEqual(JSON.parse(json))
    }),
  )
  expect(render('{{ a|tojson }} {{ a }}', { a: new PyFloat(1) })).toBe('1.0 1.0')
})

it('ends in a text or a coded error, whatever the template', () => {
  const piece = fc.constantFrom(
    '{{',
    '}}',
    '{%',
    '%}',
    '{#',
    '#}',
    ' if ',
    ' for x in m ',
    ' endif ',
    ' endfor ',
    '-',
    ' m ',
    '|',
    'join',
    "'",
    '(',
    ')',
    '[0]',
    '.role',
    ' set x = ',
    '\n',
    ' else ',
    ' is ',
    ' in ',
    '1',
    '~',
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 24 }), (pieces) => {
      expect(rendered(pieces.join(''))).toHaveProperty('template')
    }),
    { numRuns: 2000 },
  )
})
