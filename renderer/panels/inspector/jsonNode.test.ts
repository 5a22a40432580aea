import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fieldOf, nodeText, parseJsonNode } from './jsonNode.ts'

describe('parseJsonNode', () => {
  it.each(['9007199254740993', '1e400', '-0.50', '{"a":1,"a":2}', '[[],{},[null,true,"x\\n"]]', '""'])(
    'keeps %s',
    (text) => {
      expect(nodeText(parseJsonNode(text))).toBe(text)
    },
  )

  it.each([
    '',
    ' ',
    '[',
    '{"a":}',
    '{"a" 1}',
    '[1,]',
    '{,}',
    '{"a":1,}',
    '[1 2]',
    '1 2',
    'nul',
    '01',
    '+1',
    '.5',
    'NaN',
    '"a',
    '["a"}',
    '{"a"]',
    '{1:2}',
    ']',
    ',',
    '"\u0001"',
  ])('refuses %j', (text) => {
    expect(() => parseJsonNode(text)).toThrow(SyntaxError)
  })

  it('accepts exactly what JSON.parse accepts', () => {
    const accepts = (parse: (text: string) => unknown, text: string) => {
      try {
        parse(text)
        return true
      } catch {
        return false
      }
    }
    const pieces = fc.constantFrom('[', ']', '{', '}', ',', ':', '"a"', '1', '-', 'e1', '.', 'null', 'true', ' ', '"')
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 8 }), (parts) => {
        const text = parts.join('')
        expect(accepts(parseJsonNode, text)).toBe(accepts(JSON.parse, text))
      }),
      { numRuns: 2_000 },
    )
  })

  it('means the same as JSON.parse', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(JSON.parse(nodeText(parseJsonNode(text)))).toEqual(JSON.parse(text))
      }),
    )
  })

  it('survives nesting that no stack would', () => {
    const text = '['.repeat(50_000) + ']'.repeat(50_000)
    expect(nodeText(parseJsonNode(text))).toBe(text)
  })
})

it('fieldOf finds the first value of a key', () => {
  const node = parseJsonNode('{"a":1,"b":2,"a":3}')
  expect(fieldOf(node, 'a')).toEqual({ kind: 'number', digits: '1' })
  expect(fieldOf(node, 'c')).toBeNull()
  expect(fieldOf(parseJsonNode('[1]'), '0')).toBeNull()
})
