import {
  Binary,
  Bool,
  Data,
  type DataType,
  DateMillisecond,
  Decimal,
  DenseUnion,
  Dictionary,
  Field,
  FixedSizeBinary,
  FixedSizeList,
  Float64,
  Int32,
  Int64,
  IntervalMonthDayNano,
  LargeUtf8,
  List,
  Map_,
  Null,
  type RecordBatch,
  Schema,
  SparseUnion,
  Struct,
  TimestampNanosecond,
  Utf8,
  Utf8View,
  vectorFromArray,
} from 'apache-arrow'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { jsonRows } from '../testing/golden.ts'
import { makeBatch, sliceBatch } from './batches.ts'
import { canGather, gatherRows } from './gatherRows.ts'

const dictionary = vectorFromArray(['x', 'y', 'z'], new Utf8())
/** `length` indices into one shared dictionary. */
function dictionaryColumn(length: number): Data {
  const type = new Dictionary(new Utf8(), new Int32(), 1)
  const indices = Int32Array.from({ length }, (_, i) => i % 3)
  return new Data(type, 0, length, 0, [undefined, indices, undefined, undefined] as never, [], dictionary)
}

const unionFields = [new Field('n', new Int32()), new Field('s', new Utf8())]
const numbers = (length: number) => vectorFromArray(Int32Array.from({ length }, (_, i) => i * 7)).data[0]!
const texts = (length: number) =>
  vectorFromArray(
    Array.from({ length }, (_, i) => `t${i}`),
    new Utf8(),
  ).data[0]!
const typeIdsOf = (length: number) => Int8Array.from({ length }, (_, i) => (i % 3 === 0 ? 1 : 0))

function sparseColumn(length: number): Data {
  const type = new SparseUnion([0, 1], unionFields)
  const buffers = [undefined, undefined, undefined, typeIdsOf(length)]
  return new Data(type, 0, length, 0, buffers as never, [numbers(length), texts(length)])
}

function denseColumn(length: number): Data {
  const type = new DenseUnion([0, 1], unionFields)
  const typeIds = typeIdsOf(length)
  const counts = [0, 0]
  const offsets = Int32Array.from(typeIds, (id) => counts[id]!++)
  const children = [numbers(counts[0]!), texts(counts[1]!)]
  return new Data(type, 0, length, 0, [offsets, undefined, undefined, typeIds] as never, children)
}

/** Texts as views: short ones in place, long ones in turns in one of two buffers. */
function viewColumn(length: number): Data {
  const views = new DataView(new ArrayBuffer(length * 16))
  const buffers: number[][] = [[], []]
  const validity = new Uint8Array(Math.ceil(length / 8))
  for (let row = 0; row < length; row++) {
    if (row % 4 === 3) continue
    validity[row >> 3] = validity[row >> 3]! | (1 << (row & 7))
    const bytes = [...new TextEncoder().encode(row % 2 === 0 ? `${row}` : `text number ${row} in a buffer`)]
    views.setInt32(row * 16, bytes.length, true)
    bytes.slice(0, bytes.length > 12 ? 4 : 12).forEach((byte, at) => {
      views.setUint8(row * 16 + 4 + at, byte)
    })
    if (bytes.length <= 12) continue
    const buffer = buffers[row % 3 === 0 ? 1 : 0]!
    views.setInt32(row * 16 + 8, row % 3 === 0 ? 1 : 0, true)
    views.setInt32(row * 16 + 12, buffer.length, true)
    buffer.push(...bytes)
  }
  const own = [undefined, new Uint8Array(views.buffer), validity]
  const variadic = buffers.map((bytes) => Uint8Array.from(bytes))
  return new Data(new Utf8View(), 0, length, -1, own as never, [], undefined, variadic)
}

const valuesOf = <T>(length: number, value: (i: number) => T) =>
  Array.from({ length }, (_, i) => (i % 4 === 3 ? null : value(i)))
const ofValues = <T>(type: DataType, value: (i: number) => T) =>
  [type, (length: number) => vectorFromArray(valuesOf(length, value), type).data[0]!] as const
const list = (child: DataType) => new List(new Field('item', child, true))
const pair = new Struct([new Field('a', new Int32(), true), new Field('b', list(new Utf8()), true)])
const mapType = new Map_<Utf8, Int32>(
  new Field(
    'entries',
    new Struct<{ key: Utf8; value: Int32 }>([new Field('key', new Utf8()), new Field('value', new Int32(), true)]),
  ),
)

/** Every kind of column, with nulls. */
const kinds: readonly (readonly [DataType, (length: number) => Data])[] = [
  ofValues(new Int32(), (i) => i),
  ofValues(new Int64(), (i) => BigInt(i) << 40n),
  ofValues(new Float64(), (i) => i / 3),
  ofValues(new Bool(), (i) => i % 2 === 0),
  ofValues(new Utf8(), (i) => 'é'.repeat(i % 5)),
  ofValues(new LargeUtf8(), (i) => `large ${i}`),
  ofValues(new Binary(), (i) => Uint8Array.of(i, 255)),
  ofValues(new FixedSizeBinary(3), (i) => Uint8Array.of(i, 1, 2)),
  ofValues(new Decimal(2, 20), (i) => Uint32Array.of(i, i, 0, 0)),
  ofValues(new DateMillisecond(), (i) => new Date(i * 1e9)),
  ofValues(new TimestampNanosecond(), (i) => i * 1e3),
  ofValues(new IntervalMonthDayNano(), (i) => Int32Array.of(i, 2, 3, 0)),
  ofValues(list(new Int32()), (i) => Array.from({ length: i % 4 }, (_, n) => n)),
  ofValues(list(list(new Utf8())), (i) => [[`${i}`], []]),
  ofValues(new FixedSizeList(2, new Field('item', new Int32(), true)), (i) => [i, i + 1]),
  ofValues(pair, (i) => ({ a: i, b: ['u', `${i}`] })),
  ofValues(mapType, (i) => new Map([[`k${i}`, i]])),
  [new Null(), (length) => new Data(new Null(), 0, length, length)],
  [new Dictionary(new Utf8(), new Int32(), 1), dictionaryColumn],
  [new Utf8View(), viewColumn],
  [new SparseUnion([0, 1], unionFields), sparseColumn],
  [new DenseUnion([0, 1], unionFields), denseColumn],
]

function batchOf(length: number): RecordBatch {
  const columns = kinds.map(([, make]) => make(length))
  return makeBatch(new Schema(columns.map((data, i) => new Field(`c${i}`, data.type, true))), columns, length)
}

describe('gatherRows', () => {
  it('gives any rows of any batches and slices, in any order, of every type', () => {
    const whole = batchOf(20)
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(19), fc.nat(19)), { minLength: 1, maxLength: 4 }),
        fc.array(fc.tuple(fc.nat(), fc.nat(), fc.nat(4)), { maxLength: 20 }),
        (cuts, picks) => {
          const batches = cuts.map(([a, b]) => sliceBatch(whole, Math.min(a, b), Math.max(a, b) + 1))
          const rows = batches.map((batch) => jsonRows([batch]))
          const runs = { batches: [] as number[], starts: [] as number[], counts: [] as number[] }
          const expected = picks.flatMap(([which, from, count]) => {
            const at = which % batches.length
            const start = from % batches[at]!.numRows
            const taken = Math.min(count, batches[at]!.numRows - start)
            runs.batches.push(at)
            runs.starts.push(start)
            runs.counts.push(taken)
            return rows[at]!.slice(start, start + taken)
          })
          const gathered = gatherRows(batches, runs)
          expect(gathered.schema).toBe(batches[0]!.schema)
          expect(jsonRows([gathered])).toEqual(expected)
          const [start, end] = [Math.min(1, gathered.numRows), gathered.numRows]
          expect(jsonRows([sliceBatch(gathered, start, end)])).toEqual(expected.slice(start))
        },
      ),
      { numRuns: 60 },
    )
  })

  it('counts nulls, and keeps none where there are none', () => {
    const batch = batchOf(8)
    const gathered = gatherRows([batch], { batches: [0, 0], starts: [0, 4], counts: [3, 3] })
    expect(gathered.data.children[0]?.nullCount).toBe(0)
    expect(gatherRows([batch], { batches: [0], starts: [2], counts: [2] }).data.children[0]?.nullCount).toBe(1)
  })

  it('tells batches apart whose dictionaries differ, nested ones too', () => {
    const other = vectorFromArray(['q'], new Dictionary(new Utf8(), new Int32(), 1)).data[0]!
    const one = dictionaryColumn(1)
    const wrap = (data: Data) => {
      const type = new Struct([new Field('d', data.type)])
      return makeBatch(new Schema([new Field('s', type)]), [new Data(type, 0, 1, 0, [] as never, [data])], 1)
    }
    expect(canGather([wrap(one), wrap(dictionaryColumn(1))])).toBe(true)
    expect(canGather([wrap(one), wrap(other)])).toBe(false)
    expect(canGather([])).toBe(true)
  })
})
