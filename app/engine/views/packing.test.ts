import { afterEach, describe, expect, it } from 'vitest'
import { PACK_STRATEGIES } from '../../../core/packing/plan/packOptions.ts'
import type { PackOptions, StrategyRow } from '../../protocol/packing.ts'
import { type EngineOnRows, engineOnRows, PACK, PAD } from '../../testing/engineOnRows.ts'
import type { MemoryPlatform } from '../../testing/memoryPlatform.ts'
import type { Engine } from '../createEngine.ts'

/** The lengths of axolotl-semantics §2.5; ids name their row, the first third of the labels is ignored. */
const LENGTHS = [5, 3, 7, 2, 6, 4, 1, 8]
const ROWS = LENGTHS.map((length, row) => {
  const ids = Array.from({ length }, (_, i) => (row + 1) * 10 + i)
  return { input_ids: ids, labels: ids.map((id, i) => (i < Math.floor(length / 3) ? -100 : id)) }
})

describe('packing and padding through the engine', () => {
  let on: EngineOnRows
  let engine: Engine
  let platform: MemoryPlatform

  async function open(rows: unknown[]): Promise<string> {
    on = await engineOnRows(rows)
    engine = on.engine
    platform = on.platform
    return on.datasetId
  }
  const pack = (datasetId: string, change: Partial<PackOptions> = {}) => on.pack(datasetId, change)
  const endOf = (jobId: string) => on.endOf(jobId)
  const resultOf = (jobId: string) => on.resultOf(jobId)

  /** The account once the labels of cut rows are read, which the view on the watch stream has, too. */
  async function completeAccount({ accountJobId, datasetId }: { accountJobId: string | null; datasetId: string }) {
    const result = await resultOf(accountJobId ?? '')
    if (result.kind !== 'account') throw new Error(`a ${result.kind} came of it`)
    for await (const event of engine.api.watch({})) {
      if (event.kind !== 'dataset' || event.dataset.datasetId !== datasetId) continue
      expect(event.dataset.pack).toEqual(result.summary)
      break
    }
    return result.summary
  }

  afterEach(async () => {
    await engine.close()
    expect(platform.openSources()).toBe(0)
  })

  it("packs by Axolotl's rule, with V2's numbered mask and restarting positions", async () => {
    const datasetId = await open(ROWS)
    const { datasetId: packedId, summary } = await pack(datasetId, { sequenceLen: 10 })
    expect(summary).toMatchObject({ packs: 4, tokens: 36, efficiency: 0.9, capacity: 10, rows: 8, cutTokens: 0 })
    const map = await engine.api.readPacks({ datasetId: packedId, packStart: 0, packEnd: 9 })
    expect([...map.segmentOffsets]).toEqual([0, 3, 5, 7, 8])
    expect([...map.rows]).toEqual([0, 1, 3, 2, 6, 4, 5, 7])
    const first = await engine.api.readPack({ datasetId: packedId, pack: 0, maxPositions: 1000 })
    expect([...first.inputIds.subarray(0, 10)]).toEqual([10, 11, 12, 13, 14, 20, 21, 22, 40, 41])
    expect([...first.positionIds.subarray(0, 10)]).toEqual([0, 1, 2, 3, 4, 0, 1, 2, 0, 1])
    expect([...first.labels.subarray(0, 10)]).toEqual([-100, 11, 12, 13, 14, -100, 21, 22, 40, 41])
    expect(first.segments.map(({ row, position, length }) => [row, position, length])).toEqual([
      [0, 0, 5],
      [1, 5, 3],
      [3, 8, 2],
    ])
    const page = await engine.api.readRows({
      datasetId: packedId,
      rowStart: 0,
      rowEnd: 1,
      columns: ['attention_mask'],
      maxCellBytes: 200,
    })
    expect(page.columns[0]?.texts[0]).toContain('1, 1, 1, 1, 1, 2, 2, 2, 3, 3')
  })

  it('accounts for trained tokens, exactly where rows were cut, and leads to the rows', async () => {
    const datasetId = await open(ROWS)
    const packed = await pack(datasetId, { strategy: 'bfd', sequenceLen: 6, excess: 'truncate' })
    expect(packed.summary.account[0]).toEqual({ kind: 'kept', rows: 8, tokens: 33, trainedTokens: null })
    const packedId = packed.datasetId
    const summary = await completeAccount(packed)
    // Rows 2 (7 tokens) and 7 (8 tokens) are cut to 6; all their cut tokens were trained.
    const trained = ROWS.map((row) => row.labels.filter((label) => label !== -100).length)
    const all = trained.reduce((sum, n) => sum + n, 0)
    expect(summary.account).toEqual([
      { kind: 'kept', rows: 8, tokens: 33, trainedTokens: all - 3 },
      { kind: 'cut', rows: 2, tokens: 3, trainedTokens: 3 },
      { kind: 'dropped', rows: 0, tokens: 0, trainedTokens: 0 },
      { kind: 'split', rows: 0, tokens: 0, trainedTokens: 0 },
      { kind: 'skipped', rows: 0, tokens: 0, trainedTokens: 0 },
      expect.objectContaining({ kind: 'padding', rows: 0 }),
    ])
    const cut = await engine.api.openAccountLine({ datasetId: packedId, line: 'cut' })
    expect(cut).toMatchObject({ kind: 'selected', parentId: datasetId, extent: { numRows: 2, exact: true } })
    const page = await engine.api.readRows({
      datasetId: cut.datasetId,
      rowStart: 0,
      rowEnd: 9,
      columns: ['input_ids'],
      maxCellBytes: 200,
    })
    expect([...(page.rowNumbers ?? [])]).toEqual([2, 7])
    expect(page.columns[0]?.texts[0]).toMatch(/^\[7\] 30, 31/)
    expect((await engine.api.readRow({ datasetId: cut.datasetId, row: 1, maxBytes: 9999 })).rowNumber).toBe(7)
    await expect(engine.api.openAccountLine({ datasetId: packedId, line: 'padding' })).rejects.toMatchObject({
      code: 'argument/invalid',
    })
  })

  it('reads the labels of any number of cut rows, in one pass of a worker that ends with the view', async () => {
    const rows = Array.from({ length: 80_000 }, (_, row) => {
      const length = row % 1100 === 3 ? 9 : 1
      return { input_ids: Array.from({ length }, (_, i) => i), labels: Array.from({ length }, (_, i) => (i % 3) - 100) }
    })
    const datasetId = await open(rows)
    const packed = await pack(datasetId, { strategy: 'bfd', sequenceLen: 5, excess: 'truncate' })
    const summary = await completeAccount(packed)
    const cut = rows.filter(({ labels }) => labels.length > 5)
    const trained = (labels: readonly number[]) => labels.filter((label) => label !== -100).length
    const lost = cut.reduce((sum, { labels }) => sum + trained(labels.slice(5)), 0)
    const all = rows.reduce((sum, { labels }) => sum + trained(labels), 0)
    expect(cut.length).toBeGreaterThan(70)
    expect(summary.trainedTokens).toBe(all - lost)
    const again = await pack(datasetId, { strategy: 'bfd', sequenceLen: 6, excess: 'truncate' })
    await engine.api.close({ datasetId: again.datasetId })
    expect(await endOf(again.accountJobId ?? '')).toMatchObject({ state: 'canceled' })
    expect(summary.account.slice(0, 2)).toEqual([
      { kind: 'kept', rows: rows.length, tokens: summary.tokens, trainedTokens: all - lost },
      { kind: 'cut', rows: cut.length, tokens: 4 * cut.length, trainedTokens: lost },
    ])
  })

  it('needs no labels where no row is cut', async () => {
    const datasetId = await open(ROWS)
    const whole = await pack(datasetId)
    expect(whole.accountJobId).toBeNull()
    expect(whole.summary.trainedTokens).toBe(ROWS.flatMap(({ labels }) => labels).filter((id) => id !== -100).length)
  })

  it('sets every strategy side by side, and says why one refuses', async () => {
    const datasetId = await open(ROWS)
    const rows: StrategyRow[] = []
    for await (const row of engine.api.compareStrategies({ datasetId, options: { ...PACK, sequenceLen: 7 } }))
      rows.push(row)
    expect(rows.map((row) => row.strategy).sort()).toEqual([...PACK_STRATEGIES].sort())
    const of = (name: string) => rows.find((row) => row.strategy === name) as StrategyRow
    expect(of('torchtune').refused).toContain('row 7')
    expect(of('wrapped')).toMatchObject({ packs: 6, cutTokens: 0, refused: null })
    expect(of('multipack').droppedRows).toBe(1)
    const best = of('best')
    const sameLoss = rows.filter((row) => row.refused === null && row.cutTokens === best.cutTokens)
    for (const row of sameLoss) expect(row.packs, row.strategy).toBeGreaterThanOrEqual(best.packs)
  })

  it('draws curves whose points are those of the plans', async () => {
    const datasetId = await open(ROWS)
    const points = []
    const params = { datasetId, options: PACK, strategies: ['multipack' as const], sequenceLens: [8, 10, 20] }
    for await (const point of engine.api.packCurve(params)) points.push(point)
    expect(points.map((point) => point.sequenceLen)).toEqual([8, 10, 20])
    for (const point of points) {
      const { summary } = await pack(datasetId, { sequenceLen: point.sequenceLen })
      expect(point).toMatchObject({
        packs: summary.packs,
        efficiency: summary.efficiency,
        cutTokens: summary.cutTokens,
      })
    }
  })

  it('pads in batches of every order, and shows them', async () => {
    const datasetId = await open(ROWS)
    const summary = await engine.api.pad({ datasetId, options: PAD })
    // Batches [5,3] [7,2] [6,4] [1,8]: widths 5, 7, 6, 8.
    expect(summary).toMatchObject({ batches: 4, tokens: 36, padTokens: 2 + 5 + 2 + 7, cutTokens: 0, widths: [5, 6, 8] })
    expect(summary.waste).toBeCloseTo(16 / 52)
    expect([...summary.heat].map((waste) => Number(waste.toFixed(3)))).toEqual([0.2, 0.357, 0.167, 0.438])
    expect(summary.histogram.reduce((sum, n) => sum + n, 0)).toBe(4)
    const grouped = await engine.api.pad({ datasetId, options: { ...PAD, order: 'length' } })
    expect(grouped.padTokens).toBe(1 + 1 + 1 + 1)
    const page = await engine.api.readPadBatches({ datasetId, options: PAD, batchStart: 1, batchEnd: 3 })
    expect([...page.rows]).toEqual([2, 3, 4, 5])
    expect([...page.lengths]).toEqual([7, 2, 6, 4])
    expect([...page.widths]).toEqual([7, 6])
    expect([...page.rowOffsets]).toEqual([0, 2, 4])
  })

  it('leaves ragged rows out, with an issue that names them', async () => {
    const datasetId = await open([
      { input_ids: [1, 2], labels: [1, 2] },
      { input_ids: [1, 2, 3], labels: [1] },
    ])
    const { summary } = await pack(datasetId)
    expect(summary).toMatchObject({ skippedRows: 1, tokens: 2 })
    expect(await engine.api.listIssues({ datasetId, start: 0, end: 9 })).toMatchObject([
      { code: 'pack/unusable-row', rowStart: 1 },
    ])
    for await (const event of engine.api.watch({})) {
      if (event.kind !== 'dataset' || event.dataset.datasetId !== datasetId) continue
      expect(event.dataset.issueCount).toBe(1)
      break
    }
  })
})
