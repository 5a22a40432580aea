import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  fewestPacks,
  naiveBestFit,
  naiveFirstFitDecreasing,
  naiveKnapsack,
  naiveMultipack,
  naiveSwift,
} from '../../testing/naivePlans.ts'
import { piecesOf, planOptions, rowsOf } from '../../testing/planCases.ts'
import { efficiencyCurve } from './efficiencyCurve.ts'
import { PACK_STRATEGIES, type PackStrategy, type PlanOptions, TRAINER_EXCESS } from './packOptions.ts'
import { numPacks, type PackPlan, packingEfficiency, ROW_UNUSABLE } from './packPlan.ts'
import { countPacks, planPacks } from './planPacks.ts'
import { SEGMENT_CONTINUES, SEGMENT_CUT } from './segmentFlags.ts'

const anyLengths = fc.array(
  fc.oneof(
    { weight: 8, arbitrary: fc.integer({ min: 1, max: 24 }) },
    { weight: 2, arbitrary: fc.integer({ min: 0, max: 90 }) },
    { weight: 1, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.constant(ROW_UNUSABLE) },
  ),
  { maxLength: 50 },
)

const anyOptions = (strategy: PackStrategy) =>
  fc
    .record({
      sequenceLen: fc.integer({ min: 3, max: 32 }),
      excess: fc.constantFrom('drop' as const, 'truncate' as const, 'split' as const),
      groupSize: fc.integer({ min: 1, max: 60 }),
      binSize: fc.integer({ min: 1, max: 6 }),
      microBatchSize: fc.integer({ min: 1, max: 4 }),
      realBatches: fc.boolean(),
      dropLast: fc.boolean(),
      shuffleSeed: fc.option(fc.nat(99)),
      swiftFit: fc.constantFrom('fullest' as const, 'emptiest' as const),
    })
    .map((options): PlanOptions => ({ ...options, strategy }))

/** Positions of the capacity that the segments of a pack take. */
function positions(plan: PackPlan, pack: number): number {
  const perSegment = plan.addedPerSegment - (plan.uncountedPerSegment ?? 0)
  let used = 0
  for (let s = plan.packOffsets[pack]!; s < plan.packOffsets[pack + 1]!; s++) {
    used += plan.segmentLengths[s]! + perSegment
  }
  return used
}

/** Every token once, every row in one fate, everything counted. */
function checkPlan(lengths: readonly number[], plan: PackPlan): void {
  const { account } = plan
  const pieces = new Map<number, { start: number; length: number; flags: number }[]>()
  for (const [s, row] of plan.segmentRows.entries()) {
    const piece = { start: plan.segmentStarts?.[s] ?? 0, length: plan.segmentLengths[s]!, flags: plan.segmentFlags[s]! }
    pieces.set(row, [...(pieces.get(row) ?? []), piece])
  }
  let kept = 0
  const fates = { dropped: 0, truncated: 0, split: 0, skipped: 0 }
  for (const [row, length] of lengths.entries()) {
    const own = pieces.get(row)?.sort((a, b) => a.start - b.start)
    if (length === ROW_UNUSABLE) {
      expect(own).toBeUndefined()
      fates.skipped++
    } else if (!own) fates.dropped++
    else {
      let at = 0
      for (const piece of own) {
        expect(piece.start).toBeGreaterThanOrEqual(at)
        at = piece.start + piece.length
        kept += piece.length
      }
      const cut = own.some(({ flags }) => (flags & SEGMENT_CUT) !== 0)
      if (cut) fates.truncated++
      else expect(own.reduce((sum, piece) => sum + piece.length, 0)).toBe(length)
      if (own.length > 1 || own.some(({ flags }) => (flags & SEGMENT_CONTINUES) !== 0)) fates.split++
      expect(at).toBeLessThanOrEqual(length)
    }
  }
  const all = lengths.reduce((sum, length) => sum + (length === ROW_UNUSABLE ? 0 : length), 0)
  let used = 0
  for (let pack = 0; pack < numPacks(plan); pack++) {
    expect(positions(plan, pack)).toBeLessThanOrEqual(plan.sequenceLen)
    used += positions(plan, pack)
  }
  // Of what greedy adds behind a row, EOS is a token and the separator is padding.
  const separators = plan.addedPerSegment > 0 ? plan.segmentRows.length : 0
  expect(account).toMatchObject({
    rows: lengths.length,
    tokens: kept,
    cutTokens: all - kept,
    padTokens: numPacks(plan) * plan.sequenceLen - used + separators,
    droppedRows: fates.dropped,
    truncatedRows: fates.truncated,
    skippedRows: fates.skipped,
  })
  // Of a row that was split, a dropped batch may leave the last piece alone, which does not show it.
  expect(account.splitRows).toBeGreaterThanOrEqual(fates.split)
  if (fates.truncated === 0) expect(account.splitRows).toBe(fates.split)
}

describe.each(PACK_STRATEGIES)('%s', (strategy) => {
  it('accounts for every token and every row once, whatever the options', () => {
    fc.assert(
      fc.property(anyLengths, anyOptions(strategy), (lengths, options) => {
        checkPlan(lengths, planPacks(Uint32Array.from(lengths), options))
      }),
      { numRuns: 300 },
    )
  })

  it('counts what it would plan', () => {
    fc.assert(
      fc.property(anyLengths, anyOptions(strategy), (data, options) => {
        const lengths = Uint32Array.from(data)
        const plan = planPacks(lengths, options)
        expect(countPacks(lengths, options)).toEqual({
          capacity: plan.sequenceLen,
          packs: numPacks(plan),
          account: plan.account,
        })
        expect(efficiencyCurve(lengths, options, [options.sequenceLen])).toEqual([
          {
            sequenceLen: options.sequenceLen,
            packs: numPacks(plan),
            efficiency: packingEfficiency(plan),
            keptTokens: plan.account.tokens,
            cutTokens: plan.account.cutTokens,
            droppedRows: plan.account.droppedRows,
          },
        ])
      }),
      { numRuns: 200 },
    )
  })

  it('makes no pack of no rows', () => {
    const plan = planPacks(new Uint32Array(0), planOptions({ strategy, sequenceLen: 8 }))
    expect(numPacks(plan)).toBe(0)
    expect(packingEfficiency(plan)).toBe(0)
  })

  it('takes packs of any size, and rows of any length', () => {
    const lengths = Uint32Array.of(5, 0x7ffffffe, 7, 0xfffffffe, 7)
    for (const excess of ['drop', 'truncate', TRAINER_EXCESS[strategy]] as const) {
      if (excess === 'error') continue
      const options = planOptions({ strategy, sequenceLen: 0x7fffffff, excess })
      checkPlan([...lengths], planPacks(lengths, options))
    }
  })

  it.each([0, -5, 2.5, Number.NaN, 2 ** 31])('refuses sequence_len %s', (sequenceLen) => {
    expect(() => planPacks(Uint32Array.of(1), planOptions({ strategy, sequenceLen }))).toThrow(
      expect.objectContaining({ code: 'argument/invalid' }),
    )
  })
})

describe('rows that are too long', () => {
  const cut: PackStrategy[] = ['wrapped']

  it.each(PACK_STRATEGIES.filter((strategy) => !cut.includes(strategy)))(
    '%s names the first under error',
    (strategy) => {
      const options = planOptions({ strategy, sequenceLen: 8, excess: 'error' })
      expect(() => planPacks(Uint32Array.of(1, 10, 11), options)).toThrow(
        expect.objectContaining({ code: 'limit/exceeded', details: { row: 1, feature: 'sequence_len' } }),
      )
    },
  )

  it('cannot be split into more pieces than a plan holds', () => {
    const lengths = Uint32Array.of(3, 0xfffffffe)
    for (const strategy of ['bfd_split', 'wrapped', 'torchtune'] as const) {
      expect(() => planPacks(lengths, planOptions({ strategy, sequenceLen: 3, excess: 'split' }))).toThrow(
        expect.objectContaining({ code: 'limit/exceeded', details: { row: 1, feature: 'sequence_len' } }),
      )
    }
  })

  it("are TRL's to split, whatever is asked for", () => {
    const options = planOptions({ strategy: 'bfd_split', sequenceLen: 4, excess: 'drop' })
    expect(piecesOf(planPacks(Uint32Array.of(5, 2), options))).toEqual([
      [[0, 0, 4]],
      [
        [1, 0, 2],
        [0, 4, 1],
      ],
    ])
  })
})

describe('against the rules in plain words', () => {
  const lengths = fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 70 })
  const capacity = fc.integer({ min: 20, max: 60 })

  it('multipack', () => {
    const sizes = [fc.integer({ min: 1, max: 80 }), fc.integer({ min: 1, max: 7 })] as const
    fc.assert(
      fc.property(lengths, capacity, ...sizes, (data, sequenceLen, groupSize, binSize) => {
        const options = planOptions({ strategy: 'multipack', sequenceLen, groupSize, binSize })
        const plan = planPacks(Uint32Array.from(data), options)
        expect(rowsOf(plan)).toEqual(naiveMultipack(data, sequenceLen, groupSize, binSize))
      }),
    )
  })

  const some = fc.array(fc.integer({ min: 1, max: 20 }), { maxLength: 70 })
  it.each([
    ['bfd', naiveBestFit, some, {}],
    ['nemo_ffd', naiveFirstFitDecreasing, some, {}],
    ['knapsack', naiveKnapsack, lengths, {}],
    ['swift', (l: number[], c: number) => naiveSwift(l, c, 'fullest'), lengths, {}],
    ['swift', (l: number[], c: number) => naiveSwift(l, c, 'emptiest'), lengths, { swiftFit: 'emptiest' }],
  ] as const)('%s', (strategy, naive, rows, more) => {
    fc.assert(
      fc.property(rows, capacity, (data, sequenceLen) => {
        const plan = planPacks(Uint32Array.from(data), planOptions({ strategy, sequenceLen, ...more }))
        expect(rowsOf(plan)).toEqual(naive(data, sequenceLen))
      }),
    )
  })
})

describe('multipack batches', () => {
  // axolotl-semantics §2.5: real batches of two; the third bin, rows 2, 4 and 6, is dropped.
  const lengths = Uint32Array.of(6, 5, 4, 3, 3, 2, 1)
  const options = planOptions({ strategy: 'multipack', sequenceLen: 8, microBatchSize: 2, realBatches: true })

  it('drops a last batch that is not full and says what was in it', () => {
    const plan = planPacks(lengths, { ...options, dropLast: true })
    expect(rowsOf(plan)).toEqual([
      [0, 5],
      [1, 3],
    ])
    expect(plan.account).toMatchObject({ tokens: 16, cutTokens: 8, droppedRows: 3, padTokens: 0 })
  })

  it('counts a row that lost only some of its pieces as truncated', () => {
    // Pieces of 8, 8 and 2 tokens: two packs to a batch leave the third over.
    const plan = planPacks(Uint32Array.of(18), { ...options, excess: 'split', dropLast: true })
    expect([...plan.segmentFlags]).toEqual([SEGMENT_CONTINUES, SEGMENT_CONTINUES | SEGMENT_CUT])
    expect(plan.account).toMatchObject({ tokens: 16, cutTokens: 2, splitRows: 1, truncatedRows: 1, droppedRows: 0 })
  })

  it('counts a truncated row of a dropped batch as dropped', () => {
    const plan = planPacks(Uint32Array.of(18), { ...options, excess: 'truncate', dropLast: true })
    expect(plan.account).toMatchObject({ tokens: 0, cutTokens: 18, truncatedRows: 0, droppedRows: 1 })
  })

  it('makes one pack of a micro batch where attention supports packing', () => {
    const plan = planPacks(lengths, { ...options, realBatches: false })
    expect(plan.sequenceLen).toBe(16)
    expect(rowsOf(plan)).toEqual([
      [0, 1, 2, 6],
      [3, 4, 5],
    ])
    expect(packingEfficiency(plan)).toBe(24 / 32)
  })

  it.each([{ microBatchSize: 0 }, { groupSize: 0 }, { binSize: 0.5 }, { microBatchSize: 2 ** 30, realBatches: false }])(
    'refuses %j',
    (wrong) => {
      expect(() => planPacks(lengths, { ...options, ...wrong })).toThrow(
        expect.objectContaining({ code: 'argument/invalid' }),
      )
    },
  )
})

describe('nemo', () => {
  it('counts a row of n tokens as n - 1, and holds all of them', () => {
    const plan = planPacks(Uint32Array.of(9, 5, 4, 0), planOptions({ strategy: 'nemo_ffd', sequenceLen: 8 }))
    expect(piecesOf(plan)).toEqual([
      [[0, 0, 9]],
      [
        [1, 0, 5],
        [2, 0, 4],
      ],
    ])
    expect(plan.account).toMatchObject({ tokens: 18, padTokens: 1, droppedRows: 1 })
    expect(packingEfficiency(plan)).toBe(15 / 16)
  })
})

describe('best', () => {
  it('is never below the fewest packs there can be, and seldom above', () => {
    let optimal = 0
    let cases = 0
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 9 }),
        fc.integer({ min: 30, max: 50 }),
        (lengths, sequenceLen) => {
          const packs = numPacks(planPacks(Uint32Array.from(lengths), planOptions({ strategy: 'best', sequenceLen })))
          const fewest = fewestPacks(lengths, sequenceLen)
          expect(packs).toBeGreaterThanOrEqual(fewest)
          cases++
          if (packs === fewest) optimal++
        },
      ),
      { numRuns: 500, seed: 1 },
    )
    expect(optimal / cases).toBeGreaterThan(0.97)
  })

  /** Lengths as of chats: many short, few long. */
  function lognormal(rows: number, median: number, sigma: number, seed: number): Uint32Array {
    let state = seed
    const uniform = () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0
      return (state + 0.5) / 2 ** 32
    }
    return Uint32Array.from({ length: rows }, () => {
      const normal = Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform())
      return Math.max(1, Math.round(median * Math.exp(sigma * normal)))
    })
  }

  const whole = PACK_STRATEGIES.filter((strategy) => !['wrapped', 'bfd_split', 'best'].includes(strategy))
  it.each([
    [300, 0.9, 2048],
    [300, 0.9, 4096],
    [300, 0.9, 8192],
    [900, 0.7, 2048],
    [40, 1.2, 512],
  ])('packs rows of median %i, sigma %f into %i closer than every other rule', (median, sigma, sequenceLen) => {
    const lengths = lognormal(20_000, median, sigma, 7)
    const best = countPacks(lengths, planOptions({ strategy: 'best', sequenceLen, excess: 'drop' }))
    for (const strategy of whole) {
      const other = countPacks(lengths, planOptions({ strategy, sequenceLen, excess: 'drop' }))
      // NeMo's packs hold a token more of every row.
      if (strategy.startsWith('nemo')) continue
      expect(best.packs, strategy).toBeLessThanOrEqual(other.packs)
    }
    expect(best.account.padTokens / (best.packs * sequenceLen)).toBeLessThan(median === 900 ? 0.02 : 0.001)
  })
})

describe('efficiencyCurve', () => {
  it('ends where it is told to', () => {
    const options = planOptions({ strategy: 'bfd', sequenceLen: 4 })
    let asked = 0
    const points = efficiencyCurve(Uint32Array.of(3, 1, 2), options, [4, 8, 16], () => asked++ === 2)
    expect(points.map(({ sequenceLen, packs }) => [sequenceLen, packs])).toEqual([
      [4, 2],
      [8, 1],
    ])
  })
})
