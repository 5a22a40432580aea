import {
  Binary,
  type DataType,
  Dictionary,
  Field,
  FixedSizeBinary,
  FixedSizeList,
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
  Timestamp,
  TimeUnit,
  Uint8,
  Uint16,
  Uint32,
  Uint64,
  Utf8,
  vectorFromArray,
} from 'apache-arrow'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { goldenCases, jsonRows } from '../../testing/golden.ts'
import { makeBatch, sliceBatch } from '../batches.ts'
import { batchesFromIpc } from '../ipc.ts'
import { isJsonField, jsonField, nullableField } from '../jsonField.ts'
import { typeName } from '../typeName.ts'
import { conformBatch, conformPlan, fits } from './conformBatch.ts'
import { unionSchema } from './unionSchema.ts'
import { widerType } from './widerField.ts'

function batchOf(columns: Record<string, { type: DataType; values: unknown[] }>): RecordBatch {
  const entries = Object.entries(columns)
  const fields = entries.map(([name, { type }]) => nullableField(name, type))
  const data = entries.map(([, { type, values }]) => vectorFromArray(values, type).data[0]!)
  return makeBatch(new Schema(fields), data, entries[0]?.[1].values.length ?? 0)
}

function conformed(batch: RecordBatch, to: Schema): RecordBatch {
  return conformBatch(batch, to, conformPlan(batch.schema, to))
}

function schemaOf(columns: Record<string, DataType>): Schema {
  return new Schema(Object.entries(columns).map(([name, type]) => nullableField(name, type)))
}

const lines = (schema: Schema) =>
  schema.fields.map((field) => `${field.name}: ${isJsonField(field) ? 'json' : typeName(field.type)}`)

describe('the type that holds two', () => {
  const list = (type: DataType, name = 'item') => new List(new Field(name, type, true))
  const micro = new Timestamp(TimeUnit.MICROSECOND, null)
  const cases: [DataType, DataType, string | null][] = [
    [new Int32(), new Int64(), 'int64'],
    [new Uint8(), new Int8(), 'int16'],
    [new Uint32(), new Int8(), 'int64'],
    [new Uint64(), new Int64(), null],
    [new Float32(), new Float64(), 'float64'],
    [new Int16(), new Float32(), 'float32'],
    [new Int32(), new Float32(), 'float64'],
    [new Int64(), new Float64(), null],
    [new Utf8(), new LargeUtf8(), 'large_utf8'],
    [new Binary(), new FixedSizeBinary(3), 'binary'],
    [new Utf8(), new Binary(), null],
    [new Null(), list(new Int8()), 'list<int8>'],
    [new Dictionary(new Utf8(), new Int8()), new Utf8(), 'utf8'],
    [list(new Int32()), list(new Int64(), 'element'), 'list<int64>'],
    [list(new Int32()), new LargeList(new Field('item', new Int8(), true)), 'large_list<int32>'],
    [new FixedSizeList(2, new Field('item', new Float32(), true)), list(new Float64()), 'list<float64>'],
    [micro, new Timestamp(TimeUnit.NANOSECOND, null), null],
    [micro, new Timestamp(TimeUnit.MICROSECOND, null), 'timestamp[us]'],
    [new Utf8(), new Int32(), null],
    [
      new Struct([nullableField('a', new Int8())]),
      new Struct([nullableField('b', new Utf8()), nullableField('a', new Int32())]),
      'struct<a: int32, b: utf8>',
    ],
  ]
  it.each(cases)('%s with %s', (left, right, expected) => {
    for (const type of [widerType(left, right), widerType(right, left)]) {
      if (expected?.startsWith('struct')) continue // the order of fields follows the first
      expect(type === null ? null : typeName(type)).toBe(expected)
    }
    const type = widerType(left, right)
    expect(type === null ? null : typeName(type)).toBe(expected)
  })
})

describe('a union of schemas', () => {
  it('keeps the order of the first and puts new columns behind', () => {
    const union = unionSchema(
      schemaOf({ b: new Int32(), a: new Utf8() }),
      schemaOf({ c: new Utf8(), a: new Int8(), b: new Int64() }),
    )
    expect(lines(union)).toEqual(['b: int64', 'a: json', 'c: utf8'])
  })

  it('makes nullable what one side lacks', () => {
    const strict = new Schema([new Field('a', new Int32(), false)])
    expect(unionSchema(strict, strict).fields[0]?.nullable).toBe(false)
    expect(unionSchema(strict, schemaOf({ b: new Int32() })).fields[0]?.nullable).toBe(true)
  })

  it('keeps JSON text apart from text of the same layout, nested too', () => {
    const json = new Schema([nullableField('s', new Struct([jsonField('x')]))])
    const text = new Schema([nullableField('s', new Struct([nullableField('x', new Utf8())]))])
    const batch = makeBatch(text, [vectorFromArray([{ x: 'plain' }], text.fields[0]!.type).data[0]!], 1)
    expect(jsonRows([conformed(batch, unionSchema(json, text))])).toEqual(['{"s":{"x":"plain"}}'])
  })
})

describe('a batch under a wider schema', () => {
  it('shares its buffers where nothing changes', () => {
    const batch = batchOf({ a: { type: new Int32(), values: [1, 2] } })
    expect(conformPlan(batch.schema, schemaOf({ a: new Int32() }))).toBeNull()
    expect(conformed(batch, schemaOf({ a: new Int32() })).data.children[0]).toBe(batch.data.children[0])
  })

  it('becomes JSON text with all digits where no type holds both', () => {
    const batch = batchOf({ a: { type: new Int64(), values: [9007199254740993n, null, -1n] } })
    const union = unionSchema(batch.schema, schemaOf({ a: new Utf8() }))
    expect(jsonRows([conformed(batch, union)])).toEqual(['{"a":9007199254740993}', '{"a":null}', '{"a":-1}'])
  })

  it('has nulls for a column that a narrower schema cannot hold', () => {
    const batch = batchOf({ a: { type: new Int64(), values: [5n] } })
    expect(fits(batch.schema.fields[0]!, nullableField('a', new Int32()))).toBe(false)
    expect(jsonRows([conformed(batch, schemaOf({ a: new Int32() }))])).toEqual(['{"a":null}'])
  })

  it('decodes dictionaries, nulls and all', () => {
    const words = ['no', null, 'yes', 'no', 'yes']
    const batch = batchOf({ w: { type: new Dictionary(new Utf8(), new Int8()), values: words } })
    const wide = conformed(sliceBatch(batch, 1, 5), schemaOf({ w: new LargeUtf8() }))
    expect(jsonRows([wide])).toEqual(words.slice(1).map((w) => JSON.stringify({ w })))
  })

  const numbers: [DataType, fc.Arbitrary<number | bigint>][] = [
    [new Int8(), fc.integer({ min: -128, max: 127 })],
    [new Uint8(), fc.integer({ min: 0, max: 255 })],
    [new Int16(), fc.integer({ min: -32768, max: 32767 })],
    [new Uint16(), fc.integer({ min: 0, max: 65535 })],
    [new Int32(), fc.integer()],
    [new Uint32(), fc.integer({ min: 0, max: 2 ** 32 - 1 })],
    [new Int64(), fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })],
    [new Float32(), fc.float({ noNaN: true })],
    [new Float64(), fc.double({ noNaN: true })],
  ]

  it('holds every number exactly, in lists and structs and slices too', () => {
    const kind = fc.integer({ min: 0, max: numbers.length - 1 })
    fc.assert(
      fc.property(kind, kind, fc.nat(5), (left, right, skipped) => {
        const [[type, values], [other]] = [numbers[left]!, numbers[right]!]
        const drawn = fc.sample(fc.option(values, { freq: 4 }), { numRuns: 12, seed: left * 10 + right })
        const listType = new List(nullableField('item', type))
        const structType = new Struct([nullableField('x', type)])
        const batch = sliceBatch(
          batchOf({
            n: { type, values: drawn },
            l: { type: listType, values: drawn.map((n, i) => (n === null ? null : Array(i % 3).fill(n))) },
            s: { type: structType, values: drawn.map((x) => ({ x })) },
          }),
          skipped,
          12,
        )
        const wider = schemaOf({
          n: other,
          l: new List(nullableField('item', other)),
          s: new Struct([nullableField('y', new Utf8()), nullableField('x', other)]),
        })
        const union = unionSchema(batch.schema, wider)
        const before = batch.toArray().map((row) => numbersOf(row!.toJSON()))
        const after = conformed(batch, union)
        const read = isJsonField(union.fields[0]!)
          ? jsonRows([after]).map((row) => row.replaceAll('.0', '')) // floats look like floats
          : after.toArray().map((row) => numbersOf(row!.toJSON()))
        expect(read).toEqual(
          isJsonField(union.fields[0]!) ? jsonRows([withY(batch)]).map((row) => row.replaceAll('.0', '')) : before,
        )
      }),
      { numRuns: 120 },
    )
  })
})

/** As JSON rows of the union have it: the field the other side adds, as null. */
function withY(batch: RecordBatch): RecordBatch {
  const [n, l, s] = batch.schema.fields.map((field) => field.type)
  return conformed(
    batch,
    unionSchema(
      batch.schema,
      schemaOf({ n: n!, l: l!, s: new Struct([nullableField('y', new Utf8()), ...(s as Struct).children]) }),
    ),
  )
}

/** Numbers as exact texts, the same for int32 7, int64 7n and float64 7. */
function numbersOf(row: Record<string, unknown>): unknown {
  return JSON.stringify(row, (key, value) => {
    if (key === 'y') return undefined
    if (typeof value === 'bigint') return `${value}`
    if (typeof value === 'number') return Number.isInteger(value) ? BigInt(value).toString() : String(value)
    return value
  })
}

describe('every type of the fixtures', () => {
  const cases = goldenCases('arrow').filter(({ file }) => file.endsWith('.arrows') && !file.startsWith('legacy'))
  it.each(cases)('$file as JSON text has the values it had', ({ bytes }) => {
    const { schema, batches } = batchesFromIpc(bytes)
    const names = new Set(schema.fields.map(({ name }) => name))
    if (names.size < schema.fields.length) return
    const json = new Schema(schema.fields.map(({ name }) => jsonField(name)))
    expect(jsonRows(batches.map((batch) => conformed(batch, json)))).toEqual(jsonRows(batches))
    const itself = unionSchema(schema, new Schema(schema.fields.map(({ name }) => nullableField(name, new Null()))))
    expect(jsonRows(batches.map((batch) => conformed(batch, itself)))).toEqual(jsonRows(batches))
  })
})
