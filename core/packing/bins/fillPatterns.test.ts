import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type LengthRun, lengthRuns } from '../lengths/lengthRuns.ts'
import { fillPatterns } from './fillPatterns.ts'
import { firstFitDecreasing } from './firstFitDecreasing.ts'

function runsOf(lengths: readonly number[]): LengthRun[] {
  const sorted = [...lengths.keys()].sort((a, b) => lengths[b]! - lengths[a]!)
  return lengthRuns(Uint32Array.from(sorted), Uint32Array.from(lengths))
}

const lengths = fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 60 })

describe('fillPatterns', () => {
  it('takes every row once, into packs that hold them', () => {
    fc.assert(
      fc.property(lengths, fc.integer({ min: 40, max: 120 }), fc.nat(120), (data, capacity, slack) => {
        const runs = runsOf(data)
        const left = runs.map(({ count }) => count)
        for (const { groups, taken, times } of fillPatterns(runs, capacity, slack)) {
          const filled = groups.reduce((sum, group, i) => sum + taken[i]! * runs[group]!.length, 0)
          expect(filled).toBeLessThanOrEqual(capacity)
          expect(times).toBeGreaterThan(0)
          for (const [i, group] of groups.entries()) left[group] = left[group]! - taken[i]! * times
        }
        expect(left).toEqual(runs.map(() => 0))
      }),
    )
  })

  it('fills packs exactly where it can', () => {
    // Longest first: 5 + 4, 4 + 3 + 2, 2.
    const runs = runsOf([5, 4, 4, 3, 2, 2])
    const filled = fillPatterns(runs, 10).map(({ groups, taken }) => {
      return groups.flatMap((group, i) => new Array<number>(taken[i]!).fill(runs[group]!.length))
    })
    expect(filled).toEqual([
      [5, 3, 2],
      [4, 4, 2],
    ])
  })

  it('finds what is worth leaving unfilled', () => {
    // Exactly filled, 48 would spend the two 26s that 40 + 34 + 26 and 38 + 36 + 26 need.
    const runs = runsOf([48, 48, 40, 38, 36, 34, 26, 26])
    const packs = (slack: number) => fillPatterns(runs, 100, slack).reduce((sum, { times }) => sum + times, 0)
    expect([packs(0), packs(5)]).toEqual([4, 3])
  })

  it('without a search is first fit decreasing', () => {
    fc.assert(
      fc.property(lengths, fc.integer({ min: 40, max: 120 }), (data, capacity) => {
        const runs = runsOf(data)
        const packs = fillPatterns(runs, capacity, capacity).reduce((sum, { times }) => sum + times, 0)
        expect(packs).toBe(firstFitDecreasing(runs, data.length, capacity, true).packs)
      }),
    )
  })

  it('gives the same in capacities too large for a table', () => {
    const scale = 1 << 17
    fc.assert(
      fc.property(lengths, (data) => {
        const small = fillPatterns(runsOf(data), 60)
        const large = fillPatterns(runsOf(data.map((length) => length * scale)), 60 * scale)
        expect(large).toEqual(small)
      }),
    )
  })
})
