import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { tokenTableDataset } from '../../testing/tokenRows.ts'
import { DEFAULT_PLAN_OPTIONS, PACK_STRATEGIES, type PlanOptions } from '../plan/packOptions.ts'
import { ROW_UNUSABLE } from '../plan/packPlan.ts'
import { planPacks } from '../plan/planPacks.ts'
import { countTokens } from '../rows/countTokens.ts'
import { partlyKept } from './partlyKept.ts'
import { isQuickToReach, readTrainedKept } from './readTrainedKept.ts'
import { type AccountKind, accountRows, tokenAccount } from './tokenAccount.ts'

const options = (more: Partial<PlanOptions>): PlanOptions => ({
  ...DEFAULT_PLAN_OPTIONS,
  strategy: 'concat',
  sequenceLen: 8,
  ...more,
})
const SOURCE = { ids: 'input_ids', labels: 'labels', mask: null }

const setting = fc.record({
  rows: fc.array(fc.option(fc.array(fc.boolean(), { maxLength: 20 }), { freq: 9 }), { minLength: 1, maxLength: 40 }),
  strategy: fc.constantFrom(...PACK_STRATEGIES),
  sequenceLen: fc.integer({ min: 3, max: 14 }),
  excess: fc.constantFrom('drop', 'truncate', 'split'),
  microBatchSize: fc.integer({ min: 1, max: 3 }),
  dropLast: fc.boolean(),
})

describe('tokenAccount', () => {
  it('accounts for every row and token once under every strategy, with the labels that are really there', async () => {
    await fc.assert(
      fc.asyncProperty(setting, async ({ rows, ...rest }) => {
        const ids = rows.map((row) => row?.map((_, i) => i) ?? null)
        const labels = rows.map((row) => row?.map((isTrained, i) => (isTrained ? i : -100)) ?? null)
        const base = tokenTableDataset({ input_ids: { rows: ids }, labels: { rows: labels } }, 3)
        const lengths = Uint32Array.from(rows, (row) => row?.length ?? ROW_UNUSABLE)
        const trained = Uint32Array.from(rows, (row) => row?.filter(Boolean).length ?? 0)
        const plan = planPacks(lengths, { ...DEFAULT_PLAN_OPTIONS, ...rest, realBatches: true } as PlanOptions)
        const kept = await readTrainedKept(base, SOURCE, partlyKept(plan, lengths.length), { labelPadId: -100 })
        const lines = tokenAccount(plan, lengths, trained, kept)
        const line = (kind: AccountKind) => lines.find((candidate) => candidate.kind === kind)!
        const total = (values: readonly (AccountKind | number)[], of: 'rows' | 'tokens' | 'trainedTokens') =>
          values.reduce<number>((sum, kind) => sum + line(kind as AccountKind)[of]!, 0)

        expect(total(['kept', 'dropped', 'skipped'], 'rows')).toBe(rows.length)
        const tokens = rows.reduce((sum, row) => sum + (row?.length ?? 0), 0)
        expect(total(['kept', 'cut', 'dropped'], 'tokens')).toBe(tokens)
        expect(total(['kept', 'cut', 'dropped'], 'trainedTokens')).toBe(trained.reduce((sum, n) => sum + n, 0))
        expect(line('kept').tokens).toBe(plan.account.tokens)
        expect(line('cut').tokens + line('dropped').tokens).toBe(plan.account.cutTokens)
        expect([line('dropped').rows, line('split').rows, line('skipped').rows]).toEqual([
          plan.account.droppedRows,
          plan.account.splitRows,
          plan.account.skippedRows,
        ])
        expect(line('padding').tokens).toBe(plan.account.padTokens)

        let inPacks = 0
        plan.segmentRows.forEach((row, s) => {
          const start = plan.segmentStarts?.[s] ?? 0
          inPacks += rows[row]!.slice(start, start + plan.segmentLengths[s]!).filter(Boolean).length
        })
        expect(line('kept').trainedTokens).toBe(inPacks)
        for (const { kind, rows: count } of lines) expect(accountRows(plan, lengths, kind)).toHaveLength(count)
      }),
      { numRuns: 300 },
    )
  })

  it('leads to the rows of each line', () => {
    const lengths = Uint32Array.of(3, 20, ROW_UNUSABLE, 5, 0)
    const rowsOf = (plan: ReturnType<typeof planPacks>) =>
      Object.fromEntries(
        (['kept', 'cut', 'dropped', 'split', 'skipped', 'padding'] as const).map((kind) => [
          kind,
          [...accountRows(plan, lengths, kind)],
        ]),
      )
    const nothing = { cut: [], dropped: [], split: [], skipped: [2], padding: [] }
    // The empty row at the end is in no pack where the last one is full: it counts as dropped, without tokens.
    expect(rowsOf(planPacks(lengths, options({ excess: 'truncate' })))).toEqual({
      ...nothing,
      kept: [0, 1, 3, 4],
      cut: [1],
    })
    expect(rowsOf(planPacks(lengths, options({ excess: 'drop' })))).toEqual({
      ...nothing,
      kept: [0, 3],
      dropped: [1, 4],
    })
    expect(rowsOf(planPacks(lengths, options({ excess: 'split' })))).toEqual({
      ...nothing,
      kept: [0, 1, 3, 4],
      split: [1],
    })
  })

  it('says where it does not know what is trained on', () => {
    const lengths = Uint32Array.of(3, 20)
    const plan = planPacks(lengths, options({ excess: 'truncate' }))
    const trained = (lines: ReturnType<typeof tokenAccount>) => lines.map((line) => line.trainedTokens)
    expect(trained(tokenAccount(plan, lengths, Uint32Array.of(1, 2), null))).toEqual([null, null, 0, 0, 0, 0])
    // Without labels every token is trained on.
    expect(trained(tokenAccount(plan, lengths, null, null))).toEqual([11, 12, 0, 0, 0, 0])
  })

  it('gives the kept parts of rows that lost some', () => {
    const plan = planPacks(Uint32Array.of(9, 4, 30), options({ strategy: 'bfd', excess: 'truncate' }))
    const parts = partlyKept(plan, 3)
    expect([[...parts.rows], [...parts.offsets], [...parts.starts], [...parts.lengths]]).toEqual([
      [0, 2],
      [0, 1, 2],
      [0, 0],
      [8, 8],
    ])
  })
})

describe('readTrainedKept', () => {
  const rows = Array.from({ length: 5000 }, (_, n) => Array.from({ length: n % 1000 === 0 ? 20 : 2 }, (_, i) => i))
  const table = { input_ids: { rows }, labels: { rows } }
  const lengths = Uint32Array.from(rows, (row) => row.length)
  const plan = planPacks(lengths, options({ excess: 'truncate' }))

  it('reads the rows concerned only', async () => {
    const base = tokenTableDataset(table, 4096)
    const partly = partlyKept(plan, lengths.length)
    const kept = await readTrainedKept(base, SOURCE, partly, { labelPadId: 3 })
    expect(kept[partly.rows.indexOf(3000)]).toBe(7) // eight of twenty are kept, one of them ignored
    expect(base.requests.every(({ columns }) => columns?.join() === 'input_ids,labels')).toBe(true)
    expect(base.open).toBe(0)
  })

  it('fails with the row when the data changed, and ends what it began', async () => {
    const base = tokenTableDataset({ ...table, labels: { rows: rows.with(3000, [1]) } }, 10)
    const reading = readTrainedKept(base, SOURCE, partlyKept(plan, lengths.length), { labelPadId: 3 })
    await expect(reading).rejects.toMatchObject({ code: 'source/changed', details: { row: 3000 } })
    const controller = new AbortController()
    controller.abort()
    const aborted = readTrainedKept(base, SOURCE, partlyKept(plan, lengths.length), {
      labelPadId: 3,
      signal: controller.signal,
    })
    await expect(aborted).rejects.toMatchObject({ name: 'AbortError' })
    expect(base.open).toBe(0)
  })

  it('reads many rows in one pass that leaves out whole splits only, and tells how far it is', async () => {
    const numRows = 160_000
    const splits = Array.from({ length: 8 }, (_, i) => ({ rowStart: i * 20_000, rowEnd: (i + 1) * 20_000 }))
    const isLong = (row: number) => row % 1200 === 7 && !(row >= 60_000 && row < 100_000)
    const many = Array.from({ length: numRows }, (_, row) => (isLong(row) ? [row, -100, 3, -100, 5, 6] : []))
    const base = tokenTableDataset({ input_ids: { rows: many }, labels: { rows: many } }, 1024)
    base.splits = splits
    const manyLengths = Uint32Array.from(many, (row) => row.length)
    const manyPlan = planPacks(manyLengths, options({ sequenceLen: 5, strategy: 'bfd', excess: 'truncate' }))
    const partly = partlyKept(manyPlan, manyLengths.length)
    expect(isQuickToReach(partly)).toBe(false)
    const progress: number[] = []
    const kept = await readTrainedKept(base, SOURCE, partly, {
      labelPadId: -100,
      onProgress: ({ done, total }) => {
        expect(total).toBe(partly.rows.length)
        progress.push(done)
      },
    })
    expect([...kept]).toEqual([...partly.rows].map(() => 3))
    expect([...partly.rows]).toEqual([...many.keys()].filter(isLong))
    expect(base.requests.map(({ rowStart, rowEnd }) => [rowStart, rowEnd])).toEqual([
      [7, 58_808],
      [100_807, 159_608],
    ])
    expect(progress.at(-1)).toBe(partly.rows.length)
    expect(progress.length).toBeGreaterThan(50)

    const controller = new AbortController()
    const stopped = readTrainedKept(base, SOURCE, partly, {
      labelPadId: -100,
      signal: controller.signal,
      onProgress: () => controller.abort(),
    })
    await expect(stopped).rejects.toMatchObject({ name: 'AbortError' })
    expect(base.open).toBe(0)
  })

  it('takes few rows, or many near each other, as quick to reach', () => {
    const reach = (rows: number[]) => isQuickToReach({ rows: Uint32Array.from(rows) } as ReturnType<typeof partlyKept>)
    expect(reach([])).toBe(true)
    expect(reach([4_000_000_000])).toBe(true)
    expect(reach(Array.from({ length: 64 }, (_, i) => i * 1_000_000))).toBe(true)
    expect(reach(Array.from({ length: 65 }, (_, i) => i * 1_000_000))).toBe(false)
    expect(reach(Array.from({ length: 6000 }, (_, i) => i * 10))).toBe(true)
    expect(reach(Array.from({ length: 7000 }, (_, i) => i * 10))).toBe(false)
  })

  it('agrees with what counting a batch says', () => {
    const batch = { input_ids: { rows: [[1, 2]] }, labels: { rows: [[-100, 2]] } }
    const dataset = tokenTableDataset(batch, 1)
    expect(dataset.extent.numRows).toBe(1)
    return (async () => {
      for await (const part of dataset.scan({})) expect([...countTokens(part, SOURCE, -100, 0).trained!]).toEqual([1])
    })()
  })
})
