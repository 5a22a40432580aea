import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EngineError } from '../../errors.ts'
import { packFill } from './packFill.ts'
import { DEFAULT_PLAN_OPTIONS } from './packOptions.ts'
import { type ExcessLengthStrategy, numPacks, packingEfficiency, ROW_UNUSABLE } from './packPlan.ts'
import { planPacks } from './planPacks.ts'
import { SEGMENT_CONTINUES, SEGMENT_CUT } from './segmentFlags.ts'

const planGreedy = (lengths: Uint32Array, sequenceLen: number, excess: ExcessLengthStrategy) =>
  planPacks(lengths, { ...DEFAULT_PLAN_OPTIONS, strategy: 'greedy', sequenceLen, excess })

function lengthsOf(rows: readonly (readonly number[] | null)[]): Uint32Array {
  return Uint32Array.from(rows.map((row) => (row ? row.length : ROW_UNUSABLE)))
}

describe('planGreedy', () => {
  const rows = fc.array(fc.option(fc.array(fc.integer({ min: 3, max: 99 }), { maxLength: 40 }), { freq: 9 }), {
    maxLength: 60,
  })

  it('accounts for every token and row once, under every policy', () => {
    fc.assert(
      fc.property(
        rows,
        fc.integer({ min: 3, max: 30 }),
        fc.constantFrom('drop' as const, 'truncate' as const, 'split' as const),
        (data, sequenceLen, excess) => {
          const plan = planGreedy(lengthsOf(data), sequenceLen, excess)
          const { account } = plan
          const all = data.reduce((sum, row) => sum + (row?.length ?? 0), 0)
          expect(account.tokens + account.cutTokens).toBe(all)
          expect(account.skippedRows).toBe(data.filter((row) => row === null).length)
          const tooLong = data.filter((row) => row && row.length > sequenceLen - 2).length
          const counted = { drop: account.droppedRows, truncate: account.truncatedRows, split: account.splitRows }
          expect(counted[excess]).toBe(tooLong)
          expect(account.tokens + account.addedTokens + account.padTokens).toBe(numPacks(plan) * sequenceLen)
          for (let pack = 0; pack < numPacks(plan); pack++) {
            let used = 0
            const end = plan.packOffsets[pack + 1] as number
            for (let s = plan.packOffsets[pack] as number; s < end; s++) used += (plan.segmentLengths[s] as number) + 2
            expect(used).toBeGreaterThan(0)
            expect(used).toBeLessThanOrEqual(sequenceLen)
          }
        },
      ),
    )
  })

  it('splits a long row into pieces that follow each other', () => {
    const plan = planGreedy(Uint32Array.of(10), 6, 'split')
    expect([...plan.segmentLengths]).toEqual([4, 4, 2])
    expect([...(plan.segmentStarts ?? [])]).toEqual([0, 4, 8])
    expect([...plan.segmentFlags]).toEqual([SEGMENT_CONTINUES, SEGMENT_CONTINUES, 0])
  })

  it('truncates to what fits behind EOS and the separator, and marks the cut', () => {
    const plan = planGreedy(Uint32Array.of(10, 1), 6, 'truncate')
    expect([...plan.segmentLengths]).toEqual([4, 1])
    expect([...plan.segmentFlags]).toEqual([SEGMENT_CUT, 0])
    expect(plan.account.cutTokens).toBe(6)
  })

  it('names the row that is too long when asked to fail', () => {
    const attempt = () => planGreedy(Uint32Array.of(1, 9), 8, 'error')
    expect(attempt).toThrow(EngineError)
    expect(attempt).toThrow('row 1 has 9 tokens; with sequence_len 8 at most 6 fit')
  })

  it.each([0, 2, -5, 2.5, Number.NaN, 2 ** 31])('refuses sequence_len %s', (sequenceLen) => {
    expect(() => planGreedy(Uint32Array.of(1), sequenceLen, 'drop')).toThrow('sequence_len')
  })

  it('gives an efficiency of 0 to no packs at all', () => {
    expect(packingEfficiency(planGreedy(new Uint32Array(0), 8, 'drop'))).toBe(0)
  })
})

describe('packFill', () => {
  it('is the share of attended positions, for more and for fewer buckets than packs', () => {
    const plan = planGreedy(Uint32Array.of(6, 2, 1), 8, 'drop') // packs: [6] = 7 of 8, [2, 1] = 5 of 8
    expect([...packFill(plan, 2)]).toEqual([7 / 8, 5 / 8])
    expect([...packFill(plan, 1)]).toEqual([6 / 8])
    expect([...packFill(plan, 4)]).toEqual([7 / 8, 7 / 8, 5 / 8, 5 / 8])
    expect([...packFill(plan, 1, 1, 2)]).toEqual([5 / 8])
    expect([...packFill(plan, 2, 0, 1)]).toEqual([7 / 8, 7 / 8])
    expect([...packFill(plan, 1, 1, 99)]).toEqual([5 / 8])
    expect([...packFill(plan, 3, 2, 2)]).toEqual([])
    expect([...packFill(planGreedy(new Uint32Array(0), 8, 'drop'), 4)]).toEqual([])
  })

  it('leaves out the token of each row that NeMo does not count', () => {
    const options = { ...DEFAULT_PLAN_OPTIONS, strategy: 'nemo_ffd', sequenceLen: 8 } as const
    const plan = planPacks(Uint32Array.of(9, 5, 4), options) // packs: [9] = 8 of 8, [5, 4] = 7 of 8
    expect([...packFill(plan, 2)]).toEqual([1, 7 / 8])
  })
})
