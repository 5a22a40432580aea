import {
  Binary,
  Bool,
  DateDay,
  Duration,
  Field,
  Float64,
  Int64,
  List,
  type RecordBatch,
  Schema,
  Utf8,
} from 'apache-arrow'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { usualExportOptions } from '../../../export/exportOptions.ts'
import { memorySource } from '../../../io/memorySource.ts'
import { makeBatch } from '../../../table/batches.ts'
import { rowJson } from '../../../table/rowJson.ts'
import { anyFlatTables, anyTables, flatTables } from '../../../testing/anyTables.ts'
import { tableOf } from '../../../testing/columnsOf.ts'
import { kernelsWithCsv } from '../../../testing/csvKernels.ts'
import { cutBatch, encodeTable } from '../../../testing/encodeTable.ts'
import { expectedJson } from '../../../testing/expectedJson.ts'
import { pythonCsv } from '../../../testing/pythonCsv.ts'
import { openCsv } from '../openCsv.ts'
import { csvTableFormat } from './csvTableFormat.ts'

const FORMATS = ['csv', 'tsv'] as const
const formats = fc.constantFrom(...FORMATS)
const csv = { format: 'csv' } as const
const text = (name: string) => new Field(name, new Utf8(), true)

async function readBack(bytes: Uint8Array, header: boolean, schema?: Schema) {
  const dataset = await openCsv(memorySource(bytes), { kernels: kernelsWithCsv, header, schema })
  const issues: string[] = []
  const rows: string[] = []
  for await (const batch of dataset.scan({ onIssue: ({ message }) => issues.push(message) }))
    rows.push(...rowsOf(batch))
  return { rows, issues, names: dataset.schema.fields.map(({ name }) => name) }
}

function rowsOf(batch: RecordBatch): string[] {
  return Array.from({ length: batch.numRows }, (_, row) => rowJson(batch, row))
}

/** The same columns as a file without a header calls them. */
function byPlace(batch: RecordBatch): RecordBatch {
  const fields = batch.schema.fields.map(({ type }, i) => new Field(`column_${i + 1}`, type, true))
  return makeBatch(new Schema(fields), batch.data.children, batch.numRows)
}

describe('CSV and TSV', () => {
  it('come back from our reader with the same names and values, null and empty text apart', () =>
    fc.assert(
      fc.asyncProperty(flatTables, formats, fc.boolean(), async (table, format, header) => {
        const batch = header ? table.batch : byPlace(table.batch)
        const { bytes, lost } = encodeTable(csvTableFormat, [[batch]], { format, header })
        const back = await readBack(bytes, header, batch.schema)
        expect(back.names).toEqual(batch.schema.fields.map(({ name }) => name))
        expect(back.rows).toHaveLength(batch.numRows)
        if (batch.schema.fields.length === 1 && batch.data.children[0]!.nullCount > 0) {
          expect(lost).toMatchObject([{ code: 'export/null-as-empty', count: batch.data.children[0]!.nullCount }])
        } else expect({ ...back, lost }).toMatchObject({ rows: rowsOf(batch), issues: [], lost: [] })
      }),
      { numRuns: 500 },
    ))

  it('show no other delimiter where there is one column', async () => {
    const batch = tableOf([text('line\nbreak')], [['', '', ',', ';', '\t', '|']])
    for (const format of ['csv', 'tsv'] as const) {
      const { bytes } = encodeTable(csvTableFormat, [[batch]], { format, header: true })
      expect(await readBack(bytes, true, batch.schema)).toMatchObject({ rows: rowsOf(batch), issues: [] })
    }
  })

  it('have the fields that Python reads: text as it is, all else in a plain spelling', () => {
    fc.assert(
      fc.property(anyFlatTables, formats, fc.boolean(), ({ batch, values }, format, header) => {
        const { text } = encodeTable(csvTableFormat, [[batch]], { format, header })
        const { fields } = batch.schema
        const records = pythonCsv(text, format === 'csv' ? ',' : '\t')
        if (header) expect(records.shift()).toEqual(fields.map(({ name }) => name))
        const expected = Array.from({ length: batch.numRows }, (_, row) =>
          fields.map(({ type }, i) => expectedField(type, values[i]?.[row])),
        )
        expect(records).toEqual(expected)
      }),
      { numRuns: 500 },
    )
  })

  it('quote what a reader would take for something else, and nothing more', () => {
    const values = ['a', null, '', ' a', 'a\t', 'a b', 'a,b', 'a;b', 'a"b', 'a\nb', 'a\rb', '#a', '007', 'null']
    const both = tableOf([text('a'), text('b')], [values, values])
    expect(encodeTable(csvTableFormat, [[both]], csv).text.split(/\n(?!b)/)).toEqual([
      'a,b',
      'a,a',
      ',',
      '"",""',
      '" a"," a"',
      '"a\t","a\t"',
      'a b,a b',
      '"a,b","a,b"',
      'a;b,a;b',
      '"a""b","a""b"',
      '"a\nb","a\nb"',
      '"a\rb","a\rb"',
      '"#a",#a',
      '007,007',
      'null,null',
      '',
    ])
    const tabs = tableOf(
      [text('a'), text('b')],
      [
        ['a,b', 'a\tb'],
        [null, null],
      ],
    )
    expect(encodeTable(csvTableFormat, [[tabs]], { format: 'tsv' }).text).toBe('a\tb\na,b\t\n"a\tb"\t\n')
  })

  it('keep what stands first in the file from being taken for a mark, a comment, a separator or another delimiter', () => {
    const first = (value: string, header: boolean) => {
      const batch = header ? tableOf([text(value)], [['x']]) : tableOf([text('x')], [[value]])
      return encodeTable(csvTableFormat, [[batch]], { ...csv, header }).text.split('\n')[0]
    }
    for (const value of ['\ufeffa', '#a', 'sep=;', 'a;b', 'a\tb', 'a|b', '']) {
      expect(first(value, true)).toBe(`"${value}"`)
      expect(first(value, false)).toBe(`"${value}"`)
    }
  })

  it('keep rows of a single column that are null or empty', async () => {
    const batch = tableOf([text('a')], [['x', null, '', 'y']])
    const { text: written, bytes, lost } = encodeTable(csvTableFormat, [[batch]], csv)
    expect(written).toBe('a\nx\n""\n""\ny\n')
    expect(await readBack(bytes, true)).toMatchObject({ rows: ['{"a":"x"}', '{"a":""}', '{"a":""}', '{"a":"y"}'] })
    const what = 'null, written as empty text, as an empty line would be no row'
    expect(lost).toEqual([{ code: 'export/null-as-empty', column: 'a', what, count: 1, firstRow: 1 }])
  })

  it('spell numbers and times so that readers find their types', () => {
    const fields = [
      new Field('i', new Int64(), true),
      new Field('f', new Float64(), true),
      new Field('b', new Bool(), true),
      new Field('d', new DateDay(), true),
      new Field('s', new Duration(0), true),
      new Field('bytes', new Binary(), true),
    ]
    const batch = tableOf(fields, [
      [2n ** 63n - 1n, null, 0n],
      [1, Number.NaN, -Infinity],
      [true, false, null],
      [19_724, null, -1],
      [90n, null, -1n],
      [Uint8Array.of(1, 2), Uint8Array.of(), null],
    ])
    const { text, lost } = encodeTable(csvTableFormat, [[batch]], { ...csv, header: false })
    expect(text).toBe('9223372036854775807,1.0,true,2024-01-02,90,AQI=\n,NaN,false,,,""\n0,-inf,,1969-12-31,-1,\n')
    expect(lost).toEqual([])
  })

  it('refuse nested columns, or write them as the JSON of JSON Lines', () => {
    const list = new Field('ids', new List(new Field('item', new Int64(), true)), true)
    const batch = tableOf(
      [text('t'), list],
      [
        ['a', null],
        [[1n, null], []],
      ],
    )
    expect(() => encodeTable(csvTableFormat, [[batch]], { format: 'tsv' })).toThrowError(
      expect.objectContaining({
        code: 'format/unsupported',
        details: { feature: 'ids' },
        message: expect.stringContaining('TSV holds no list<int64>, the type of ids'),
      }),
    )
    expect(encodeTable(csvTableFormat, [[batch]], { ...csv, nested: 'json' }).text).toBe('t,ids\na,"[1,null]"\n,[]\n')
    expect(() => csvTableFormat.check(new Schema([]), usualExportOptions('csv'))).toThrowError('at least one column')
    fc.assert(
      fc.property(anyTables, ({ batch, values }) => {
        const { text } = encodeTable(csvTableFormat, [[batch]], { ...csv, nested: 'json', header: false })
        const expected = Array.from({ length: batch.numRows }, (_, row) =>
          batch.schema.fields.map(({ type }, i) => expectedField(type, values[i]?.[row])),
        )
        expect(pythonCsv(text, ',')).toEqual(expected)
      }),
      { numRuns: 200 },
    )
  })

  it('are the same bytes however the rows come', () => {
    fc.assert(
      fc.property(anyFlatTables, fc.array(fc.nat(12)), formats, ({ batch }, cuts, format) => {
        const parts = cutBatch(
          batch,
          [...new Set(cuts)].sort((a, b) => a - b),
        )
        const whole = encodeTable(csvTableFormat, [[batch]], { format })
        expect(encodeTable(csvTableFormat, [parts], { format })).toEqual(whole)
        expect(
          encodeTable(
            csvTableFormat,
            parts.map((part) => [part]),
            { format },
          ),
        ).toMatchObject({
          text: whole.text,
          lost: whole.lost,
        })
      }),
      { numRuns: 200 },
    )
  })
})

/** A field as a reader of CSV gives it: JSON's spelling, texts as they are, names of what is no number. */
function expectedField(type: Field['type'], value: unknown): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'number' && Number.isNaN(value)) return 'NaN'
  if (value === Number.POSITIVE_INFINITY) return 'inf'
  if (value === Number.NEGATIVE_INFINITY) return '-inf'
  const json = expectedJson(type, value)
  return json.startsWith('"') ? (JSON.parse(json) as string) : json
}
