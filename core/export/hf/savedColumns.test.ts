import {
  type DataType,
  type Field,
  FixedSizeList,
  Int8,
  Int16,
  Int32,
  Int64,
  LargeList,
  List,
  Schema,
  Uint8,
  Uint16,
  Uint32,
  Uint64,
  vectorFromArray,
} from 'apache-arrow'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openArrow } from '../../formats/arrow/openArrow.ts'
import { memorySource } from '../../io/memorySource.ts'
import { makeBatch, sliceBatch } from '../../table/batches.ts'
import { nullableField } from '../../table/jsonField.ts'
import { fixture, jsonRows, readAll } from '../../testing/golden.ts'
import { savedBatch } from './savedColumns.ts'
import { savedSchema } from './savedSchema.ts'

function batchOf(columns: Record<string, { type: DataType; values: unknown[] }>) {
  const entries = Object.entries(columns)
  const schema = new Schema(entries.map(([name, { type }]) => nullableField(name, type)))
  const data = entries.map(([, { type, values }]) => vectorFromArray(values, type).data[0]!)
  return makeBatch(schema, data, entries[0]![1].values.length)
}

const item = (type: DataType) => nullableField('item', type)
const masks = (rows: number) => ({
  attention_mask: { type: new List(item(new Int8())), values: Array(rows).fill([1]) },
  labels: { type: new List(item(new Int64())), values: Array(rows).fill([-100n]) },
})

describe('columns as they are saved', () => {
  it.each([
    'hf/export/types.arrows',
    'hf/export/dictionaries.arrows',
    'arrow/dictionary-deltas.arrow',
    'arrow/more-types.arrow',
    'arrow/legacy.arrows',
  ])('hold the same values: %s', async (path) => {
    const { batches } = await readAll(await openArrow(memorySource(fixture(path))))
    for (const whole of batches) {
      const names = whole.schema.fields.map((field, at) => ({ field, at })).filter(({ field }) => canSave(field))
      const schema = new Schema(names.map(({ field }) => field))
      const batch = makeBatch(
        schema,
        names.map(({ at }) => whole.data.children[at] as never),
        whole.numRows,
      )
      const saved = savedSchema(schema, 'datasets').schema
      for (const part of [batch, sliceBatch(batch, 1, batch.numRows), sliceBatch(batch, 0, 1)]) {
        expect(jsonRows([savedBatch(part, saved, 'datasets')]).map(mapsAsPairs)).toEqual(jsonRows([part]))
      }
    }
  })

  const mapsAsPairs = (row: string) => row.replace(/\{"key":("[^"]*"),"value":(\[[^\]]*\]|null)\}/g, '[$1,$2]')

  const canSave = (field: Field) => {
    try {
      return savedSchema(new Schema([field]), 'datasets').schema.fields.length === 1
    } catch {
      return false
    }
  }

  const widths: [DataType, bigint, bigint][] = [
    [new Int8(), -(2n ** 7n), 2n ** 7n - 1n],
    [new Uint8(), 0n, 2n ** 8n - 1n],
    [new Int16(), -(2n ** 15n), 2n ** 15n - 1n],
    [new Uint16(), 0n, 2n ** 16n - 1n],
    [new Int32(), -(2n ** 31n), 2n ** 31n - 1n],
    [new Uint32(), 0n, 2n ** 32n - 1n],
    [new Int64(), -(2n ** 63n), 2n ** 63n - 1n],
    [new Uint64(), 0n, 2n ** 64n - 1n],
  ]
  const targets: [string, bigint, bigint][] = [
    ['input_ids', -(2n ** 31n), 2n ** 31n - 1n],
    ['attention_mask', -(2n ** 7n), 2n ** 7n - 1n],
    ['labels', -(2n ** 63n), 2n ** 63n - 1n],
  ]

  it('hold whole numbers in the width of the preset, or say which row does not fit', () => {
    const width = fc.constantFrom(...widths)
    const input = fc
      .tuple(width, fc.constantFrom(...targets), fc.constantFrom('list', 'large', 'fixed'))
      .chain(([[type, low, high], target, kind]) => {
        const edges = [low, high, 0n, 127n, 128n, -128n, -129n, 2n ** 31n - 1n, 2n ** 31n].filter(
          (n) => n >= low && n <= high,
        )
        const number = fc.oneof(fc.constantFrom(...edges), fc.bigInt({ min: low, max: high }))
        const size = kind === 'fixed' ? { minLength: 2, maxLength: 2 } : { maxLength: 4 }
        const rows = fc.array(fc.array(number, size), { minLength: 2, maxLength: 8 })
        return fc.record({
          type: fc.constant(type),
          target: fc.constant(target),
          kind: fc.constant(kind),
          rows,
          skipped: fc.nat(1),
        })
      })
    fc.assert(
      fc.property(input, ({ type, target: [name, low, high], kind, rows, skipped }) => {
        const isWide = type instanceof Int64 || type instanceof Uint64
        const values = rows.map((row) => (isWide ? row : row.map(Number)))
        const listType =
          kind === 'list'
            ? new List(item(type))
            : kind === 'large'
              ? new LargeList(item(type))
              : new FixedSizeList(2, item(type))
        const ones = { type: new List(item(new Int8())), values: rows.map(() => [1]) }
        const columns = { input_ids: ones, attention_mask: ones, labels: ones, [name]: { type: listType, values } }
        const batch = sliceBatch(batchOf(columns), skipped, rows.length)
        const saved = savedSchema(batch.schema, 'axolotl').schema
        const kept = rows.slice(skipped)
        const misfit = kept.findIndex((row) => row.some((value) => value < low || value > high))
        if (misfit >= 0) {
          expect(() => savedBatch(batch, saved, 'axolotl')).toThrow(
            expect.objectContaining({ code: 'format/unsupported', details: { row: misfit, feature: name } }),
          )
          return
        }
        const lists = jsonRows([savedBatch(batch, saved, 'axolotl')]).map(
          (row) => row.match(new RegExp(`"${name}":(\\[[^\\]]*\\])`))?.[1],
        )
        expect(lists).toEqual(kept.map((row) => `[${row.join(',')}]`))
      }),
    )
  })

  it.each<[string, unknown[], number]>([
    ['null', [[1], [2], null], 2],
    ['a list with null', [[1], [2, null], [3]], 1],
    ['an id too large', [[1], [], [1, 2 ** 31]], 2],
    ['an id too small', [[-(2 ** 31) - 1], [], []], 0],
  ])('are refused where Axolotl could do nothing with them: %s', (_name, ids, row) => {
    const values = ids.map(
      (list) => (list as (number | null)[] | null)?.map((id) => (id === null ? null : BigInt(id))) ?? null,
    )
    const batch = batchOf({ input_ids: { type: new List(item(new Int64())), values }, ...masks(3) })
    const saved = savedSchema(batch.schema, 'axolotl').schema
    expect(() => savedBatch(batch, saved, 'axolotl')).toThrow(
      expect.objectContaining({ code: 'format/unsupported', details: { row, feature: 'input_ids' } }),
    )
  })

  it('are refused where nothing had to change but a row is null', () => {
    const batch = batchOf({ input_ids: { type: new List(item(new Int32())), values: [[1], null] }, ...masks(2) })
    const saved = savedSchema(batch.schema, 'axolotl').schema
    expect(() => savedBatch(batch, saved, 'axolotl')).toThrow(/null/)
  })
})
