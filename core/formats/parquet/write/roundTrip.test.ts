import {
  Binary,
  Bool,
  Data,
  type DataType,
  DateMillisecond,
  Decimal,
  Dictionary,
  DurationSecond,
  Field,
  FixedSizeBinary,
  FixedSizeList,
  Float16,
  Float32,
  Float64,
  Int8,
  Int16,
  Int32,
  Int64,
  LargeList,
  LargeUtf8,
  List,
  Null,
  type RecordBatch,
  Schema,
  Struct,
  TimeSecond,
  TimestampSecond,
  Uint8,
  Uint16,
  Uint32,
  Utf8,
  Vector,
} from 'apache-arrow'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CODECS } from '../../../export/exportOptions.ts'
import { makeBatch, sliceBatch } from '../../../table/batches.ts'
import { schemaText } from '../../../table/schemas.ts'
import { anyTables } from '../../../testing/anyTables.ts'
import { columnOf, tableOf } from '../../../testing/columnsOf.ts'
import { testEncoders } from '../../../testing/encoders.ts'
import { cutBatch } from '../../../testing/encodeTable.ts'
import { jsonRows, readAll } from '../../../testing/golden.ts'
import { testPageEncoder } from '../../../testing/pageEncoder.ts'
import { openedParquet, parquetBytes } from '../../../testing/parquetRoundTrip.ts'

const cuts = fc.array(fc.nat(12), { maxLength: 4 }).map((all) => all.toSorted((a, b) => a - b))

async function expectSame(batch: RecordBatch, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  const dataset = await openedParquet(bytes)
  const read = await readAll(dataset)
  expect(read.issues).toEqual([])
  expect(read.rows).toEqual(jsonRows([batch]))
}

const encoders = testEncoders()
const pageEncoder = await testPageEncoder()

describe('any table', () => {
  it.each(CODECS.parquet)('in %s pages is the same, by the loops in WASM and without', async (codec) => {
    await fc.assert(
      fc.asyncProperty(anyTables, async ({ batch }) => {
        const bytes = parquetBytes(batch.schema, [[batch]], { codec }, { encoders, pageEncoder })
        expect(Buffer.compare(bytes, parquetBytes(batch.schema, [[batch]], { codec }, { encoders }))).toBe(0)
        await expectSame(batch, bytes)
      }),
      { numRuns: 15 },
    )
  })

  it('is read again as it was written, whatever it is cut into', async () => {
    await fc.assert(
      fc.asyncProperty(anyTables, cuts, cuts, async ({ batch }, batchCuts, groupCuts) => {
        const whole = parquetBytes(batch.schema, [[batch]])
        expect(parquetBytes(batch.schema, [cutBatch(batch, batchCuts)])).toEqual(whole)
        await expectSame(batch, whole)
        const groups = cutBatch(batch, groupCuts).map((group) => [group])
        await expectSame(batch, parquetBytes(batch.schema, groups))
      }),
      { numRuns: 60 },
    )
  })

  it('of which only some rows are written gives those', async () => {
    await fc.assert(
      fc.asyncProperty(anyTables, fc.nat(11), fc.nat(11), async ({ batch }, from, to) => {
        const start = Math.min(from, to, batch.numRows - 1)
        const slice = sliceBatch(batch, start, Math.max(start + 1, Math.min(Math.max(from, to), batch.numRows)))
        await expectSame(slice, parquetBytes(batch.schema, [[slice]]))
      }),
      { numRuns: 50 },
    )
  })

  it('keeps its types', async () => {
    await fc.assert(
      fc.asyncProperty(anyTables, async ({ batch }) => {
        const { schema } = await openedParquet(parquetBytes(batch.schema, [[batch]]))
        // Items of lists are called elements in Parquet.
        expect(schemaText(schema)).toBe(schemaText(batch.schema))
      }),
      { numRuns: 50 },
    )
  })
})

const words = ['', 'a', 'ü', 'longer than a few bytes']
/** Types with values of theirs: extremes, and what is easily taken for something else. */
const kinds: [name: string, type: DataType, values: readonly unknown[]][] = [
  ['bool', new Bool(), [true, false]],
  ['int8', new Int8(), [-128, 127, 0, -1]],
  ['int16', new Int16(), [-32768, 32767, 0, -1]],
  ['int32', new Int32(), [-(2 ** 31), 2 ** 31 - 1, 0]],
  ['int64', new Int64(), [-(2n ** 63n), 2n ** 63n - 1n, 0n, 2n ** 32n]],
  ['uint8', new Uint8(), [0, 255, 128]],
  ['uint16', new Uint16(), [0, 65535, 32768]],
  ['uint32', new Uint32(), [0, 2 ** 32 - 1, 2 ** 31]],
  ['float16', new Float16(), [0x3c00, 0x8000, 0x7c00, 0xfbff]],
  ['float32', new Float32(), [0, -0, 1.5, Infinity, -Infinity, Number.NaN]],
  ['float64', new Float64(), [0, -0, 0.1, Infinity, -Infinity, Number.NaN, 5e-324]],
  ['utf8', new Utf8(), words],
  ['large_utf8', new LargeUtf8(), words],
  ['binary', new Binary(), [Uint8Array.of(), Uint8Array.of(255, 0), Uint8Array.of(1)]],
  ['decimal of one digit', new Decimal(0, 1, 128), [-9n, 9n, 0n]],
  ['decimal', new Decimal(3, 38, 128), [-(10n ** 38n) + 1n, 10n ** 38n - 1n, 0n, -1n]],
  ['date64', new DateMillisecond(), [0n, -86_400_000n, 86_400_000n * 20_000n]],
  ['time in seconds', new TimeSecond(), [0, 86_399]],
  ['timestamp in seconds', new TimestampSecond('Asia/Tokyo'), [0n, -1n, 10n ** 12n]],
  ['duration', new DurationSecond(), [0n, -1n, 2n ** 62n]],
  ['dictionary', new Dictionary(new Utf8(), new Int32()), words],
  ['null', new Null(), [null]],
]

/** A column inside each kind of column that has columns. */
const wraps: [
  name: string,
  wrap: (type: DataType) => DataType,
  value: (a: unknown, b: unknown, i: number) => unknown,
][] = [
  ['alone', (type) => type, (a) => a],
  ['in lists', (type) => new List(new Field('item', type, true)), (a, b, i) => [a, b, null, a].slice(0, i % 5)],
  ['in large lists', (type) => new LargeList(new Field('item', type, true)), (a, b, i) => [b, a].slice(0, i % 3)],
  ['in fixed lists', (type) => new FixedSizeList(2, new Field('item', type, true)), (a, b) => [a, b]],
  [
    'in structs',
    (type) => new Struct([new Field('x', type, true), new Field('n', new Int8(), true)]),
    (a, _, i) => [a, i],
  ],
  [
    'in lists in lists',
    (type) => new List(new Field('item', new List(new Field('item', type, true)), true)),
    (a, b, i) => [[], null, [a, b], [null]].slice(i % 4),
  ],
]

describe.each(kinds)('%s', (_, type, values) => {
  it.each(wraps)('%s, with nulls, cut anywhere', async (_, wrap, value) => {
    const rows = Array.from({ length: 40 }, (_, i) => {
      const at = (shift: number) => values[(i + shift) % values.length]
      return i % 7 === 3 ? null : value(at(0), at(1), i)
    })
    const batch = tableOf([new Field('c', wrap(type), true)], [rows])
    const whole = parquetBytes(batch.schema, [[batch]])
    await expectSame(batch, whole)
    expect(parquetBytes(batch.schema, [cutBatch(batch, [1, 3, 4, 17, 39])])).toEqual(whole)
    const slice = sliceBatch(batch, 5, 33)
    await expectSame(slice, parquetBytes(batch.schema, [[slice]]))
  })
})

it('fixed binary of one byte is no boolean', async () => {
  const type = new FixedSizeBinary(1)
  const data = new Data(type, 0, 400, 0, [undefined, Uint8Array.from({ length: 400 }, (_, i) => i % 3)] as never)
  const schema = new Schema([new Field('b', type, false)])
  const batch = makeBatch(schema, [data], 400)
  await expectSame(batch, parquetBytes(schema, [[batch]]))
})

it('fixed lists of no items stay apart from nulls', async () => {
  const type = new FixedSizeList(0, new Field('item', new Int32(), true))
  const batch = tableOf([new Field('l', type, true)], [[[], null, []]])
  await expectSame(batch, parquetBytes(batch.schema, [[batch]]))
})

describe('what lies under nulls', () => {
  const hidden = Uint8Array.of(0b101)

  it('of lists is not written', async () => {
    const type = new List(new Field('item', new Int32(), true))
    const items = columnOf(new Int32(), [1, 2, 3, 4, 5, 6])
    const data = new Data(type, 0, 3, 1, [Int32Array.of(0, 2, 5, 6), undefined, hidden] as never, [items])
    const schema = new Schema([new Field('l', type, true)])
    const bytes = parquetBytes(schema, [[makeBatch(schema, [data], 3)]])
    const read = await readAll(await openedParquet(bytes))
    expect(read.rows).toEqual(['{"l":[1,2]}', '{"l":null}', '{"l":[6]}'])
  })

  it('of structs and texts is not written', async () => {
    const text = new Data(new Utf8(), 0, 3, 1, [
      Int32Array.of(0, 1, 3, 4),
      Uint8Array.from('abcd', (c) => c.charCodeAt(0)),
      hidden,
    ] as never)
    const numbers = columnOf(new Int32(), [1, 2, 3])
    const type = new Struct([new Field('n', new Int32(), true)])
    const struct = new Data(type, 0, 3, 1, [undefined, undefined, hidden] as never, [numbers])
    const schema = new Schema([new Field('t', new Utf8(), true), new Field('s', type, true)])
    const bytes = parquetBytes(schema, [[makeBatch(schema, [text, struct], 3)]])
    const read = await readAll(await openedParquet(bytes))
    expect(read.rows).toEqual(['{"t":"a","s":{"n":1}}', '{"t":null,"s":null}', '{"t":"d","s":{"n":3}}'])
  })
})

describe('dictionary columns', () => {
  const type = new Dictionary(new Utf8(), new Int32())
  const schema = new Schema([new Field('d', type, true)])
  const batchOf = (keys: readonly number[], values: readonly (string | null)[]) => {
    const dictionary = new Vector([columnOf(new Utf8(), values)])
    const data = new Data(type, 0, keys.length, 0, [undefined, Int32Array.from(keys)] as never, [], dictionary)
    return makeBatch(schema, [data], keys.length)
  }
  const valuesOf = async (bytes: Uint8Array<ArrayBuffer>, rowStart = 0) => {
    const { rows } = await readAll(await openedParquet(bytes), { rowStart })
    return rows.map((row) => (JSON.parse(row) as { d: unknown }).d)
  }

  it('that differ from batch to batch become one', async () => {
    const batches = [batchOf([1, 0, 1], ['x', 'y']), batchOf([0, 1, 2, 2], ['y', null, 'z']), batchOf([0], [null])]
    const values = ['y', 'x', 'y', 'y', null, 'z', 'z', null]
    expect(await valuesOf(parquetBytes(schema, [batches]))).toEqual(values)
    // However the source has arranged them, the same rows are the same bytes.
    const other = [batchOf([4, 2, 4, 4, 0, 5, 5, 0], [null, 'unused', 'x', 'x', 'y', 'z'])]
    expect(parquetBytes(schema, [other])).toEqual(parquetBytes(schema, [batches]))
  })

  it('may be plain in some batches', async () => {
    const plain = makeBatch(schema, [columnOf(new Utf8(), ['p', null, 'x'])], 3)
    const bytes = parquetBytes(schema, [[batchOf([1, 0], ['x', 'y']), plain]])
    expect(await valuesOf(bytes)).toEqual(['y', 'x', 'p', null, 'x'])
  })

  it('are never written out in memory: long texts of many rows', async () => {
    const long = ['a', 'b', 'c'].map((letter) => letter.repeat(200_000))
    const keys = Array.from({ length: 30_000 }, (_, i) => (i * i) % 3)
    const bytes = parquetBytes(schema, [[batchOf(keys, long)]], {}, { encoders: null, pageEncoder })
    expect(bytes.length).toBeLessThan(620_000)
    const found = (await valuesOf(bytes, 29_996)) as string[]
    expect(found.map((value) => value[0]).join('')).toBe('babb')
  })

  it('whose values a dictionary page cannot hold are written plain', async () => {
    const long = Array.from({ length: 6 }, (_, i) => String(i).repeat(300_000))
    const keys = [5, 0, 1, 2, 3, 4, 5]
    expect(await valuesOf(parquetBytes(schema, [[batchOf(keys, long)]]))).toEqual(keys.map((key) => long[key]))
  })
})

describe('pages', () => {
  it.each([19_999, 20_000, 20_001, 40_003])('end after 20,000 rows: %i', async (numRows) => {
    const values = Array.from({ length: numRows }, (_, i) => (i % 1000 === 999 ? null : i))
    const batch = tableOf([new Field('n', new Int32(), true)], [values])
    await expectSame(batch, parquetBytes(batch.schema, [[batch]]))
  })

  it('end at about a mebibyte, and hold a row that is larger', async () => {
    const values = Array.from({ length: 300 }, (_, i) => `${i}`.repeat(i === 100 ? 500_000 : 3000))
    const batch = tableOf([new Field('t', new Utf8(), true)], [values])
    await expectSame(batch, parquetBytes(batch.schema, [cutBatch(batch, [99, 100, 101])]))
  })

  it('hold whole rows of lists', async () => {
    const type = new List(new Field('item', new Int64(), true))
    const values = Array.from({ length: 400 }, (_, row) =>
      Array.from({ length: (row * 37) % 2000 }, (_, i) => BigInt(row * 7919 + i * i)),
    )
    const batch = tableOf([new Field('l', type, true)], [values])
    const dataset = await openedParquet(parquetBytes(batch.schema, [[batch]]))
    const rows = jsonRows([batch])
    expect((await readAll(dataset)).rows).toEqual(rows)
    for (const rowStart of [399, 130, 131, 260]) {
      expect((await readAll(dataset, { rowStart, rowEnd: rowStart + 3 })).rows).toEqual(
        rows.slice(rowStart, rowStart + 3),
      )
    }
  })
})
