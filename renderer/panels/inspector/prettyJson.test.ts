import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { prettyJson } from './prettyJson.ts'

describe('prettyJson', () => {
  it('lays out objects and lists', () => {
    expect(prettyJson('{"a":1,"b":[{"c":null},{}],"d":[]}')).toBe(
      ['{', '  "a": 1,', '  "b": [', '    {', '      "c": null', '    },', '    {}', '  ],', '  "d": []', '}'].join(
        '\n',
      ),
    )
  })

  it.each([
    '9007199254740993',
    '-0',
    '1.0',
    '1e400',
    '0.10000000000000000000000001',
    '"\\u0041\\/ \\"q\\" \\\\"',
    'true',
    '{}',
    '[]',
    '""',
  ])('keeps %s as it stands', (text) => {
    expect(prettyJson(text)).toBe(text)
  })

  it('keeps lists of short plain values on one line', () => {
    expect(prettyJson('{"ids":[ 1,\n2 ,3],"tags":["a","b"],"mixed":[1,[2]]}').split('\n')).toEqual([
      '{',
      '  "ids": [1, 2, 3],',
      '  "tags": ["a", "b"],',
      '  "mixed": [',
      '    1,',
      '    [2]',
      '  ]',
      '}',
    ])
  })

  it('gives long texts in a list a line each', () => {
    expect(prettyJson(`["${'x'.repeat(100)}","y"]`).split('\n')).toHaveLength(4)
  })

  it('is not confused by punctuation inside strings', () => {
    expect(prettyJson('{"a":"{[,:]}"}')).toBe('{\n  "a": "{[,:]}"\n}')
  })

  it('survives nesting that no stack would', () => {
    const deep = 20_000
    const pretty = prettyJson('['.repeat(deep) + ']'.repeat(deep))
    expect(pretty.replaceAll(/\s/g, '')).toBe('['.repeat(deep) + ']'.repeat(deep))
  })

  it('refuses a string without end', () => {
    expect(() => prettyJson('{"a": "b')).toThrow(SyntaxError)
  })

  it('changes nothing but white space between tokens', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 5 }), (text) => {
        const pretty = prettyJson(text)
        expect(JSON.parse(pretty)).toEqual(JSON.parse(text))
        expect(prettyJson(pretty)).toBe(pretty)
      }),
    )
  })
})
