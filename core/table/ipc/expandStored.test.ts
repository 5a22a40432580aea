import { type Data, Field, Int8, Int32, List, Schema, Utf8, vectorFromArray } from 'apache-arrow'
import { describe, expect, it } from 'vitest'
import { jsonRows } from '../../testing/golden.ts'
import { makeBatch } from '../batches.ts'
import { expandListViews, expandRuns } from './expandStored.ts'
import { shownSchema } from './storedTypes.ts'

const ints = (values: (number | null)[]): Data => vectorFromArray(values, new Int32()).data[0]!
const words = vectorFromArray(['a', null, 'b'], new Utf8()).data[0]!
const listType = new List(new Field('item', new Int8(), true))
const noBits = new Uint8Array(0)

/** A column's cells as JSON text. */
function cells(column: Data): string[] {
  const schema = new Schema([new Field('c', column.type, true)])
  return jsonRows([makeBatch(schema, [column], column.length)]).map((row) => row.slice(5, -1))
}

describe('expandRuns', () => {
  it('gives each row the value of its run, and stops at the last row', () => {
    expect(cells(expandRuns(ints([2, 3, 9]), words, 5))).toEqual(['"a"', '"a"', 'null', '"b"', '"b"'])
    expect(cells(expandRuns(ints([]), words, 0))).toEqual([])
  })

  it.each([
    ['do not rise', [2, 2, 5]],
    ['begin at 0', [0, 2, 5]],
    ['end too early', [1, 2, 4]],
    ['are null', [1, null, 5]],
    ['are more than the values', [1, 2, 3, 5]],
  ])('refuses runs that %s', (_, ends) => {
    expect(() => expandRuns(ints(ends), words, 5)).toThrow(expect.objectContaining({ code: 'format/corrupt' }))
  })
})

describe('expandListViews', () => {
  const items = vectorFromArray(Int8Array.from({ length: 70_000 }, (_, at) => at % 100)).data[0]!
  const expand = (offsets: number[], sizes: number[], bitmap = noBits, nullCount = 0) =>
    expandListViews(listType, { offsets, sizes, bitmap }, offsets.length, nullCount, items)

  it('gives lists in any order, overlapping or not, and looks at no null', () => {
    expect(cells(expand([5, 0, 4], [2, 0, 3]))).toEqual(['[5,6]', '[]', '[4,5,6]'])
    expect(cells(expand([5, -9, 1], [1, 99, 1], Uint8Array.of(0b101), 1))).toEqual(['[5]', 'null', '[1]'])
  })

  it('refuses lists that leave their items, and too many items', () => {
    const corrupt = expect.objectContaining({ code: 'format/corrupt' })
    expect(() => expand([69_999], [2])).toThrow(corrupt)
    expect(() => expand([-1], [1])).toThrow(corrupt)
    expect(() => expand([1], [-1])).toThrow(corrupt)
    const rows = Array<number>(4000)
    expect(() => expand(rows.fill(0), Array<number>(4000).fill(70_000))).toThrow(
      expect.objectContaining({ code: 'limit/exceeded' }),
    )
  })
})

it('a schema without stored types is shown as it is', () => {
  const schema = new Schema([new Field('c', listType)])
  expect(shownSchema(schema)).toBe(schema)
})
