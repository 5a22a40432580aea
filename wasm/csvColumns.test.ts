import { readFileSync } from 'node:fs'
import { type Field, Schema } from 'apache-arrow'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { CsvBlocks } from '../core/formats/csv/csvBlocks.ts'
import { csvFormat } from '../core/formats/csv/csvFormat.ts'
import { scanRecords } from '../core/formats/records/scanRecords.ts'
import { surveyRecords } from '../core/formats/records/surveyRecords.ts'
import { memorySource } from '../core/io/memorySource.ts'
import type { CsvKernels } from '../core/kernels/csvKernels.ts'
import { scalarKernels } from '../core/kernels/scalarKernels.ts'
import { bytesOf } from '../core/testing/recordCases.ts'
import { issueLines, rowTexts } from '../core/testing/rows.ts'
import { createCsvKernels } from './bindings/csvKernels.ts'

const RUNS = 120
let wasm: CsvKernels

beforeAll(async () => {
  wasm = await createCsvKernels(await WebAssembly.compile(readFileSync('build/wasm/csv.wasm')))
})

interface Pass {
  schema: string
  rows: string[]
  issues: string[]
}

/** What survey and scan make of rows with `names`; the schema of the scan is `schema`, or what the survey found. */
async function pass(bytes: Uint8Array, names: string[], kernels: CsvKernels | null, schema?: Schema, chunkBytes = 64) {
  const format = csvFormat({ delimiter: 0x2c, names, issues: [] }, { dataStart: 0, kernels })
  const source = memorySource(bytes)
  const result: Pass = { schema: '', rows: [], issues: [] }
  let found = schema
  for await (const event of surveyRecords(source, format, scalarKernels, { chunkBytes })) {
    result.issues.push(...issueLines(event.issues))
    if (event.schema) {
      result.schema = String(event.schema)
      found ??= event.schema
    }
  }
  const wanted = found!
  const scan = { source, format, kernels: scalarKernels, entry: { row: 0, byteStart: 0 }, rowStart: 0 }
  const told: string[] = []
  const options = { rowEnd: Number.POSITIVE_INFINITY, schema: wanted, wanted, batchRows: 5, chunkBytes }
  const onIssue = (issue: Parameters<typeof issueLines>[0][number]) => told.push(...issueLines([issue]))
  for await (const batch of scanRecords({ ...scan, ...options, onIssue })) result.rows.push(...rowTexts(batch))
  result.issues.push(...told)
  return { result, found: wanted }
}

async function expectTwins(text: string | Uint8Array, columns: number, chunkBytes = 64): Promise<void> {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text
  const names = Array.from({ length: columns }, (_, i) => `c${i}`)
  const scalar = await pass(bytes, names, null, undefined, chunkBytes)
  expect((await pass(bytes, names, wasm, undefined, chunkBytes)).result).toEqual(scalar.result)
  // The types of the first half: the rest may conflict with them.
  const half = await pass(bytes.subarray(0, bytes.length >> 1), names, null)
  const given = new Schema([...half.found.fields].reverse() as Field[])
  const expected = await pass(bytes, names, null, given, chunkBytes)
  expect((await pass(bytes, names, wasm, given, chunkBytes)).result).toEqual(expected.result)
}

const digits = fc.array(fc.constantFrom(...'0123456789'), { minLength: 1, maxLength: 22 }).map((all) => all.join(''))
const cells = fc.oneof(
  fc.constantFrom(
    '',
    '""',
    'true',
    'FALSE',
    '"True"',
    'nan',
    'NaN',
    '-inf',
    '+INFINITY',
    'infinit',
    '-',
    '.',
    '1e',
    '-.5',
    '5.',
  ),
  fc.constantFrom(
    '007',
    '-0',
    '0',
    '1e400',
    '1e-400',
    '-1e308',
    '0.1',
    '1e5',
    '1E+05',
    '9223372036854775807',
    '9223372036854775808',
  ),
  fc.constantFrom(
    '-9223372036854775808',
    '-9223372036854775809',
    '9007199254740993',
    '18446744073709551616',
    '1_000',
    ' 1',
    '0x1f',
  ),
  fc.constantFrom(
    '"a ""b"" c"',
    '""""',
    'é',
    '日本',
    '"x,y"',
    '"two\nlines"',
    '5" pipe',
    '"q"r',
    `"${'long '.repeat(30)}"`,
    'x'.repeat(70),
  ),
  fc.integer().map(String),
  fc.bigInt({ min: -(2n ** 65n), max: 2n ** 65n }).map(String),
  fc.double().map(String),
  fc.tuple(digits, digits).map(([whole, fraction]) => `${whole}.${fraction}`),
  fc
    .tuple(digits, fc.integer({ min: -330, max: 330 }))
    .map(([all, power]) => `-${all.slice(0, 1)}.${all.slice(1)}e${power}`),
  digits,
)

describe('columns read in WASM', () => {
  it('are those of the reader that goes row by row, issues too, whatever stands in the file', () => {
    const rows = fc.integer({ min: 1, max: 4 }).chain((columns) =>
      fc.record({
        columns: fc.constant(columns),
        lines: fc.array(fc.array(cells, { minLength: columns, maxLength: columns }), { maxLength: 12 }),
        breakAt: fc.option(fc.nat(300)),
        by: fc.constantFrom('"', ',', '\n', '\r', 'a'),
      }),
    )
    return fc.assert(
      fc.asyncProperty(rows, async ({ columns, lines, breakAt, by }) => {
        let text = lines.map((line) => `${line.join(',')}\n`).join('')
        if (breakAt !== null) text = `${text.slice(0, breakAt)}${by}${text.slice(breakAt)}`
        await expectTwins(text, columns)
      }),
      { numRuns: RUNS },
    )
  })

  it('are so where all values of a column are of a kind', () => {
    const column = fc.oneof(
      fc.array(fc.integer().map(String), { minLength: 1, maxLength: 40 }),
      fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }).map(String), { minLength: 1, maxLength: 40 }),
      fc.array(fc.constantFrom('true', 'false', '', '"TRUE"'), { minLength: 1, maxLength: 40 }),
      fc.array(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String), { minLength: 1, maxLength: 40 }),
      fc.array(fc.constantFrom('', 'a', '"b"', '"c""d"'), { minLength: 1, maxLength: 40 }),
    )
    return fc.assert(
      fc.asyncProperty(column, column, fc.constantFrom(16, 100, 4096), async (left, right, chunkBytes) => {
        const count = Math.min(left.length, right.length)
        const text = Array.from({ length: count }, (_, i) => `${left[i]},${right[i]}\r\n`).join('')
        await expectTwins(text, 2, chunkBytes)
      }),
      { numRuns: RUNS },
    )
  })

  it('are so for any bytes', () => {
    const bytes = fc.array(
      fc.constantFrom(0, 0x0a, 0x0d, 0x22, 0x2c, 0x31, 0x2e, 0x65, 0x2d, 0x61, 0xc3, 0xa9, 0xff, 0xe2, 0x82),
      {
        maxLength: 120,
      },
    )
    return fc.assert(
      fc.asyncProperty(bytes, fc.integer({ min: 1, max: 3 }), (all, columns) =>
        expectTwins(Uint8Array.from(all), columns),
      ),
      { numRuns: RUNS },
    )
  })

  it('are so over several windows, with rows too large for one', async () => {
    const row = `1,"${'some ""text""\n'.repeat(20)}",2.5,plain é,\n`
    const large = `2,${'x'.repeat(300_000)},3,y,\n`
    await expectTwins(`${row.repeat(900)}${large}${row.repeat(3)}3,"open,1,y,\n`, 5, 1 << 22)
  }, 20_000)

  it('are so where UTF-8 is malformed, row by row', async () => {
    const parts = Array.from({ length: 60 }, (_, i) => (i % 7 === 3 ? [0x61, 0xff, 0x2c, 0x31, 0x0a] : `é${i},2\n`))
    await expectTwins(bytesOf(...parts, [0xe2, 0x82, 0x2c, 0x0a]), 2, 4096)
  })

  it('take all rows that nothing is wrong with', () => {
    const bytes = new TextEncoder().encode('1,a\n2,"b"\n3,5" pipe\n4,d,e\n5,f\n')
    const starts = Uint32Array.of(0, 4, 10, 20, 26)
    const ends = Uint32Array.of(3, 9, 19, 25, 29)
    const blocks = new CsvBlocks(wasm.window!, 0x2c, 2)
    const block = { bytes, bytesAt: 0, row: 100, count: 5, starts, ends, oversizedBytes: 0 }
    const runs = [0, 1, 2, 3, 4].map((from) => blocks.rowsAt(block, from, 5))
    expect(runs).toEqual([{ from: 0, to: 2 }, { from: 1, to: 2 }, null, null, { from: 4, to: 5 }])
  })
})
