import {
  Bool,
  Data,
  type DataType,
  DateMillisecond,
  Decimal,
  Dictionary,
  Field,
  FixedSizeBinary,
  Int8,
  Int32,
  IntervalMonthDayNano,
  List,
  Map_,
  Null,
  Schema,
  SparseUnion,
  Struct,
  TimeSecond,
  TimestampSecond,
  Utf8,
} from 'apache-arrow'
import { describe, expect, it } from 'vitest'
import { usualExportOptions } from '../../../export/exportOptions.ts'
import { makeBatch } from '../../../table/batches.ts'
import { columnOf, tableOf } from '../../../testing/columnsOf.ts'
import { openedParquet, parquetBytes } from '../../../testing/parquetRoundTrip.ts'
import { parquetTableFormat } from './parquetTableFormat.ts'

const options = usualExportOptions('parquet')
const check = (type: DataType, nullable = true) =>
  parquetTableFormat.check(new Schema([new Field('ok', new Int32()), new Field('c', type, nullable)]), options)

function nestedLists(depth: number): DataType {
  return depth === 0 ? new Int32() : new List(new Field('item', nestedLists(depth - 1), true))
}

describe('columns that Parquet cannot hold are refused by name', () => {
  it.each([
    ['intervals', new IntervalMonthDayNano()],
    ['unions', new SparseUnion([0], [new Field('a', new Int8())])],
    ['structs without fields', new Struct([])],
    ['fixed binary of no bytes', new FixedSizeBinary(0)],
    ['decimals of a negative scale', new Decimal(-2, 10, 128)],
    ['decimals of a larger scale than precision', new Decimal(5, 3, 128)],
    ['decimals of more digits than bits', new Decimal(0, 39, 128)],
  ] as const)('%s', (_, type) => {
    expect(() => check(type)).toThrowError(
      expect.objectContaining({ code: 'format/unsupported', details: { feature: 'c' } }),
    )
    const inside = new List(new Field('item', type, true))
    expect(() => check(inside)).toThrowError(
      expect.objectContaining({ code: 'format/unsupported', details: { feature: 'c.list.element' } }),
    )
  })

  it('nothing but nulls where there may be none', () => {
    expect(() => check(new Null(), false)).toThrowError(/must be nullable/)
    expect(() => check(new Null())).not.toThrow()
  })

  it('lists deeper than readers go', () => {
    expect(() => check(nestedLists(31))).not.toThrow()
    expect(() => check(nestedLists(70))).toThrowError(/nested deeper than 64 levels/)
  })
})

describe('values that Parquet cannot hold are refused with their row', () => {
  const write = (type: DataType, parts: readonly (readonly unknown[])[], nullable = true) => {
    const batches = parts.map((values) => tableOf([new Field('c', type, nullable)], [values]))
    return parquetBytes((batches[0] as { schema: Schema }).schema, [batches])
  }
  const refusal = (row: number) =>
    expect.objectContaining({ code: 'format/unsupported', details: { feature: 'c', row } })

  it('times of day and moments in seconds that are too many as milliseconds', () => {
    expect(() =>
      write(new TimeSecond(), [
        [1, null],
        [2, 3_000_000],
      ]),
    ).toThrowError(refusal(3))
    expect(() => write(new TimestampSecond(), [[0n, 2n ** 60n]])).toThrowError(refusal(1))
  })

  it('dates that are no whole days', () => {
    expect(() => write(new DateMillisecond(), [[0n], [null, 86_400_001n]])).toThrowError(refusal(2))
  })

  it('decimals with more digits than their type', () => {
    expect(() => write(new Decimal(0, 2, 128), [[99n, 5n, -1000n]])).toThrowError(refusal(2))
  })

  it('nulls where the schema has none', () => {
    expect(() =>
      write(
        new Int32(),
        [
          [1, 2],
          [3, null],
        ],
        false,
      ),
    ).toThrowError(refusal(3))
  })

  it('a value inside a list has the row of the list', () => {
    const type = new List(new Field('item', new DateMillisecond(), true))
    expect(() =>
      write(type, [
        [[], [0n, 0n]],
        [null, [0n, null, 5n]],
      ]),
    ).toThrowError(expect.objectContaining({ details: { feature: 'c.list.element', row: 3 } }))
  })

  it('a null key of a map', () => {
    const entries = new Struct([new Field('key', new Utf8(), false), new Field('value', new Int32(), true)])
    const type = new Map_(new Field('entries', entries as never, false))
    expect(() => write(type, [[[['a', 1]]], [[[null, 1]]]])).toThrowError(
      expect.objectContaining({ details: { feature: 'key', row: 1 } }),
    )
  })
})

it('without compressors only files that need none are written', () => {
  const batch = tableOf([new Field('c', new Int32())], [[1]])
  expect(() => parquetBytes(batch.schema, [[batch]], { codec: 'zstd' })).toThrowError(
    expect.objectContaining({ code: 'compression/unsupported' }),
  )
})

describe('files of little', () => {
  it('no rows', async () => {
    const schema = new Schema([new Field('c', new Dictionary(new Utf8(), new Int32()), true)], new Map([['a', 'b']]))
    const dataset = await openedParquet(parquetBytes(schema, []))
    expect(dataset.extent).toEqual({ numRows: 0, exact: true })
    expect([...dataset.schema.metadata]).toEqual([['a', 'b']])
  })

  it('no columns', async () => {
    const schema = new Schema([])
    const dataset = await openedParquet(parquetBytes(schema, [[makeBatch(schema, [], 5)]]))
    expect(dataset.extent.numRows).toBe(5)
  })

  it('a list of nothing but nulls', async () => {
    const type = new List(new Field('item', new Null(), true))
    const items = new Data(new Null(), 0, 3, 3)
    const data = new Data(type, 0, 2, 0, [Int32Array.of(0, 1, 3)] as never, [items])
    const schema = new Schema([new Field('l', type, false), new Field('n', new Int32(), true)])
    const bytes = parquetBytes(schema, [[makeBatch(schema, [data, columnOf(new Int32(), [1, 2])], 2)]])
    const rows = []
    for await (const batch of (await openedParquet(bytes)).scan({}))
      rows.push(...batch.toArray().map((row) => JSON.stringify(row)))
    expect(rows).toEqual(['{"l":[null],"n":1}', '{"l":[null,null],"n":2}'])
  })
})

describe('row groups', () => {
  const limits = (type: DataType, rowGroupRows: number | null = null) =>
    parquetTableFormat.chunkLimits(new Schema([new Field('c', type, true)]), { ...options, rowGroupRows })

  it('have as many rows as asked for, within their bytes', () => {
    expect(limits(new Int32())).toEqual({ rows: 1024 * 1024, bytes: 64 * 1024 ** 2 })
    expect(limits(new Int32(), 500).rows).toBe(500)
  })

  it('are smaller where lists hold next to nothing', () => {
    const list = (type: DataType) => new List(new Field('item', type, true))
    expect(limits(list(new Bool())).bytes).toBe(8 * 1024 ** 2)
    expect(limits(list(new Struct([new Field('n', new Null(), true)]))).bytes).toBe(8 * 1024 ** 2)
    expect(limits(list(new Int8())).bytes).toBe(limits(new Bool()).bytes)
  })
})
