import { Field, LargeUtf8, makeData, type RecordBatch, Schema, Utf8, vectorFromArray } from 'apache-arrow'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { makeBatch, sliceBatch } from '../table/batches.ts'
import { type IntRows, type ItemType, type ListType, tokenTableBatch } from '../testing/tokenRows.ts'
import { tokenLists } from './tokenLists.ts'

/** What the lists of a column hold; null items and rows as they are, bad ones too. */
function rowsOf(batch: RecordBatch, column = 'x'): (number[] | null)[] {
  const { numRows, offsets, values, isNull } = tokenLists(batch, column)
  return Array.from({ length: numRows }, (_, row) => {
    return isNull(row) ? null : [...values.subarray(offsets[row], offsets[row + 1])]
  })
}

const limits: Record<ItemType, [number, number]> = {
  int8: [-128, 127],
  int32: [-(2 ** 31), 2 ** 31 - 1],
  int64: [-(2 ** 31), 2 ** 31 - 1],
  uint32: [0, 2 ** 31 - 1],
  uint64: [0, 2 ** 31 - 1],
}

describe('tokenLists', () => {
  const table = fc
    .tuple(
      fc.constantFrom<ItemType>('int8', 'int32', 'int64', 'uint32', 'uint64'),
      fc.constantFrom<ListType>('list', 'large', 'fixed'),
    )
    .chain(([item, list]) => {
      const [min, max] = limits[item]
      const length = list === 'fixed' ? { minLength: 3, maxLength: 3 } : { maxLength: 9 }
      const row = fc.option(fc.array(fc.integer({ min, max }), length), { freq: 6 })
      return fc.record({
        item: fc.constant(item),
        list: fc.constant(list),
        rows: fc.array(row, { minLength: 1, maxLength: 20 }),
      })
    })

  it('reads every kind of integer list, and any slice of it', () => {
    fc.assert(
      fc.property(table, fc.nat(20), fc.nat(20), ({ rows, item, list }, a, b) => {
        const batch = tokenTableBatch({ x: { rows, item, list } })
        expect(rowsOf(batch)).toEqual(rows)
        const [start, end] = [Math.min(a, b, rows.length), Math.min(Math.max(a, b), rows.length)]
        const slice = sliceBatch(batch, start, end)
        expect(rowsOf(slice)).toEqual(rows.slice(start, end))
        expect(tokenLists(slice, 'x').badItems).toEqual([])
      }),
    )
  })

  it('shares int32 with the batch', () => {
    const batch = tokenTableBatch({ x: { rows: [[1, 2], [3]] } })
    expect(tokenLists(sliceBatch(batch, 1, 2), 'x').values.buffer).toBe(tokenLists(batch, 'x').values.buffer)
  })

  it.each<[ItemType, IntRows, number[]]>([
    ['int64', [[1, 2n ** 31n, 3], [-(2n ** 31n) - 1n], [2n ** 40n]], [1, 3, 4]],
    ['uint64', [[2n ** 64n - 1n], [2n ** 31n, 5], [2n ** 63n]], [0, 1, 3]],
    ['uint32', [[2 ** 31], [1, 2 ** 32 - 1]], [0, 2]],
    ['int32', [[1, null], [null], [2]], [1, 2]],
    ['int64', [[null, 2n ** 31n]], [0, 1]],
  ])('names the items of %s that are no token', (item, rows, bad) => {
    const batch = tokenTableBatch({ x: { rows, item } })
    expect(tokenLists(batch, 'x').badItems).toEqual(bad)
    const behind = tokenLists(sliceBatch(batch, 1, rows.length), 'x')
    const skipped = rows[0]!.length
    const first = behind.offsets[0] as number
    expect(behind.badItems.map((at) => at - first)).toEqual(bad.filter((at) => at >= skipped).map((at) => at - skipped))
  })

  it.each([new Utf8(), new LargeUtf8()])('reads %s as its UTF-8 bytes', (type) => {
    const texts = ['é', null, '', 'ab']
    const data = vectorFromArray(texts, type).data[0]!
    const batch = makeBatch(new Schema([new Field('x', type, true)]), [data], texts.length)
    expect(rowsOf(batch)).toEqual([[0xc3, 0xa9], null, [], [97, 98]])
    expect(rowsOf(sliceBatch(batch, 2, 4))).toEqual([[], [97, 98]])
  })

  it('reads a batch without rows', () => {
    expect(rowsOf(tokenTableBatch({ x: { rows: [] } }))).toEqual([])
    const empty = makeData({ type: new Utf8(), length: 0, nullCount: 0 })
    expect(rowsOf(makeBatch(new Schema([new Field('x', new Utf8())]), [empty], 0))).toEqual([])
  })

  it('refuses columns that hold no tokens', () => {
    const batch = tokenTableBatch({ x: { rows: [[1]] } })
    expect(() => tokenLists(batch, 'y')).toThrow("column 'y' holds neither token ids nor text")
    const floats = vectorFromArray(Float32Array.of(1)).data[0]!
    const other = makeBatch(new Schema([new Field('x', floats.type)]), [floats], 1)
    expect(() => tokenLists(other, 'x')).toThrow(expect.objectContaining({ code: 'argument/invalid' }))
  })
})
