import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EmptiestFirst } from './emptiestFirst.ts'
import { FirstFit } from './firstFit.ts'
import { type Among, SlottedBins, SortedBins } from './openBins.ts'

const CAPACITY = 3000

/** Put the next bin with so much space, take one with at least so much, or begin anew. */
const commands = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.record({ put: fc.integer({ min: 0, max: CAPACITY }) }) },
    { weight: 6, arbitrary: fc.record({ take: fc.integer({ min: 0, max: CAPACITY }) }) },
    { weight: 1, arbitrary: fc.constant('clear' as const) },
  ),
  { maxLength: 200 },
)

/** Bins in a list that is searched from end to end. */
class NaiveBins {
  readonly #among: Among
  #bins: { bin: number; space: number; since: number }[] = []
  #time = 0

  constructor(among: Among) {
    this.#among = among
  }

  put(bin: number, space: number): void {
    this.#bins.push({ bin, space, since: this.#time++ })
  }

  take(length: number): [bin: number, space: number] | null {
    const fitting = this.#bins.filter(({ space }) => space >= length)
    const rank = ({ bin, since }: { bin: number; since: number }) => (this.#among === 'first-opened' ? bin : since)
    fitting.sort((a, b) => a.space - b.space || rank(a) - rank(b))
    const [found] = fitting
    this.#bins = this.#bins.filter((entry) => entry !== found)
    return found ? [found.bin, found.space] : null
  }

  clear(): void {
    this.#bins = []
  }
}

describe.each(['longest-waiting', 'first-opened'] as const)('open bins, of several the %s', (among) => {
  it.each([
    ['slotted', () => new SlottedBins(CAPACITY, among)],
    ['sorted', () => new SortedBins(among)],
  ])('%s: the tightest that is wide enough', (_name, make) => {
    fc.assert(
      fc.property(commands, (list) => {
        const bins = make()
        const naive = new NaiveBins(among)
        let opened = 0
        /** Bins that were taken may come back with less space. */
        const taken: number[] = []
        for (const command of list) {
          if (command === 'clear') {
            bins.clear()
            naive.clear()
            opened = 0
            taken.length = 0
          } else if ('put' in command) {
            const bin = taken.shift() ?? opened++
            bins.put(bin, command.put)
            naive.put(bin, command.put)
          } else {
            const expected = naive.take(command.take)
            const bin = bins.take(command.take)
            expect(bin < 0 ? null : [bin, bins.space]).toEqual(expected)
            if (bin >= 0) taken.push(bin)
          }
        }
      }),
    )
  })
})

describe('EmptiestFirst', () => {
  it('fills the pack with most room, the first opened of several', () => {
    const packs = new EmptiestFirst()
    const places = [6, 6, 3, 3, 2, 1, 4].map((length) => packs.place(length, 10))
    // 0: 6+3, 1: 6+3, then 1 of room each: 2 opens a third, which has most from there on.
    expect(places).toEqual([0, 1, 0, 1, 2, 2, 2])
  })
})

describe('FirstFit', () => {
  it('places runs as it would place their items, whatever is usual', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ length: fc.nat(12), count: fc.integer({ min: 1, max: 9 }) }), { maxLength: 30 }),
        fc.integer({ min: 12, max: 40 }),
        fc.constantFrom(1, 2, 5, Number.POSITIVE_INFINITY),
        fc.nat(80),
        (runs, capacity, binSize, usual) => {
          const single = new FirstFit(capacity, binSize)
          const inRuns = new FirstFit(capacity, binSize)
          single.start(0)
          inRuns.start(0, usual)
          for (const { length, count } of runs) {
            const expected = Array.from({ length: count }, () => single.place(length, 1))
            const places: number[] = []
            while (places.length < count) {
              const bin = inRuns.place(length, count - places.length)
              places.push(...new Array<number>(inRuns.placed).fill(bin))
            }
            expect(places).toEqual(expected)
          }
        },
      ),
    )
  })

  it.each([
    [100, Number.POSITIVE_INFINITY],
    [100, 3],
    [3000, Number.POSITIVE_INFINITY],
    [0x7fffffff, 5],
  ])(
    'finds what a search from end to end finds, for thousands of items: capacity %i, %d a bin',
    (capacity, binSize) => {
      let state = 7
      const below = (limit: number) => {
        state = (Math.imul(state, 1664525) + 1013904223) >>> 0
        return Math.floor((state / 2 ** 32) * limit)
      }
      const bins = new FirstFit(capacity, binSize)
      for (let round = 0; round < 2; round++) {
        const open: { space: number; items: number }[] = []
        bins.start(0, 70)
        for (let i = 0; i < 4000; i++) {
          const length = below(10) === 0 ? 0 : below(6) === 0 ? below(capacity) + 1 : below(capacity / 3)
          let expected = open.findIndex(({ space, items }) => space >= length && items < binSize)
          if (expected < 0) expected = open.push({ space: capacity, items: 0 }) - 1
          open[expected]!.space -= length
          open[expected]!.items++
          const found = bins.place(length, 1)
          if (found !== expected) expect([i, found]).toEqual([i, expected])
        }
        expect(bins.bins).toBe(open.length)
      }
    },
  )

  it('begins anew', () => {
    const bins = new FirstFit(10, 200)
    for (let round = 0; round < 2; round++) {
      bins.start(1)
      expect([7, 2, 5, 1, 5].map((length) => bins.place(length, 1))).toEqual([0, 0, 1, 0, 1])
      expect(bins.bins).toBe(2)
    }
  })

  it('finds its way among hundreds of thousands of open bins', () => {
    // Looked at one by one these would be 10^10 comparisons.
    const bins = new FirstFit(10, 2)
    bins.start(1)
    const items = 200_000
    const order = Array.from({ length: items }, (_, i) => i)
    expect(order.filter((i) => bins.place(6, 1) !== i)).toEqual([])
    expect(order.filter((i) => bins.place(4, 1) !== i)).toEqual([])
    expect(bins.bins).toBe(items)
  })
})
