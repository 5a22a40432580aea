import { describe, expect, it } from 'vitest'
import { memorySource } from '../../io/memorySource.ts'
import { scalarKernels } from '../../kernels/scalarKernels.ts'
import { textSource } from '../../testing/hostileSources.ts'
import { bytesOf } from '../../testing/recordCases.ts'
import { columnLines, issueLines, scanned } from '../../testing/rows.ts'
import { SAMPLE_BYTES } from '../records/limits.ts'
import { openCsv } from './openCsv.ts'
import { sniffDelimiter } from './sniffDelimiter.ts'

const kernels = scalarKernels

async function read(text: string | Uint8Array, delimiter?: string) {
  const source = typeof text === 'string' ? textSource(text) : memorySource(text)
  const dataset = await openCsv(source, { kernels, ...(delimiter ? { delimiter } : {}) })
  const { rows, issues } = await scanned(dataset)
  return { dataset, columns: columnLines(dataset), rows, issues: issueLines(issues), messages: issues }
}

describe('types of columns', () => {
  it.each([
    ['whole numbers', ['1', '-2', '', '0'], 'Int64', ['1n', '-2n', null, '0n']],
    [
      '64-bit integers',
      ['9007199254740993', '-9223372036854775808'],
      'Int64',
      ['9007199254740993n', '-9223372036854775808n'],
    ],
    ['quoted numbers', ['"1"', '"2"'], 'Int64', ['1n', '2n']],
    ['fractions', ['1', '2.5', '.5', '1e3', '-0', '5.'], 'Float64', [1, 2.5, 0.5, 1000, '-0', 5]],
    [
      'fractions with NaN',
      ['1.5', 'NaN', 'inf', '-Infinity', '+INF'],
      'Float64',
      [1.5, 'NaN', 'Infinity', '-Infinity', 'Infinity'],
    ],
    ['whole numbers with nan', ['1', 'nan'], 'Float64', [1, 'NaN']],
    ['NaN alone', ['NaN', 'inf'], 'Utf8', ['NaN', 'inf']],
    ['booleans', ['true', 'FALSE', 'True', ''], 'Bool', [true, false, true, null]],
    ['booleans and numbers', ['true', '1'], 'Utf8', ['true', '1']],
    ['leading zeros', ['007', '1'], 'Utf8', ['007', '1']],
    ['leading plus', ['+5', '1'], 'Utf8', ['+5', '1']],
    ['spaces', [' 1', '2 '], 'Utf8', [' 1', '2 ']],
    ['thousands', ['"1,000"', '2'], 'Utf8', ['1,000', '2']],
    ['hexadecimal', ['0x1f', '2'], 'Utf8', ['0x1f', '2']],
    ['a minus', ['-', '2'], 'Utf8', ['-', '2']],
    ['overflow', ['1e999', '2'], 'Utf8', ['1e999', '2']],
    ['beyond int64', ['18446744073709551615', '1'], 'Utf8', ['18446744073709551615', '1']],
    ['inexact beside fractions', ['9007199254740993', '1.5'], 'Utf8', ['9007199254740993', '1.5']],
    ['nothing', ['', ''], 'Null', [null, null]],
    ['empty text', ['""', '', 'x'], 'Utf8', ['', null, 'x']],
    ['empty text beside numbers', ['""', '1'], 'Utf8', ['', '1']],
    ['words', ['null', 'None', 'n/a'], 'Utf8', ['null', 'None', 'n/a']],
  ])('%s', async (_name, cells, type, values) => {
    const { columns, rows, issues } = await read(`k,v\n${cells.map((cell) => `x,${cell}\n`).join('')}`)
    expect(columns).toEqual(['k: Utf8', `v: ${type}`])
    expect(rows.map((row) => (JSON.parse(row) as { v: unknown }).v)).toEqual(values)
    expect(issues).toEqual([])
  })
})

describe('the header', () => {
  it.each([
    ['a,b', ['a', 'b'], []],
    ['a,a,a', ['a', 'a_2', 'a_3'], ['csv/duplicate-column', 'csv/duplicate-column']],
    ['a,a_2,a', ['a', 'a_2', 'a_3'], ['csv/duplicate-column']],
    ['a,,"",column_2', ['a', 'column_2_2', 'column_3', 'column_2'], ['csv/unnamed-column', 'csv/unnamed-column']],
    ['"x ""y""","a,b"', ['x "y"', 'a,b'], []],
  ])('%s', async (header, names, codes) => {
    const { dataset } = await read(`\n\r\n${header}\n${'1,'.repeat(names.length - 1)}1\n`)
    expect(dataset.schema.fields.map((field) => field.name)).toEqual(names)
    const told: string[] = []
    await dataset.buildIndex({ onIssue: ({ code, rowStart }) => told.push(`${code} ${rowStart}`) })
    expect(told).toEqual(codes.map((code) => `${code} null`))
  })

  it('may be all there is, with or without a newline', async () => {
    for (const text of ['a,b', 'a,b\n', '\ufeffa,b\r\n\r\n']) {
      const { columns, rows, dataset } = await read(text)
      expect(columns).toEqual(['a: Null', 'b: Null'])
      expect(rows).toEqual([])
      expect(dataset.extent).toEqual({ numRows: 0, exact: true })
    }
  })

  it('may be longer than the first read', async () => {
    const names = Array.from({ length: 8000 }, (_, i) => `column number ${i}`)
    const { columns, rows } = await read(`${names.join(',')}\n${'1,'.repeat(7999)}1`)
    expect(columns).toHaveLength(8000)
    expect(rows).toHaveLength(1)
  })
})

describe('records that are not as they should be', () => {
  it('show what they have, with an issue each', async () => {
    const text = 'a,b,c\n1,2\n1,2,3,\n1,2,3,4\n1,5" x,3\n1,"q"r,3\n1,2,"open'
    const { rows, issues, messages } = await read(text)
    expect(rows).toEqual([
      '{"a":"1n","b":"2","c":null}',
      '{"a":"1n","b":"2","c":"3"}',
      '{"a":"1n","b":"2","c":"3"}',
      '{"a":"1n","b":"5\\" x","c":"3"}',
      '{"a":"1n","b":"qr","c":"3"}',
      '{"a":"1n","b":"2","c":"open"}',
    ])
    expect(issues).toEqual([
      'warning csv/ragged-row 0 6',
      'warning csv/ragged-row 1 10',
      'error csv/ragged-row 2 17',
      'warning csv/stray-quote 3 28',
      'warning csv/text-behind-quote 4 39',
      'error csv/unclosed-quote 5 47',
    ])
    expect(messages[0]!.message).toBe('row 0 has 2 fields, the header has 3: the missing ones are null')
    expect(messages[2]!.message).toBe('row 2 has 4 fields, the header has 3: the fields beyond are left out')
  })

  it('replaces malformed UTF-8, in rows and in the header', async () => {
    const { dataset, rows, issues } = await read(bytesOf('a,b', [0xff], '\nx', [0xe9], ',"y,', [0xc3, 0xa9], '"\n'))
    expect(rows).toEqual(['{"a":"x\ufffd","b\ufffd":"y,é"}'])
    expect(issues).toEqual(['warning csv/invalid-utf8 0 6'])
    expect(issueLines([...dataset.recordFormat.openIssues])).toEqual(['warning csv/invalid-utf8 null 0'])
  })

  it('tells of values that the sample did not prepare for, until the index is built', async () => {
    const dataset = await openCsv(textSource(`n,x\n${'1,\n'.repeat(SAMPLE_BYTES / 2)}two,y\n`), { kernels })
    expect(columnLines(dataset)).toEqual(['n: Int64', 'x: Null'])
    const last = SAMPLE_BYTES / 2
    const before = await scanned(dataset, { rowStart: last })
    expect(before.rows).toEqual(['{"n":null,"x":null}'])
    expect(before.issues.map(({ message }) => message)).toEqual([
      `row ${last} has a value in n that is not int64`,
      `row ${last} has a value in x that is not null`,
    ])
    await dataset.buildIndex({})
    expect(columnLines(dataset)).toEqual(['n: Utf8', 'x: Utf8'])
    expect((await scanned(dataset, { rowStart: last })).rows).toEqual(['{"n":"two","x":"y"}'])
  })
})

describe('what is no CSV we read', () => {
  it.each([['UTF-16', bytesOf([0xfe, 0xff, 0, 0x61]), 'format/unsupported']])('%s', async (_name, bytes, code) => {
    await expect(openCsv(memorySource(bytes), { kernels })).rejects.toMatchObject({ code })
  })

  it.each(['', ',,', '"', '\n', 'é'])('delimiter %j', async (delimiter) => {
    const opening = openCsv(textSource('a,b\n'), { kernels, delimiter })
    await expect(opening).rejects.toMatchObject({ code: 'argument/invalid' })
  })
})

describe('sniffDelimiter', () => {
  it.each([
    ['a,b\n1,2\n', ','],
    ['a\tb\n1\t2,5\n', '\t'],
    ['a;b;c\n1,5;2,5;3\n4;5;6', ';'],
    ['a|b\n1|2\n', '|'],
    ['text\nhello, world\n', ','],
    ['id,text\n1,"a;b;c"\n2,"d;e"\n', ','],
    ['id;text\n1;a, b, c\n2;d\n', ';'],
    ['id\ttext\n1\t5" pipe, x\n2\ty', '\t'],
    ['', ','],
    ['a,b;c', ','],
  ])('of %j', (text, delimiter) => {
    const bytes = new TextEncoder().encode(text)
    expect(String.fromCharCode(sniffDelimiter(bytes, true))).toBe(delimiter)
  })
})
