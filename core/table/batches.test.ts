import { Field, Int32, Schema } from 'apache-arrow'
import { describe, expect, it } from 'vitest'
import { columnIndexes, firstPlaces } from './batches.ts'

const schemaOf = (names: readonly string[]) => new Schema(names.map((name) => new Field(name, new Int32(), true)))

describe('positions of columns', () => {
  const names = Array.from({ length: 50 }, (_, i) => `c${i % 40}`) // ten of them twice
  const schema = schemaOf(names)

  it.each([1, 8, 9, 40])('of %i names are where each comes first', (count) => {
    const wanted = names.slice(0, count).reverse()
    expect(columnIndexes(schema, wanted)).toEqual(wanted.map((name) => names.indexOf(name)))
    expect(() => columnIndexes(schema, [...wanted, 'none'])).toThrow('there is no column named "none"')
  })

  it('are told by name', () => {
    expect([...firstPlaces(['b', 'a', 'b', ''])]).toEqual([
      ['b', 0],
      ['a', 1],
      ['', 3],
    ])
  })
})
