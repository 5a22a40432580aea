import { Decimal, Field, Float64, Int64, List, Schema, Uint64, Utf8, vectorFromArray } from 'apache-arrow'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openArrow } from '../formats/arrow/openArrow.ts'
import { memorySource } from '../io/memorySource.ts'
import { goldenCases, readAll } from '../testing/golden.ts'
import { makeBatch } from './batches.ts'
import { jsonField } from './jsonField.ts'
import { quoteUnsafeIntegers } from './jsonNumbers.ts'
import { rowJson } from './rowJson.ts'

/** Characters of one to four bytes, line breaks, and what JSON escapes. */
const character = fc.constantFrom('a', ' ', 'é', '\n', '\r', '中', '🐎', '"', '\\', '\u0000', '\u2028', '\ufeff')

function batchOf(field: Field, value: unknown) {
  return makeBatch(new Schema([field]), [vectorFromArray([value] as never, field.type).data[0]!], 1)
}
const int64 = new Field('n', new Int64(), true)

describe('rowJson', () => {
  it.each([
    [9007199254740991n, '{"n":9007199254740991}', '{"n":9007199254740991}'],
    [9007199254740992n, '{"n":9007199254740992}', '{"n":"9007199254740992"}'],
    [-9223372036854775808n, '{"n":-9223372036854775808}', '{"n":"-9223372036854775808"}'],
    [null, '{"n":null}', '{"n":null}'],
  ])('int64 %s', (value, digits, safe) => {
    const batch = batchOf(int64, value)
    expect(rowJson(batch, 0)).toBe(digits)
    expect(rowJson(batch, 0, { integers: 'safe-or-string' })).toBe(safe)
  })

  it('keeps what JSON numbers cannot hold as strings', () => {
    expect(rowJson(batchOf(new Field('x', new Float64()), Number.NaN), 0)).toBe('{"x":"NaN"}')
    expect(rowJson(batchOf(new Field('x', new Float64()), -Infinity), 0)).toBe('{"x":"-Infinity"}')
    const price = batchOf(new Field('x', new Decimal(2, 10, 128)), new Uint32Array([150, 0, 0, 0]))
    expect(rowJson(price, 0)).toBe('{"x":1.50}')
    expect(rowJson(price, 0, { integers: 'safe-or-string' })).toBe('{"x":"1.50"}')
  })

  it('embeds columns that hold JSON, big integers made safe where asked', () => {
    const batch = batchOf(jsonField('j'), '{"id":12345678901234567890,"s":"12345678901234567890"}')
    expect(rowJson(batch, 0)).toBe('{"j":{"id":12345678901234567890,"s":"12345678901234567890"}}')
    expect(rowJson(batch, 0, { integers: 'safe-or-string' })).toBe(
      '{"j":{"id":"12345678901234567890","s":"12345678901234567890"}}',
    )
    const nested = new Field('l', new List(jsonField('item')), true)
    expect(rowJson(batchOf(nested, ['[1]', null, '"x"']), 0)).toBe('{"l":[[1],null,"x"]}')
    expect(rowJson(batchOf(new Field('t', new Utf8()), '[1]'), 0)).toBe('{"t":"[1]"}')
  })

  it('writes every text as JSON reads it, names too', () => {
    fc.assert(
      fc.property(fc.string({ unit: character, maxLength: 80 }), (text) => {
        const field = new Field(`${text}"\n`, new Utf8(), true)
        expect(JSON.parse(rowJson(batchOf(field, text), 0))).toEqual({ [`${text}"\n`]: text })
      }),
    )
  })

  it('writes texts longer than it decodes at a time', () => {
    const text = `${'é"\n🐎'.repeat(20_000)}end`
    expect(JSON.parse(rowJson(batchOf(new Field('t', new Utf8()), text), 0))).toEqual({ t: text })
    expect(JSON.parse(rowJson(batchOf(jsonField('t'), JSON.stringify(text)), 0))).toEqual({ t: text })
  })

  it('writes lists of any length', () => {
    for (const length of [511, 512, 513, 1500]) {
      const ids = Array.from({ length }, (_, n) => BigInt(n))
      const batch = batchOf(new Field('ids', new List(new Field('item', new Int64(), true))), ids)
      expect(JSON.parse(rowJson(batch, 0))).toEqual({ ids: ids.map(Number) })
    }
  })

  it('gives up beyond its budget without writing the rest', () => {
    const batch = batchOf(new Field('ids', new List(new Field('item', new Uint64(), true))), [1n, 2n, 3n])
    const whole = '{"ids":[1,2,3]}'
    expect(rowJson(batch, 0, { maxBytes: whole.length })).toBe(whole)
    for (let maxBytes = 0; maxBytes < whole.length; maxBytes++) expect(rowJson(batch, 0, { maxBytes })).toBeNull()
  })
})

it.each(goldenCases('arrow'))('$file: rows are valid JSON whatever the integers', async ({ bytes, rows }) => {
  const { batches } = await readAll(await openArrow(memorySource(bytes)))
  const safe = batches.flatMap((batch) =>
    Array.from({ length: batch.numRows }, (_, row) => rowJson(batch, row, { integers: 'safe-or-string' })),
  )
  expect(safe.map((text) => Object.keys(JSON.parse(text) as object))).toEqual(
    rows.map((text) => Object.keys(JSON.parse(text) as object)),
  )
})

describe('quoteUnsafeIntegers', () => {
  it.each([
    ['9007199254740993', '"9007199254740993"'],
    ['[1,-9007199254740993,2]', '[1,"-9007199254740993",2]'],
    ['{"9007199254740993":9007199254740993}', '{"9007199254740993":"9007199254740993"}'],
    ['"\\"9007199254740993"', '"\\"9007199254740993"'],
    ['[1e400,9007199254740993.5,1e2]', '[1e400,9007199254740993.5,1e2]'],
    ['"open 9007199254740993', '"open 9007199254740993'],
    ['', ''],
  ])('%s becomes %s', (json, safe) => {
    expect(quoteUnsafeIntegers(json)).toBe(safe)
  })

  it('changes no JSON without big integers', () => {
    const json = fc.json().filter((json) => !/\d{16}/.test(json))
    fc.assert(
      fc.property(json, (json) => {
        expect(quoteUnsafeIntegers(json)).toBe(json)
      }),
    )
  })
})
