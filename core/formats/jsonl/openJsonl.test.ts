import { DataType, type Field } from 'apache-arrow'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { memorySource } from '../../io/memorySource.ts'
import { scalarKernels } from '../../kernels/scalarKernels.ts'
import { isJsonField } from '../../table/jsonField.ts'
import { rowJson } from '../../table/rowJson.ts'
import { textSource } from '../../testing/hostileSources.ts'
import { bytesOf } from '../../testing/recordCases.ts'
import { columnLines, issueLines, rowObjects, scanned } from '../../testing/rows.ts'
import { MAX_STRUCT_FIELDS, MAX_TYPE_DEPTH, SAMPLE_BYTES } from '../records/limits.ts'
import { openJsonl } from './openJsonl.ts'

const kernels = scalarKernels

async function read(text: string | Uint8Array) {
  const source = typeof text === 'string' ? textSource(text) : memorySource(text)
  const dataset = await openJsonl(source, { kernels })
  const { rows, issues } = await scanned(dataset)
  return { dataset, columns: columnLines(dataset), rows, issues: issueLines(issues), messages: issues }
}

describe('types of columns', () => {
  it.each([
    ['whole numbers', '{"a":1}\n{"a":-2}', ['a: Int64'], ['{"a":"1n"}', '{"a":"-2n"}']],
    ['whole and fractions', '{"a":1}\n{"a":2.5}', ['a: Float64'], ['{"a":1}', '{"a":2.5}']],
    ['written as fractions', '{"a":1.0}\n{"a":2e0}', ['a: Float64'], ['{"a":1}', '{"a":2}']],
    ['null only', '{"a":null}', ['a: Null'], ['{"a":null}']],
    ['late columns', '{"a":1}\n{"b":true}', ['a: Int64', 'b: Bool'], ['{"a":"1n","b":null}', '{"a":null,"b":true}']],
    [
      'order of first appearance',
      '{"b":1,"a":1}\n{"a":2,"c":1,"b":2}',
      ['b: Int64', 'a: Int64', 'c: Int64'],
      undefined,
    ],
    ['empty lists', '{"a":[]}\n{"a":[]}', ['a: List<Null>'], ['{"a":[]}', '{"a":[]}']],
    ['lists of lists', '{"a":[[1],[]]}\n{"a":null}', ['a: List<List<Int64>>'], ['{"a":[["1n"],[]]}', '{"a":null}']],
    ['lists with nulls', '{"a":[null,"x"]}', ['a: List<Utf8>'], ['{"a":[null,"x"]}']],
    ['empty objects', '{"a":{}}', ['a: Struct<{}>'], ['{"a":{}}']],
    [
      'missing and null in structs',
      '{"a":{"x":1}}\n{"a":{"y":"z"}}\n{"a":null}',
      ['a: Struct<{x:Int64, y:Utf8}>'],
      ['{"a":{"x":"1n","y":null}}', '{"a":{"x":null,"y":"z"}}', '{"a":null}'],
    ],
    [
      'mixed types',
      '{"a":1}\n{"a":"x"}\n{"a":null}\n{"a":{"k": [1, 2]}}',
      ['a: Utf8 (json)'],
      ['{"a":"1"}', '{"a":"\\"x\\""}', '{"a":null}', '{"a":"{\\"k\\": [1, 2]}"}'],
    ],
    ['mixed inside', '{"a":[1,"x"]}', ['a: List<Utf8>'], ['{"a":["1","\\"x\\""]}']],
    ['no columns', '{}\n{}', [], ['{}', '{}']],
    [
      'names like those of objects',
      '{"__proto__":1,"constructor":2}',
      ['__proto__: Int64', 'constructor: Int64'],
      undefined,
    ],
    ['escaped names', '{"\\u0061":1}\n{"a":2}', ['a: Int64'], ['{"a":"1n"}', '{"a":"2n"}']],
    ['empty name', '{"":1}', [': Int64'], ['{"":"1n"}']],
  ])('%s', async (_name, text, columns, rows) => {
    const result = await read(text)
    expect(result.columns).toEqual(columns)
    if (rows) expect(result.rows).toEqual(rows)
    expect(result.issues).toEqual([])
  })

  it('says which column became JSON, and where', async () => {
    const { dataset } = await read('{"a":{"x":1},"n":18446744073709551615}\n{"a":{"x":"y"},"n":1}')
    expect(isJsonField((dataset.schema.fields[0]!.type.children as Field[])[0]!)).toBe(true)
    expect(columnLines(dataset)[1]).toBe('n: Utf8 (json)')
    const told: string[] = []
    await dataset.buildIndex({ onIssue: ({ message }) => told.push(message) })
    expect(told).toEqual([
      'a.x holds values of different types, first in row 1: it is shown as JSON',
      'n holds numbers that neither int64 nor a double can all hold exactly: it is shown as JSON',
    ])
  })
})

it('what is no object teaches nothing, and unteaches nothing', async () => {
  for (const bad of ['not json', '"text"', '', '5 5', '{"b":', '{"b":1}}']) {
    const { dataset } = await read(`{"a":1}\n${bad}\n`)
    await dataset.buildIndex({})
    expect(columnLines(dataset)).toEqual(['a: Int64'])
  }
})

describe('exactness', () => {
  it('keeps 64-bit integers', async () => {
    const values = ['9007199254740993', '-9223372036854775808', '9223372036854775807', '0', '-0']
    const { rows } = await read(values.map((value) => `{"a":${value}}`).join('\n'))
    expect(rows).toEqual(values.map((value) => `{"a":"${BigInt(value)}n"}`))
  })

  it('keeps the digits of what no number type holds', async () => {
    const { columns, rows } = await read('{"a":18446744073709551615}\n{"a":1.5}\n{"a":9007199254740993}')
    expect(columns).toEqual(['a: Utf8 (json)'])
    expect(rows).toEqual(['{"a":"18446744073709551615"}', '{"a":"1.5"}', '{"a":"9007199254740993"}'])
  })

  it('rounds fractions as JSON.parse does', async () => {
    const values = ['0.1', '1e-7', '123456789.123456789', '5e-324', '1.7976931348623157e308', '0.30000000000000004']
    const { rows } = await read(values.map((value) => `{"a":${value}}`).join('\n'))
    expect(rows).toEqual(values.map((value) => JSON.stringify({ a: JSON.parse(value) })))
  })
})

describe('lines that are no rows of values', () => {
  it('are rows of nulls with an issue each', async () => {
    const result = await read('{"a":1,"b":[1]}\n{"a":2,"b":[2,\n[3]\n"text"\nnull\n{"a":4} x\n{"a":5}')
    expect(result.rows).toEqual([
      '{"a":"1n","b":["1n"]}',
      ...Array.from({ length: 5 }, () => '{"a":null,"b":null}'),
      '{"a":"5n","b":null}',
    ])
    expect(result.issues).toEqual([
      'error jsonl/bad-json 1 30',
      'error jsonl/not-an-object 2 31',
      'error jsonl/not-an-object 3 35',
      'error jsonl/not-an-object 4 42',
      'error jsonl/bad-json 5 55',
    ])
    expect(result.messages[0]!.message).toBe('row 1 is not valid JSON: the line ends too early (column 15)')
    expect(result.messages[4]!.message).toBe(
      'row 5 is not valid JSON: nothing more is expected after the value (column 9)',
    )
  })

  it('teach no types, whatever stood before the damage', async () => {
    const { columns } = await read('{"a":"x","z":{"q":1},"l":[1], oops\n{"a":1}\n{"a":{"deep":[{"x":1}]} "}')
    expect(columns).toEqual(['a: Int64'])
  })

  it('are not made of blank lines', async () => {
    const { rows } = await read('\n \n{"a":1}\r\n\t\r\n\r\n{"a":2}\n   ')
    expect(rows).toEqual(['{"a":"1n"}', '{"a":"2n"}'])
  })
})

describe('oddities', () => {
  it('takes the last of equal keys, at any level, and says so', async () => {
    const result = await read('{"a":[1,2],"b":{"x":1,"x":2},"a":[3]}\n{"a":null,"b":null}')
    expect(result.rows).toEqual(['{"a":["3n"],"b":{"x":"2n"}}', '{"a":null,"b":null}'])
    expect(result.issues).toEqual(['warning jsonl/duplicate-key 0 0'])
  })

  it('replaces malformed UTF-8 and lone surrogates', async () => {
    const result = await read(bytesOf('{"t":"a', [0xff], 'b"}\n{"t":"\\ud800x"}\n{"t":"\\u0000\\ud83d\\ude00"}'))
    expect(result.rows).toEqual(['{"t":"a\ufffdb"}', '{"t":"\ufffdx"}', '{"t":"\\u0000😀"}'])
    expect(result.issues).toEqual(['warning jsonl/invalid-utf8 0 7', 'warning jsonl/lone-surrogate 1 18'])
  })

  it('shows NaN and Infinity', async () => {
    const result = await read('{"a":NaN}\n{"a":-Infinity}\n{"a":1}')
    expect(result.columns).toEqual(['a: Float64'])
    expect(result.rows).toEqual(['{"a":"NaN"}', '{"a":"-Infinity"}', '{"a":1}'])
    expect(result.issues).toEqual(['warning jsonl/not-finite 0 5', 'warning jsonl/not-finite 1 15'])
  })

  it('rejects UTF-16 with a code', async () => {
    const utf16 = bytesOf([0xff, 0xfe, 0x7b, 0x00])
    await expect(openJsonl(memorySource(utf16), { kernels })).rejects.toMatchObject({ code: 'format/unsupported' })
  })
})

describe('limits', () => {
  it('shows values as JSON beyond the depth of types', async () => {
    const depth = MAX_TYPE_DEPTH + 5
    const { dataset, rows, issues } = await read(`{"a":${'['.repeat(depth)}1${']'.repeat(depth)}}`)
    let field = dataset.schema.fields[0]!
    let levels = 0
    while (DataType.isList(field.type)) {
      field = field.type.children[0]!
      levels++
    }
    expect(levels).toBeLessThan(depth)
    expect(isJsonField(field)).toBe(true)
    expect(rows[0]).toContain(`"[[`)
    expect(issues).toEqual([])
  })

  it('survives any depth of nesting', async () => {
    const { rows, issues } = await read(
      `{"a":${'['.repeat(200_000)}${']'.repeat(200_000)}}\n{"a":1}\n{"a":${'{"a":'.repeat(50_000)}`,
    )
    expect(rows).toEqual(['{"a":null}', '{"a":"1n"}', '{"a":null}'])
    expect(issues.map((line) => line.split(' ').slice(0, 3).join(' '))).toEqual([
      'error limit/exceeded 0',
      'error limit/exceeded 2',
    ])
  })

  it('shows objects used as dictionaries as JSON', async () => {
    const keys = Array.from({ length: MAX_STRUCT_FIELDS + 10 }, (_, i) => `{"d":{"key ${i}":1}}`)
    const { columns, rows } = await read(keys.join('\n'))
    expect(columns).toEqual(['d: Utf8 (json)'])
    expect(rows[0]).toBe('{"d":"{\\"key 0\\":1}"}')
  })
})

describe('a sample that does not show everything', () => {
  const filler = `{"a":1,"s":{"x":"y"},"n":null}\n`.repeat(SAMPLE_BYTES / 30)

  it('is told of by issues until the index is built, and then everything fits', async () => {
    const odd = [
      '{"a":"text"}',
      '{"a":1.5,"s":{"x":1}}',
      '{"s":{"x":"y","new":1},"late":[1]}',
      '{"n":[1]}',
      '{"a":2.0}',
    ]
    const dataset = await openJsonl(textSource(filler + odd.join('\n')), { kernels })
    const before = columnLines(dataset)
    expect(before).toEqual(['a: Int64', 's: Struct<{x:Utf8}>', 'n: Null'])
    const first = SAMPLE_BYTES / 30
    const start = Math.floor(first)
    const { rows, issues } = await scanned(dataset, { rowStart: start })
    expect(rows.slice(-5)).toEqual([
      '{"a":null,"s":null,"n":null}',
      '{"a":null,"s":{"x":null},"n":null}',
      '{"a":null,"s":{"x":"y"},"n":null}',
      '{"a":null,"s":null,"n":null}',
      '{"a":"2n","s":null,"n":null}',
    ])
    expect(issues.map(({ code, message }) => `${code} ${message.replace(/^row \d+ has /, '')}`)).toEqual([
      'jsonl/type-conflict text in a, the column holds int64',
      'jsonl/type-conflict a number with a fraction in a, the column holds int64',
      'jsonl/type-conflict a number in s.x, the column holds text',
      'jsonl/unknown-column s.new, which was not among the columns read so far',
      'jsonl/type-conflict a list in n, the column holds null',
    ])
    await dataset.buildIndex({})
    expect(columnLines(dataset)).toEqual([
      'a: Utf8 (json)',
      's: Struct<{x:Utf8, new:Int64}>',
      'n: List<Int64>',
      'late: List<Int64>',
    ])
    const after = await scanned(dataset, { rowStart: start })
    expect(after.issues).toEqual([])
    expect(after.rows.at(-3)).toBe('{"a":null,"s":{"x":"\\"y\\"","new":"1n"},"n":null,"late":["1n"]}')
  })
})

describe('any objects', () => {
  it('come back as JSON.parse gives them, seen through the union schema', () => {
    // arrow-js makes row objects by assignment, so a nested `__proto__` is lost in the test's view; see the test below.
    const value = fc.jsonValue({ depthSize: 'small' }).filter((any) => !JSON.stringify(any).includes('__proto__'))
    const objects = fc.array(fc.dictionary(fc.constantFrom('a', 'b', 'c d', 'é'), value), {
      minLength: 1,
      maxLength: 8,
    })
    return fc.assert(
      fc.asyncProperty(objects, async (rows) => {
        const text = rows.map((row) => JSON.stringify(row)).join('\n')
        const dataset = await openJsonl(textSource(text), { kernels })
        const seen: Record<string, unknown>[] = []
        for await (const batch of dataset.scan({ batchRows: 3 })) seen.push(...rowObjects(batch))
        const parsed = text.split('\n').map((line) => JSON.parse(line) as Record<string, unknown>)
        expect(seen).toEqual(parsed.map((row) => asStruct(dataset.schema.fields, row)))
      }),
      { numRuns: 300 },
    )
  })

  it('keep a key called __proto__ like any other', async () => {
    const text = '{"a":{"__proto__":0}}\n{"__proto__":{"x":1}}'
    const dataset = await openJsonl(textSource(text), { kernels })
    const rows: string[] = []
    for await (const batch of dataset.scan({})) {
      for (let row = 0; row < batch.numRows; row++) rows.push(rowJson(batch, row))
    }
    expect(rows).toEqual(['{"a":{"__proto__":0},"__proto__":null}', '{"a":null,"__proto__":{"x":1}}'])
  })
})

function asStruct(fields: readonly Field[], row: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(fields.map((field) => [field.name, asColumn(field, row[field.name])]))
}

/** What a column shows of a parsed value, as `rowObjects` writes it. */
function asColumn(field: Field, value: unknown): unknown {
  if (value === null || value === undefined) return null
  if (isJsonField(field)) return JSON.stringify(value)
  const { type } = field
  if (DataType.isInt(type)) return `${BigInt(String(value))}n` // the digits written, not those of the double
  if (DataType.isList(type)) return (value as unknown[]).map((item) => asColumn(type.children[0]!, item))
  if (DataType.isStruct(type)) return asStruct(type.children, value as Record<string, unknown>)
  return Object.is(value, -0) ? '-0' : value
}
