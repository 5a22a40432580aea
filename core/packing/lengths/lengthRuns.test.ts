import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fewestPacks } from '../../testing/naivePlans.ts'
import { lengthRuns } from './lengthRuns.ts'
import { packLowerBound } from './packLowerBound.ts'
import { LengthSorter } from './sortByLength.ts'

const lengths = fc.array(fc.oneof(fc.nat(9), fc.nat(5000), fc.nat(0x7fffffff)), { maxLength: 60 })

describe('LengthSorter', () => {
  it('sorts longest first, equal ones in the order given', () => {
    const sorter = new LengthSorter()
    fc.assert(
      fc.property(lengths, fc.nat(60), fc.nat(60), (data, a, b) => {
        const all = Uint32Array.from(data)
        const [start, end] = [Math.min(a, b, data.length), Math.min(Math.max(a, b), data.length)]
        const longest = Math.max(0, ...data)
        const expected = [...data.keys()].slice(start, end).sort((x, y) => data[y]! - data[x]! || x - y)
        expect([...sorter.sortRange(all, start, end, longest)]).toEqual(expected)
        const reversed = Uint32Array.from(data.keys()).reverse()
        const fromList = [...reversed].sort((x, y) => data[y]! - data[x]! || y - x)
        expect([...sorter.sortList(all, reversed, longest)]).toEqual(fromList)
      }),
    )
  })

  it('sorts many items, whose lengths are taken more bits at a time', () => {
    const many = Uint32Array.from({ length: 140_000 }, (_, i) => Math.imul(i, 2654435761) >>> 12)
    const sorted = new LengthSorter().sortRange(many, 0, many.length, 0xfffff)
    const expected = [...many.keys()].sort((x, y) => many[y]! - many[x]! || x - y)
    expect([...sorted]).toEqual(expected)
  })
})

describe('lengthRuns', () => {
  it('finds every run', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(6), { maxLength: 80 }), (data) => {
        const sorted = [...data.keys()].sort((x, y) => data[y]! - data[x]! || x - y)
        const runs = lengthRuns(Uint32Array.from(sorted), Uint32Array.from(data))
        expect(runs.flatMap(({ length, count }) => new Array<number>(count).fill(length))).toEqual(
          sorted.map((item) => data[item]),
        )
        expect(new Set(runs.map(({ length }) => length)).size).toBe(runs.length)
        expect(runs.map(({ start }) => start)).toEqual(
          runs.map((_, i) => runs.slice(0, i).reduce((sum, { count }) => sum + count, 0)),
        )
      }),
    )
  })

  it('looks at few of the items of a long run', () => {
    let looks = 0
    const same = new Proxy(new Uint32Array(1_000_000).fill(7), {
      get(target, key) {
        looks++
        return target[key as unknown as number]
      },
    })
    const sorted = Uint32Array.from({ length: 1_000_000 }, (_, i) => i)
    expect(lengthRuns(sorted, same)).toEqual([{ length: 7, start: 0, count: 1_000_000 }])
    expect(looks).toBeLessThan(60)
  })
})

describe('packLowerBound', () => {
  it('is never above the fewest packs, nor below what tokens and large rows ask for', () => {
    let tight = 0
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 9 }), (data) => {
        const sorted = [...data.keys()].sort((x, y) => data[y]! - data[x]!)
        const runs = lengthRuns(Uint32Array.from(sorted), Uint32Array.from(data))
        const bound = packLowerBound(runs, 20)
        const fewest = fewestPacks(data, 20)
        expect(bound).toBeLessThanOrEqual(fewest)
        expect(bound).toBeGreaterThanOrEqual(Math.ceil(data.reduce((sum, length) => sum + length) / 20))
        expect(bound).toBeGreaterThanOrEqual(data.filter((length) => length > 10).length)
        if (bound === fewest) tight++
      }),
      { numRuns: 300, seed: 3 },
    )
    expect(tight).toBeGreaterThan(200)
  })

  it('sees that short rows do not fit behind long ones', () => {
    // Three of 8 in packs of 10 leave 2 each: none of the four 3s fits there, so they need two packs more.
    const runs = [
      { length: 8, start: 0, count: 3 },
      { length: 3, start: 3, count: 4 },
    ]
    expect(packLowerBound(runs, 10)).toBe(5)
  })
})
