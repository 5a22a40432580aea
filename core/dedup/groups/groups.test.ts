import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { groupRows, OUTSIDE } from './duplicateGroups.ts'
import { countGroups, groupWarnings } from './groupGuards.ts'
import { groupsBySimilarity, groupsBySize } from './groupOrder.ts'
import { keptRows, splitRows } from './keepRows.ts'

/** First rows of values; -1 is known outside. */
function firstOf(values: readonly number[]): Uint32Array {
  return Uint32Array.from(values, (value) => (value === -1 ? OUTSIDE : values.indexOf(value)))
}

function lists({ offsets, rows }: { offsets: Uint32Array; rows: Uint32Array }): number[][] {
  return Array.from({ length: offsets.length - 1 }, (_, i) => [...rows.subarray(offsets[i], offsets[i + 1])])
}

const anyValues = fc.array(fc.integer({ min: -1, max: 30 }), { maxLength: 100 })

describe('groups of rows', () => {
  it('hold every row that has a twin, in the order of their first rows', () => {
    fc.assert(
      fc.property(anyValues, (values) => {
        const rowsOf = (value: number) => values.flatMap((other, row) => (other === value ? [row] : []))
        const expected = [...new Set(values)].filter((value) => value !== -1).map(rowsOf)
        expect(lists(groupRows(firstOf(values)))).toEqual(expected.filter((rows) => rows.length > 1))
      }),
    )
  })

  it('keep the row of the highest score, the first of equal ones', () => {
    const groups = groupRows(firstOf([5, 6, 5, 6, 5]))
    expect([...keptRows(groups, null)]).toEqual([0, 1])
    expect([...keptRows(groups, Uint32Array.of(1, 1, 3, 2, 3))]).toEqual([2, 3])
  })

  it('leave one row of each, and split all rows into those that stay and those that go', () => {
    const scores = fc.infiniteStream(fc.nat(5))
    fc.assert(
      fc.property(anyValues, scores, (values, stream) => {
        const groups = groupRows(firstOf(values))
        const kept = keptRows(
          groups,
          Uint32Array.from(values, () => stream.next().value),
        )
        const outside = Uint32Array.from(values.flatMap((value, row) => (value === -1 ? [row] : [])))
        const split = splitRows(values.length, groups, kept, outside)
        const survivors = [...split.kept].map((row) => values[row])
        expect(new Set(survivors).size).toBe(survivors.length)
        expect(new Set(survivors)).toEqual(new Set(values.filter((value) => value !== -1)))
        expect([...split.kept, ...split.removed].sort((a, b) => a - b)).toEqual(values.map((_, row) => row))
        expect([...split.kept]).toEqual([...split.kept].sort((a, b) => a - b))
      }),
    )
  })

  it('are listed by size, and by similarity, first rows first where those are equal', () => {
    const groups = groupRows(firstOf([1, 2, 3, 2, 1, 3, 3, 4, 4]))
    expect([...groupsBySize(groups)]).toEqual([2, 0, 1, 3])
    expect([...groupsBySimilarity(Float32Array.of(0.9, 0.7, 1, 0.7))]).toEqual([1, 3, 0, 2])
    expect([...groupsBySize(groupRows(firstOf([])))]).toEqual([])
  })
})

describe('what should make one look twice', () => {
  const codes = (values: readonly number[], removed: number) =>
    groupWarnings(values.length, removed, countGroups(groupRows(firstOf(values)))).map(({ code }) => code)

  it('is a group of over 5 % of the rows, and over half of them gone', () => {
    const different = Array.from({ length: 100 }, (_, i) => i)
    expect(codes(different, 0)).toEqual([])
    expect(codes([...different, 0, 0, 0], 3)).toEqual([])
    expect(codes([...different, 0, 0, 0, 0, 0], 5)).toEqual(['dedup/large-group'])
    expect(codes(Array(50).fill(1), 49)).toEqual(['dedup/large-group', 'dedup/high-removal'])
    expect(codes([1, 1], 1)).toEqual([])
    expect(codes([], 0)).toEqual([])
  })

  it('counts groups by size', () => {
    expect(countGroups(groupRows(firstOf([1, 1, 2, 2, 3, 3, 3])))).toEqual({
      groups: 3,
      largestGroup: 3,
      groupSizes: [
        { size: 2, count: 2 },
        { size: 3, count: 1 },
      ],
    })
  })
})
