import { readFileSync } from 'node:fs'
import type { RecordBatch } from 'apache-arrow'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Dataset } from '../dataset/dataset.ts'
import { EngineError } from '../errors.ts'
import { tokenDataset } from '../testing/tokenBatch.ts'
import type { GreedyFill } from './materializeGreedy.ts'
import { packedDataset } from './packedDataset.ts'
import { packFill } from './packFill.ts'
import { DEFAULT_PLAN_OPTIONS } from './packOptions.ts'
import {
  type ExcessLengthStrategy,
  numPacks,
  packingEfficiency,
  ROW_UNUSABLE,
  SEGMENT_CONTINUES,
  SEGMENT_CUT,
} from './packPlan.ts'
import { planPacks } from './planPacks.ts'

interface GoldenCase extends GreedyFill {
  name: string
  sequences: number[][]
  maxLength: number
  expected: { input_ids: number[][]; labels: number[][]; attention_mask: number[][] }
}
const golden = JSON.parse(
  readFileSync(new URL('../fixtures/packing/greedy.json', import.meta.url), 'utf8'),
) as GoldenCase[]

const FILL: GreedyFill = { padTokenId: 0, eosTokenId: 2, labelPadId: -100 }

const planGreedy = (lengths: Uint32Array, sequenceLen: number, excess: ExcessLengthStrategy) =>
  planPacks(lengths, { ...DEFAULT_PLAN_OPTIONS, strategy: 'greedy', sequenceLen, excess })

function lengthsOf(rows: readonly (readonly number[] | null)[]): Uint32Array {
  return Uint32Array.from(rows.map((row) => (row ? row.length : ROW_UNUSABLE)))
}

function listColumn(batches: RecordBatch[], name: string): number[][] {
  return batches.flatMap((batch) => {
    const vector = batch.getChild(name)
    if (!vector) throw new Error(`no column ${name}`)
    return Array.from({ length: batch.numRows }, (_, row) => [...(vector.get(row) as Iterable<number>)])
  })
}

async function packsOf(view: Dataset, request: Parameters<Dataset['scan']>[0] = {}) {
  const batches: RecordBatch[] = []
  for await (const batch of view.scan(request)) batches.push(batch)
  return {
    input_ids: listColumn(batches, 'input_ids'),
    labels: listColumn(batches, 'labels'),
    attention_mask: listColumn(batches, 'attention_mask'),
  }
}

describe('greedy packing against fast-axolotl', () => {
  it.each(golden.map((c) => [c.name, c] as const))('%s', async (_name, c) => {
    for (const batchRows of [1, 3, 1000]) {
      const base = tokenDataset(c.sequences, batchRows)
      const plan = planGreedy(lengthsOf(c.sequences), c.maxLength, 'error')
      expect(await packsOf(packedDataset(base, 'input_ids', plan, c))).toEqual(c.expected)
    }
  })
})

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

describe('packedDataset', () => {
  it('gives any range of packs as the full scan does', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fc.integer({ min: 3, max: 9 }), { maxLength: 20 }), { minLength: 1, maxLength: 40 }),
        fc.integer({ min: 1, max: 7 }),
        fc.integer({ min: 1, max: 5 }),
        fc.nat(40),
        fc.nat(40),
        async (data, baseBatch, batchRows, a, b) => {
          const plan = planGreedy(lengthsOf(data), 12, 'split')
          const view = packedDataset(tokenDataset(data, baseBatch), 'input_ids', plan, FILL)
          const whole = await packsOf(view)
          const rowStart = Math.min(a, b)
          const rowEnd = Math.max(a, b)
          const part = await packsOf(view, { rowStart, rowEnd, batchRows })
          expect(part.input_ids).toEqual(whole.input_ids.slice(rowStart, rowEnd))
          expect(part.attention_mask).toEqual(whole.attention_mask.slice(rowStart, rowEnd))
        },
      ),
    )
  })

  it('says so when the data under a plan got shorter', async () => {
    const plan = planGreedy(Uint32Array.of(3, 3), 12, 'drop')
    const shorter = packedDataset(tokenDataset([[5, 5, 5], [5]], 10), 'input_ids', plan, FILL)
    await expect(packsOf(shorter)).rejects.toMatchObject({ code: 'source/changed', details: { row: 1 } })
    const gone = packedDataset(tokenDataset([[5, 5, 5]], 10), 'input_ids', plan, FILL)
    await expect(packsOf(gone)).rejects.toMatchObject({ code: 'source/changed' })
  })
})

describe('packFill', () => {
  it('is the share of attended positions, for more and for fewer buckets than packs', () => {
    const plan = planGreedy(Uint32Array.of(6, 2, 1), 8, 'drop') // packs: [6] = 7 of 8, [2, 1] = 5 of 8
    expect([...packFill(plan, 2)]).toEqual([7 / 8, 5 / 8])
    expect([...packFill(plan, 1)]).toEqual([6 / 8])
    expect([...packFill(plan, 4)]).toEqual([7 / 8, 7 / 8, 5 / 8, 5 / 8])
    expect([...packFill(planGreedy(new Uint32Array(0), 8, 'drop'), 4)]).toEqual([])
  })
})
