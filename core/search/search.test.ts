import { Field, Int64, List, Struct, Utf8 } from 'apache-arrow'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeUtf8 } from '../bytes/utf8.ts'
import { sliceBatch } from '../table/batches.ts'
import { jsonField } from '../table/jsonField.ts'
import { hostileText, jsonTables } from '../testing/anyTables.ts'
import { tableOf } from '../testing/columnsOf.ts'
import { expectedJson } from '../testing/expectedJson.ts'
import { byteFinder } from './findBytes.ts'
import { matchRows } from './matchRows.ts'
import { matcherOf } from './searchQuery.ts'

const letters = fc.constantFrom('a', 'b', 'ab', 'é', '')
const text = fc.array(letters, { maxLength: 30 }).map((all) => all.join(''))
const exactly = (wanted: string) => matcherOf({ kind: 'text', text: wanted, ignoreCase: false })

describe('a search', () => {
  it('finds the first place of a run of bytes', () => {
    fc.assert(
      fc.property(text, text.filter(Boolean), (where, wanted) => {
        expect(byteFinder(encodeUtf8(wanted))(encodeUtf8(where))).toBe(Buffer.from(where).indexOf(wanted))
      }),
      { numRuns: 1000 },
    )
  })

  it('finds the rows that have a text in any value, however deep', () => {
    const wanted = fc.oneof(hostileText, fc.constantFrom('a', '1', '.', '2', 'e', '-', 'tr')).filter(Boolean)
    fc.assert(
      fc.property(jsonTables, wanted, fc.nat(11), ({ batch, values }, searched, from) => {
        const matching = Array.from({ length: batch.numRows }, (_, row) => row).filter((row) =>
          batch.schema.fields.some(({ type }, i) =>
            leaves(JSON.parse(tokens(expectedJson(type, values[i]?.[row])))).some((leaf) => leaf.includes(searched)),
          ),
        )
        const { rows, rowEnd } = matchRows(batch, exactly(searched))
        expect({ rows: [...rows], rowEnd }).toEqual({ rows: matching, rowEnd: batch.numRows })
        const part = sliceBatch(batch, Math.min(from, batch.numRows - 1), batch.numRows)
        const start = batch.numRows - part.numRows
        expect([...matchRows(part, exactly(searched)).rows]).toEqual(
          matching.filter((row) => row >= start).map((row) => row - start),
        )
      }),
      { numRuns: 500 },
    )
  })

  it('takes each value by itself, numbers as they are spelled, and no names', () => {
    const messages = new Field(
      'messages',
      new List(new Field('item', new Struct([new Field('role', new Utf8(), true)]), true)),
      true,
    )
    const batch = tableOf(
      [new Field('id', new Int64(), true), messages, jsonField('j')],
      [
        [12345678901234567890n % 2n ** 63n, 7n, null],
        [[['user'], ['User']], [[null]], null],
        ['{"key":1}', '"role"', null],
      ],
    )
    const rowsOf = (query: Parameters<typeof matcherOf>[0]) => [...matchRows(batch, matcherOf(query)).rows]
    const asText = (wanted: string, ignoreCase = false) => rowsOf({ kind: 'text', text: wanted, ignoreCase })
    const asRegex = (wanted: string, ignoreCase = false) => rowsOf({ kind: 'regex', text: wanted, ignoreCase })
    expect(asText('role')).toEqual([1])
    expect(asText('key')).toEqual([0])
    expect(asText('USER')).toEqual([])
    expect(asText('USER', true)).toEqual([0])
    expect(asText('7')).toEqual([0, 1])
    expect(asText('messages')).toEqual([])
    expect(asRegex('^7$')).toEqual([1])
    expect(asRegex('^us[a-f]r$')).toEqual([0])
    expect(asRegex('^U')).toEqual([0])
    expect(asRegex('null')).toEqual([])
  })

  it('takes a text as it stands, whatever it would be as an expression', () => {
    const batch = tableOf([new Field('t', new Utf8(), true)], [['a.b', 'axb', '(', 'A.B']])
    const rows = (wanted: string) => [
      ...matchRows(batch, matcherOf({ kind: 'text', text: wanted, ignoreCase: true })).rows,
    ]
    expect(rows('a.b')).toEqual([0, 3])
    expect(rows('(')).toEqual([2])
    fc.assert(
      fc.property(hostileText.filter(Boolean), (wanted) => {
        const one = tableOf([new Field('t', new Utf8(), true)], [[`x${wanted}y`]])
        expect([...matchRows(one, matcherOf({ kind: 'text', text: wanted, ignoreCase: true })).rows]).toEqual([0])
      }),
    )
  })

  it('stops where it is told to', () => {
    const batch = tableOf([new Field('t', new Utf8(), true)], [['a', 'a', 'b', 'a']])
    let left = 2
    expect(matchRows(batch, exactly('a'), 1, () => --left === 0)).toEqual({ rows: Uint32Array.of(1), rowEnd: 3 })
  })

  it.each([
    [{ kind: 'text', text: '', ignoreCase: false } as const, 'something to search for'],
    [{ kind: 'regex', text: '(', ignoreCase: false } as const, 'not a regular expression'],
    [{ kind: 'regex', text: '\\q', ignoreCase: true } as const, 'not a regular expression'],
  ])('refuses %j', (query, message) => {
    expect(() => matcherOf(query)).toThrowError(
      expect.objectContaining({ code: 'argument/invalid', message: expect.stringContaining(message) }),
    )
  })
})

/** Numbers of JSON as texts, so that their digits stay. */
function tokens(json: string): string {
  return json.replace(/"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*|true|false/g, (token) =>
    token.startsWith('"') ? token : `"${token}"`,
  )
}

function leaves(value: unknown): string[] {
  if (value === null) return []
  if (typeof value === 'string') return [value]
  return Object.values(value as object).flatMap(leaves)
}
