import { Field, Float64, Int64, List, Map_, Null, Schema, Struct, Utf8 } from 'apache-arrow'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { usualExportOptions } from '../../../export/exportOptions.ts'
import { memorySource } from '../../../io/memorySource.ts'
import { jsonField } from '../../../table/jsonField.ts'
import { rowJson } from '../../../table/rowJson.ts'
import { anyTables, jsonTables } from '../../../testing/anyTables.ts'
import { tableOf } from '../../../testing/columnsOf.ts'
import { cutBatch, encodeTable } from '../../../testing/encodeTable.ts'
import { objectJson } from '../../../testing/expectedJson.ts'
import { kernelsWithJson } from '../../../testing/jsonKernel.ts'
import { openJsonl } from '../openJsonl.ts'
import { jsonlTableFormat } from './jsonlTableFormat.ts'

const jsonl = { format: 'jsonl' } as const
const options = usualExportOptions('jsonl')

async function readBack(bytes: Uint8Array, schema?: Schema) {
  const dataset = await openJsonl(memorySource(bytes), { kernels: kernelsWithJson, schema })
  const rows: string[] = []
  const issues: string[] = []
  for await (const batch of dataset.scan({ onIssue: ({ message }) => issues.push(message) })) {
    for (let row = 0; row < batch.numRows; row++) rows.push(rowJson(batch, row))
  }
  return { rows, issues, schema: dataset.schema }
}

describe('JSON Lines', () => {
  it('are the rows as JSON, whatever the types and the values', () => {
    fc.assert(
      fc.property(anyTables, ({ batch, values }) => {
        const { text } = encodeTable(jsonlTableFormat, [[batch]], jsonl)
        const rows = Array.from({ length: batch.numRows }, (_, row) =>
          objectJson(
            batch.schema.fields,
            values.map((column) => column[row]),
          ),
        )
        expect(text).toBe(`${rows.join('\n')}\n`)
        for (const line of rows) JSON.parse(line)
      }),
      { numRuns: 500 },
    )
  })

  it('come back with the same values from our reader, and with the same types where it knows them', () =>
    fc.assert(
      fc.asyncProperty(jsonTables, async ({ batch }) => {
        const { bytes } = encodeTable(jsonlTableFormat, [[batch]], jsonl)
        const expected = Array.from({ length: batch.numRows }, (_, row) => rowJson(batch, row))
        expect(await readBack(bytes, batch.schema)).toMatchObject({ rows: expected, issues: [] })
      }),
      { numRuns: 300 },
    ))

  it('have the types of the columns for a reader that infers them', async () => {
    const fields = [
      new Field('i', new Int64(), true),
      new Field('f', new Float64(), true),
      new Field('t', new Utf8(), true),
      new Field('l', new List(new Field('item', new Float64(), true)), true),
      new Field('s', new Struct([new Field('__proto__', new Int64(), true), new Field('x', new Utf8(), true)]), true),
      new Field('never', new Null(), true),
    ]
    const batch = tableOf(fields, [
      [2n ** 63n - 1n, null],
      [1, 1e21],
      ['1', '{"a":1}'],
      [[2, null], []],
      [
        [3n, null],
        [null, 'y'],
      ],
      [null, null],
    ])
    const { bytes, text } = encodeTable(jsonlTableFormat, [[batch]], jsonl)
    expect(text.split('\n')[0]).toBe(
      '{"i":9223372036854775807,"f":1.0,"t":"1","l":[2.0,null],"s":{"__proto__":3,"x":null},"never":null}',
    )
    const back = await readBack(bytes)
    expect(back.schema.fields.map(({ name, type }) => `${name}: ${type}`)).toEqual(
      fields.map(({ name, type }) => `${name}: ${type}`),
    )
    expect(back.rows).toEqual([rowJson(batch, 0), rowJson(batch, 1)])
  })

  it('are the same bytes however the rows come', () => {
    fc.assert(
      fc.property(anyTables, fc.array(fc.nat(12)), fc.array(fc.nat(12)), ({ batch }, cuts, moreCuts) => {
        const whole = encodeTable(jsonlTableFormat, [[batch]], jsonl)
        const sorted = (all: number[]) => [...new Set(all)].sort((a, b) => a - b)
        const inBatches = encodeTable(jsonlTableFormat, [cutBatch(batch, sorted(cuts))], jsonl)
        const inChunks = encodeTable(
          jsonlTableFormat,
          cutBatch(batch, sorted(moreCuts)).map((part) => [part]),
          jsonl,
        )
        expect(inBatches).toEqual(whole)
        expect(inChunks.text).toBe(whole.text)
        expect(inChunks.lost).toEqual(whole.lost)
      }),
      { numRuns: 200 },
    )
  })

  it('have null for numbers that are none, and tell it', () => {
    const item = new Field('item', new Float64(), true)
    const fields = [new Field('x', new Float64(), true), new Field('l', new List(item), true)]
    const batch = tableOf(fields, [
      [1.5, null, Number.NaN],
      [[Infinity, -Infinity], [0], null],
    ])
    const { text, lost } = encodeTable(jsonlTableFormat, [[batch]], jsonl)
    expect(text).toBe('{"x":1.5,"l":[null,null]}\n{"x":null,"l":[0.0]}\n{"x":null,"l":null}\n')
    const what = 'no JSON number, null is written'
    expect(lost).toEqual([
      { code: 'export/not-finite', column: 'l', what, count: 2, firstRow: 0 },
      { code: 'export/not-finite', column: 'x', what, count: 1, firstRow: 2 },
    ])
  })

  it('embed columns of JSON, in one line and without NaN, and as text what is none', () => {
    const values = ['{"a": 1,\n "b": "x\\n y"}', '[NaN, -Infinity,NaN]', ' 1 ', '"\\u00e9"', '{"a":', '1 2', null, '']
    const batch = tableOf([jsonField('j')], [values])
    const { text, lost } = encodeTable(jsonlTableFormat, [[batch]], jsonl)
    expect(text.split('\n')).toEqual([
      '{"j":{"a":1,"b":"x\\n y"}}',
      '{"j":[null,null,null]}',
      '{"j": 1 }',
      '{"j":"\\u00e9"}',
      '{"j":"{\\"a\\":"}',
      '{"j":"1 2"}',
      '{"j":null}',
      '{"j":""}',
      '',
    ])
    expect(lost.map(({ column, count, firstRow }) => [column, count, firstRow])).toEqual([['j', 1, 1]])
  })

  it('repair malformed UTF-8, and tell it', () => {
    const batch = tableOf([new Field('t', new Utf8(), true)], [['ab', 'xé', 'z']])
    const bytes = batch.data.children[0]!.values as Uint8Array
    bytes[1] = 0xff
    const { text, lost } = encodeTable(jsonlTableFormat, [[batch]], jsonl)
    expect(text).toBe('{"t":"a\ufffd"}\n{"t":"xé"}\n{"t":"z"}\n')
    expect(lost.map(({ code, count, firstRow }) => [code, count, firstRow])).toEqual([['export/invalid-utf8', 1, 0]])
  })

  it('refuse names that come twice in an object, wherever', () => {
    const twice = [new Field('a', new Int64()), new Field('a', new Utf8())]
    const entry = new Struct<{ key: Utf8; value: Struct }>([
      new Field('key', new Utf8()),
      new Field('value', new Struct(twice)),
    ] as never)
    const map = new Map_(new Field('entries', entry))
    const check = (fields: Field[]) => () => jsonlTableFormat.check(new Schema(fields), options)
    expect(check(twice)).toThrowError('two columns are called a')
    expect(check([new Field('s', new List(new Field('item', new Struct(twice))))])).toThrowError(
      'fields are called s.a',
    )
    expect(check([new Field('m', map)])).toThrowError(
      expect.objectContaining({ code: 'format/unsupported', details: { feature: 'm.value.a' } }),
    )
    expect(check([new Field('a', new Struct([new Field('a', new Int64())]))])).not.toThrow()
  })

  it('come in chunks of few rows where names alone are long', () => {
    const limits = (fields: Field[]) => jsonlTableFormat.chunkLimits(new Schema(fields), options)
    expect(limits([new Field('a', new Null())])).toEqual({ rows: 131_072, bytes: 4_194_304 })
    const wide = Array.from({ length: 100_000 }, (_, i) => new Field(`column number ${i}`, new Null()))
    expect(limits(wide).rows).toBeLessThan(20)
    const { text } = encodeTable(
      jsonlTableFormat,
      [
        [
          tableOf(
            wide,
            wide.map(() => [null]),
          ),
        ],
      ],
      jsonl,
    )
    expect(JSON.parse(text)).toMatchObject({ 'column number 0': null, 'column number 99999': null })
  })

  it('hand over long texts in pieces of a mebibyte', () => {
    const batch = tableOf([new Field('t', new Utf8(), true)], [Array.from({ length: 30 }, () => 'x'.repeat(100_000))])
    const chunk = jsonlTableFormat.createEncoder(batch.schema, options, { encoders: null }).encode([batch])
    expect(chunk.pieces.length).toBe(3)
    expect(new Set(chunk.pieces.map(({ buffer }) => buffer)).size).toBe(3)
    expect(chunk).toMatchObject({ rows: 30, plainBytes: 30 * (100_000 + '{"t":""}\n'.length) })
  })
})
