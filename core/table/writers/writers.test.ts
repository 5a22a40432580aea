import {
  Bool,
  type DataType,
  Field,
  Float64,
  Int32,
  Int64,
  List,
  Null,
  Schema,
  Struct,
  Table,
  tableFromIPC,
  tableToIPC,
  Utf8,
} from 'apache-arrow'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rowObjects } from '../../testing/rows.ts'
import { BatchWriter } from './batchWriter.ts'
import { BoolWriter } from './boolWriter.ts'
import type { ColumnWriter } from './columnWriter.ts'
import { createWriter } from './createWriter.ts'
import { Float64Writer } from './float64Writer.ts'
import { Int64Writer } from './int64Writer.ts'
import { ListWriter } from './listWriter.ts'
import { NullWriter } from './nullWriter.ts'
import { StructWriter } from './structWriter.ts'
import { Utf8Writer } from './utf8Writer.ts'
import { WriteBudget } from './writeBudget.ts'

const field = (name: string, type: DataType) => new Field(name, type, true)
const schema = new Schema([
  field('n', new Null()),
  field('b', new Bool()),
  field('i', new Int64()),
  field('f', new Float64()),
  field('t', new Utf8()),
  field('l', new List(field('item', new Int64()))),
  field('s', new Struct([field('x', new Utf8()), field('y', new List(field('item', new Bool())))])),
])

interface Row {
  b: boolean | null
  i: bigint | null
  f: number | null
  t: string | null
  l: (bigint | null)[] | null
  s: { x: string | null; y: (boolean | null)[] | null } | null
}

const rowArbitrary: fc.Arbitrary<Row> = fc.record({
  b: fc.option(fc.boolean()),
  i: fc.option(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })),
  f: fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }).filter((value) => !Object.is(value, -0))),
  t: fc.option(fc.string({ unit: 'grapheme' })),
  l: fc.option(fc.array(fc.option(fc.bigInt({ min: -5n, max: 5n })), { maxLength: 5 })),
  s: fc.option(
    fc.record({ x: fc.option(fc.string()), y: fc.option(fc.array(fc.option(fc.boolean()), { maxLength: 4 })) }),
  ),
})

function write(writer: ColumnWriter, value: unknown): void {
  if (value === null || writer instanceof NullWriter) writer.appendNull()
  else if (writer instanceof BoolWriter) writer.append(value as boolean)
  else if (writer instanceof Float64Writer) writer.append(value as number)
  else if (writer instanceof Utf8Writer) writer.appendText(value as string)
  else if (writer instanceof Int64Writer) {
    const integer = value as bigint
    if (Number.isSafeInteger(Number(integer))) writer.append(Number(integer))
    else writer.appendBigInt(integer)
  } else if (writer instanceof ListWriter) {
    for (const item of value as unknown[]) write(writer.child, item)
    writer.endList()
  } else if (writer instanceof StructWriter) {
    for (const [i, { name }] of writer.type.children.entries()) {
      write(writer.children[i]!, (value as Record<string, unknown>)[name])
    }
    writer.endStruct()
  }
}

function writeRow(batch: BatchWriter, row: Row, columns = batch.columns.length): void {
  for (const [i, { name }] of schema.fields.slice(0, columns).entries()) {
    write(batch.columns[i]!, name === 'n' ? null : row[name as keyof Row])
  }
}

const plain = (row: Row) =>
  JSON.parse(JSON.stringify({ n: null, ...row }, (_key, value) => (typeof value === 'bigint' ? `${value}n` : value)))

describe('the column writers', () => {
  it('give back every row written, rows taken back leave no trace, and batches follow each other cleanly', () => {
    const steps = fc.array(
      fc.tuple(rowArbitrary, fc.constantFrom('keep', 'drop', 'drop in the middle', 'null', 'finish')),
      { maxLength: 40 },
    )
    fc.assert(
      fc.property(steps, (all) => {
        const batch = new BatchWriter(schema)
        let expected: unknown[] = []
        for (const [row, fate] of all) {
          if (fate === 'finish') {
            const finished = batch.finish()
            expect(rowObjects(finished)).toEqual(expected)
            expected = []
          } else if (fate === 'null') {
            batch.appendNullRow()
            expected.push(plain({ b: null, i: null, f: null, t: null, l: null, s: null }))
          } else if (fate === 'keep') {
            writeRow(batch, row)
            batch.endRow()
            expected.push(plain(row))
          } else {
            writeRow(batch, row, fate === 'drop' ? undefined : 4)
            if (fate !== 'drop') write((batch.columns[5] as ListWriter).child, 1n)
            batch.dropRow()
          }
        }
        const last = batch.finish()
        expect(rowObjects(last)).toEqual(expected)
        const copy = tableFromIPC(tableToIPC(new Table([last])))
        expect(copy.batches.flatMap(rowObjects)).toEqual(expected)
      }),
      { numRuns: 150 },
    )
  })

  it('keep 64-bit integers exact at the edges', () => {
    const edges = [
      0n,
      -1n,
      2n ** 31n,
      -(2n ** 31n),
      2n ** 32n,
      2n ** 53n - 1n,
      -(2n ** 53n) + 1n,
      2n ** 63n - 1n,
      -(2n ** 63n),
    ]
    const batch = new BatchWriter(new Schema([field('i', new Int64())]))
    for (const edge of edges) {
      write(batch.columns[0]!, edge)
      batch.endRow()
    }
    const column = batch.finish().getChildAt(0)!
    expect([...column]).toEqual(edges)
  })

  it('count nulls right whatever is taken back', () => {
    const writer = new Int64Writer(new WriteBudget())
    for (let i = 0; i < 20; i++) i % 3 === 0 ? writer.appendNull() : writer.append(i)
    writer.truncate(7)
    for (let i = 7; i < 11; i++) writer.append(i)
    const data = writer.finish()
    expect(data.nullCount).toBe(3)
    expect(Array.from({ length: 11 }, (_, i) => data.getValid(i))).toEqual(
      Array.from({ length: 11 }, (_, i) => i >= 7 || i % 3 !== 0),
    )
  })

  it('keep rows of a table without columns', () => {
    const batch = new BatchWriter(new Schema([]))
    batch.endRow()
    batch.appendNullRow()
    expect(batch.finish().numRows).toBe(2)
  })

  it('refuse types no text format gives', () => {
    expect(() => createWriter(field('x', new Int32()), new WriteBudget())).toThrow(
      expect.objectContaining({ code: 'format/unsupported' }),
    )
  })
})

describe('the budget of a batch', () => {
  it('stops the row that goes over it, and the rows before stay', () => {
    const batch = new BatchWriter(new Schema([field('t', new Utf8())]), new WriteBudget(10_000))
    const text = batch.columns[0] as Utf8Writer
    text.appendText('kept')
    batch.endRow()
    expect(() => text.appendText('x'.repeat(20_000))).toThrow(expect.objectContaining({ code: 'limit/exceeded' }))
    batch.dropRow()
    batch.appendNullRow()
    expect(rowObjects(batch.finish())).toEqual([{ t: 'kept' }, { t: null }])
    text.appendText('y'.repeat(5_000))
    batch.endRow()
    expect(batch.finish().numRows).toBe(1)
  })
})
