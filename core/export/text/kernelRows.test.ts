import {
  DateDay,
  DateMillisecond,
  DurationMillisecond,
  Field,
  Float64,
  Int32,
  List,
  Struct,
  Timestamp,
  TimeUnit,
  Utf8,
} from 'apache-arrow'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { csvTableFormat } from '../../formats/csv/write/csvTableFormat.ts'
import { jsonlTableFormat } from '../../formats/jsonl/write/jsonlTableFormat.ts'
import { jsonField } from '../../table/jsonField.ts'
import { anyTables } from '../../testing/anyTables.ts'
import { tableOf } from '../../testing/columnsOf.ts'
import { cutBatch, encodeTable } from '../../testing/encodeTable.ts'
import { smallTextKernel } from '../../testing/textKernel.ts'

const MIB = 1024 ** 2
const jsonl = { format: 'jsonl' } as const
const csv = { format: 'csv', nested: 'json' } as const
const text = (name: string) => new Field(name, new Utf8(), true)
const float = (name: string) => new Field(name, new Float64(), true)

/** Rows of all lengths around those that fit the window, with values that are lost before, in and behind them. */
function longRows() {
  const times = new Field('time', new DurationMillisecond(), true)
  const json = jsonField('json')
  const lengths = [1, MIB - 10, 5, MIB + 9, 0, 2, 5 * MIB, 7]
  return tableOf(
    [float('x'), text('t'), times, json, float('y')],
    [
      lengths.map((_, i) => (i % 2 === 0 ? Number.NaN : i)),
      lengths.map((length) => `quoted "${'é and more '.repeat(9)}`.repeat(Math.ceil(length / 100)).slice(0, length)),
      lengths.map((length) => BigInt(length)),
      lengths.map((_, i) => (i % 3 === 0 ? '[NaN]' : '{"a":1}')),
      lengths.map((_, i) => (i === 3 || i === 6 ? Infinity : null)),
    ],
  )
}

// `encodeTable` holds the kernel's bytes and losses to those of TypeScript.
describe('rows by the kernel', () => {
  it('are the same however long they are', () => {
    const rows = longRows()
    const { lost } = encodeTable(jsonlTableFormat, [[rows]], jsonl)
    expect(lost.map(({ column, count, firstRow }) => [column, count, firstRow])).toEqual([
      ['json', 3, 0],
      ['x', 4, 0],
      ['y', 2, 3],
    ])
    encodeTable(jsonlTableFormat, [cutBatch(rows, [1, 3, 4])], jsonl)
    encodeTable(csvTableFormat, [[rows], cutBatch(rows, [2])], csv)
  })

  it.each([
    ['rows', 12 * MIB],
    ['batches', 3 * MIB],
  ])('are the same where %s are too large for its memory', (_, maxBytes) => {
    const kernel = smallTextKernel(maxBytes)
    const rows = longRows()
    encodeTable(jsonlTableFormat, [[rows]], jsonl, kernel)
    encodeTable(jsonlTableFormat, [cutBatch(rows, [1, 3, 4, 6])], jsonl, kernel)
    encodeTable(csvTableFormat, [[rows], cutBatch(rows, [2])], csv, kernel)
    fc.assert(
      fc.property(anyTables, ({ batch }) => {
        encodeTable(jsonlTableFormat, [[batch]], jsonl, kernel)
      }),
      { numRuns: 20 },
    )
  })

  it('are the same for many short rows, window after window', () => {
    const count = 60_000
    const item = new Field('item', new Struct([new Field('n', new Int32(), true)]), true)
    const rows = tableOf(
      [text('t'), new Field('l', new List(item), true), float('x')],
      [
        Array.from({ length: count }, (_, i) => (i % 7 === 0 ? null : `row\n${i}`)),
        Array.from({ length: count }, (_, i) => (i % 5 === 0 ? [[i], null] : [])),
        Array.from({ length: count }, (_, i) => (i % 1000 === 999 ? Number.NaN : i / 8)),
      ],
    )
    const { lost, bytes } = encodeTable(jsonlTableFormat, [[rows]], jsonl)
    expect(bytes.length).toBeGreaterThan(2 * MIB)
    expect(lost).toMatchObject([{ column: 'x', count: 60, firstRow: 999 }])
  })

  it('have dates and times of all units, as far as 64 bits go', () => {
    const anyTicks = fc.oneof(
      fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
      fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }),
      fc.constantFrom(0n, -1n, 86_399_999n, 86_400_000n, -86_400_000n, 253_402_300_799_999n, -62_167_219_200_001n),
      fc.constantFrom(2n ** 63n - 1n, -(2n ** 63n), 999_999_999n, 1_000_000_000n, 1_582_934_400n, 951_782_400n),
    )
    const anyDays = fc.oneof(fc.integer(), fc.constantFrom(-719_528, -719_529, 2_932_896, 2_932_897, 11_016, 0, -1))
    const types = [TimeUnit.SECOND, TimeUnit.MILLISECOND, TimeUnit.MICROSECOND, TimeUnit.NANOSECOND].flatMap((unit) => [
      new Timestamp(unit, null),
      new Timestamp(unit, 'Europe/Berlin'),
    ])
    const fields = [new DateDay(), new DateMillisecond(), ...types].map((type, i) => new Field(`t${i}`, type, true))
    fc.assert(
      fc.property(fc.array(fc.tuple(anyDays, fc.option(anyTicks)), { minLength: 1 }), (rows) => {
        const ticks = rows.map(([, value]) => value)
        const batch = tableOf(fields, [rows.map(([days]) => days), ...fields.slice(1).map(() => ticks)])
        const { text } = encodeTable(jsonlTableFormat, [[batch]], jsonl)
        encodeTable(csvTableFormat, [[batch]], csv)
        for (const line of text.trimEnd().split('\n')) JSON.parse(line)
      }),
      { numRuns: 300 },
    )
  })
})
