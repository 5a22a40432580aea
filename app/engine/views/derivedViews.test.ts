import { tableFromIPC } from 'apache-arrow'
import { afterEach, describe, expect, it } from 'vitest'
import { PACK_STRATEGIES } from '../../../core/packing/plan/packOptions.ts'
import type { Page } from '../../protocol/datasets.ts'
import type { PadOptions, StrategyRow } from '../../protocol/packing.ts'
import { type EngineOnRows, engineOnRows, PACK, PAD } from '../../testing/engineOnRows.ts'

/** Ids name their row, the first third of the labels is ignored. Rows 2, 5 and 7 cannot be used. */
const ids = (row: number, length: number) => Array.from({ length }, (_, i) => (row + 1) * 10 + i)
const labels = (row: number, length: number) =>
  ids(row, length).map((id, i) => (i < Math.floor(length / 3) ? -100 : id))
const row = (at: number, length: number) => ({ input_ids: ids(at, length), labels: labels(at, length), text: `r${at}` })
const ROWS = [
  row(0, 6),
  row(1, 3),
  { input_ids: null, labels: null, text: 'no ids' },
  row(3, 9),
  row(4, 1),
  { input_ids: [1, 2, 3], labels: [1], text: 'ragged' },
  row(6, 4),
  '{"input_ids": [1, 2,',
]

let on: EngineOnRows
afterEach(async () => {
  await on.engine.close()
  expect(on.platform.openSources()).toBe(0)
})

async function rowsOf(datasetId: string, columns: string[]): Promise<Page> {
  return on.engine.api.readRows({ datasetId, rowStart: 0, rowEnd: 99, columns, maxCellBytes: 999 })
}

interface PaddedRow {
  input_ids: number[]
  labels: number[]
  attention_mask: number[]
  position_ids: number[]
  batch: number
}

function written(bytes: Uint8Array): PaddedRow[] {
  const lists = ['input_ids', 'labels', 'attention_mask', 'position_ids'] as const
  return tableFromIPC(bytes)
    .toArray()
    .map(
      (one) => ({ ...Object.fromEntries(lists.map((name) => [name, [...one[name]]])), batch: one.batch }) as PaddedRow,
    )
}

describe('padding through the engine', () => {
  const open = async (change: Partial<PadOptions>) => {
    on = await engineOnRows(ROWS)
    return { datasetId: on.datasetId, options: { ...PAD, ...change } }
  }

  it('accounts for every row and token, the trained ones once labels are read, and leads to the rows', async () => {
    const asked = await open({ targetLength: 4 })
    const { account, cutRows } = await on.engine.api.pad(asked)
    const skipped = { kind: 'skipped', rows: 3, tokens: 0, trainedTokens: 0 }
    const padding = { kind: 'padding', rows: 0, tokens: 4, trainedTokens: 0 }
    expect(cutRows).toBe(2)
    expect(account).toEqual([
      { kind: 'kept', rows: 5, tokens: 16, trainedTokens: null },
      { kind: 'cut', rows: 2, tokens: 7, trainedTokens: null },
      skipped,
      padding,
    ])
    // All seven cut tokens are trained on: only the first third of a row is ignored.
    const trained = [6, 3, 9, 1, 4].reduce((sum, length) => sum + length - Math.floor(length / 3), 0)
    expect(await on.engine.api.padAccount(asked)).toEqual([
      { kind: 'kept', rows: 5, tokens: 16, trainedTokens: trained - 7 },
      { kind: 'cut', rows: 2, tokens: 7, trainedTokens: 7 },
      skipped,
      padding,
    ])
    const numbers = async (line: 'kept' | 'cut' | 'skipped', order: PadOptions['order']) => {
      const { datasetId } = asked
      const view = await on.engine.api.openPadLine({ datasetId, options: { ...asked.options, order }, line })
      expect(view).toMatchObject({ kind: 'selected', parentId: datasetId, name: expect.stringContaining('padded') })
      const page = await rowsOf(view.datasetId, ['text'])
      expect(page.numRows).toBe(view.extent.numRows)
      return [...(page.rowNumbers ?? [])]
    }
    for (const order of ['file', 'length', 'shuffled'] as const) {
      expect(await numbers('cut', order)).toEqual([0, 3])
      expect(await numbers('kept', order)).toEqual([0, 1, 3, 4, 6])
      expect(await numbers('skipped', order)).toEqual([2, 5, 7])
    }
  })

  it('says in the view of skipped rows what is wrong with each', async () => {
    const { datasetId, options } = await open({})
    const view = await on.engine.api.openPadLine({ datasetId, options, line: 'skipped' })
    expect(view.issueCount).toBe(2)
    expect(await on.engine.api.listIssues({ datasetId: view.datasetId, start: 0, end: 9 })).toMatchObject([
      { code: 'pack/unusable-row', rowStart: 1, rowEnd: 2, message: expect.stringContaining('row 5 cannot be packed') },
      { code: 'jsonl/bad-json', severity: 'error', rowStart: 2, rowEnd: 3 },
    ])
    expect((await rowsOf(view.datasetId, ['text'])).badRows).toEqual([2])
  })

  it('opens the padded rows of every order as a view that is exported whole', async () => {
    const { datasetId } = await open({})
    const orders = { file: [0, 1, 3, 4, 6], length: [3, 0, 6, 1, 4], shuffled: [6, 3, 4, 1, 0] }
    const lengths: Record<number, number> = { 0: 6, 1: 3, 3: 9, 4: 1, 6: 4 }
    for (const [order, numbers] of Object.entries(orders)) {
      const options = { ...PAD, order: order as PadOptions['order'], padTokenId: 99, padToMultipleOf: 4 }
      const summary = await on.engine.api.pad({ datasetId, options })
      const view = await on.engine.api.openPadded({ datasetId, options })
      expect(view).toMatchObject({ kind: 'padded', parentId: datasetId, extent: { numRows: 5, exact: true } })
      expect(view.pad).toEqual({ ...options, column: 'input_ids' })
      const page = await rowsOf(view.datasetId, ['batch', 'input_ids'])
      expect([...(page.rowNumbers ?? [])]).toEqual(numbers)
      expect(page.columns[0]?.texts).toEqual(['0', '0', '1', '1', '2'])
      const detail = await on.engine.api.readRow({ datasetId: view.datasetId, row: 1, maxBytes: 9999 })
      expect(detail.rowNumber).toBe(numbers[1])

      const rows = written(await on.exported(view.datasetId))
      const batches = await on.engine.api.readPadBatches({ datasetId, options, batchStart: 0, batchEnd: 3 })
      let padded = 0
      rows.forEach((one, at) => {
        const number = numbers[at] as number
        const length = lengths[number] as number
        const width = batches.widths[one.batch] as number
        const rest = width - length
        padded += rest
        expect(one.batch).toBe(Math.floor(at / 2))
        expect(one.input_ids).toEqual([...ids(number, length), ...new Array(rest).fill(99)])
        expect(one.labels).toEqual([...labels(number, length), ...new Array(rest).fill(-100)])
        expect(one.attention_mask).toEqual([...new Array(length).fill(1), ...new Array(rest).fill(0)])
        expect(one.position_ids).toEqual([...Array(length).keys(), ...Array(rest).keys()])
      })
      expect(padded).toBe(summary.padTokens)
    }
  })

  it('cuts and pads on the left', async () => {
    const { datasetId, options } = await open({ side: 'left', targetLength: 4 })
    const view = await on.engine.api.openPadded({ datasetId, options })
    const rows = written(await on.exported(view.datasetId))
    expect(rows.map((one) => one.input_ids)).toEqual([
      ids(0, 4),
      [0, ...ids(1, 3)],
      ids(3, 4),
      [0, 0, 0, ...ids(4, 1)],
      ids(6, 4),
    ])
    expect(rows[3]?.position_ids).toEqual([0, 1, 2, 0])
  })

  it('pads text by its bytes, and refuses what is padded or packed already', async () => {
    const { datasetId } = await open({})
    const options = { ...PAD, column: 'text' }
    const view = await on.engine.api.openPadded({ datasetId, options })
    const [first] = written(await on.exported(view.datasetId))
    expect(first).toMatchObject({ input_ids: [114, 48], labels: [114, 48], attention_mask: [1, 1] })
    const again = { datasetId: view.datasetId, options: PAD }
    const refused = { code: 'argument/invalid', message: expect.stringContaining('is packed or padded already') }
    await expect(on.engine.api.pad(again)).rejects.toMatchObject(refused)
    await expect(on.engine.api.openPadded(again)).rejects.toMatchObject(refused)
    await expect(on.pack(view.datasetId)).rejects.toMatchObject(refused)
  })

  it('opens nothing for a dataset that was closed meanwhile', async () => {
    const asked = await open({})
    const opening = on.engine.api.openPadded(asked)
    await on.engine.api.close({ datasetId: asked.datasetId })
    await expect(opening).rejects.toMatchObject({ name: 'AbortError' })
  })
})

describe('a view of chosen rows', () => {
  /** Rows 0 (6 tokens) and 3 (9 tokens) of the file. */
  async function cutRows(): Promise<string> {
    on = await engineOnRows(ROWS)
    const { datasetId } = on
    const view = await on.engine.api.openPadLine({ datasetId, options: { ...PAD, targetLength: 4 }, line: 'cut' })
    return view.datasetId
  }

  it('is packed by every strategy with the rows of the file', async () => {
    const viewId = await cutRows()
    for (const strategy of PACK_STRATEGIES) {
      const { datasetId, summary } = await on.pack(viewId, { strategy, sequenceLen: 16, excess: 'drop' })
      expect(summary, strategy).toMatchObject({ rows: 2, tokens: 15, skippedRows: 0 })
      // fast-axolotl's greedy rule makes labels of the ids.
      expect(summary.trainedTokens, strategy).toBe(strategy === 'greedy' ? 15 : 4 + 6)
      const { rows, rowNumbers } = await on.engine.api.readPacks({ datasetId, packStart: 0, packEnd: 9 })
      expect([...new Set(rows)].sort(), strategy).toEqual([0, 1])
      expect(rowNumbers && Array.from(rowNumbers), strategy).toEqual(Array.from(rows, (at) => [0, 3][at]))
      const { segments } = await on.engine.api.readPack({ datasetId, pack: 0, maxPositions: 99 })
      for (const { row: at, rowNumber } of segments) expect(rowNumber).toBe([0, 3][at])
      const table = tableFromIPC(await on.exported(datasetId))
      const tokens = table.toArray().flatMap((one) => [...one.input_ids] as number[])
      for (const id of [...ids(0, 6), ...ids(3, 9)]) expect(tokens, strategy).toContain(id)
    }
  })

  it('is padded, accounted for and opened line by line, also what was chosen from it', async () => {
    const viewId = await cutRows()
    const options = { ...PAD, targetLength: 7 }
    expect(await on.engine.api.padAccount({ datasetId: viewId, options })).toMatchObject([
      { kind: 'kept', rows: 2, tokens: 13, trainedTokens: 8 },
      { kind: 'cut', rows: 1, tokens: 2, trainedTokens: 2 },
      { kind: 'skipped', rows: 0 },
      { kind: 'padding', tokens: 1 },
    ])
    const batch = await on.engine.api.readPadBatches({ datasetId: viewId, options, batchStart: 0, batchEnd: 1 })
    expect([[...batch.rows], [...(batch.rowNumbers ?? [])]]).toEqual([
      [0, 1],
      [0, 3],
    ])
    const cut = await on.engine.api.openPadLine({ datasetId: viewId, options, line: 'cut' })
    expect([...((await rowsOf(cut.datasetId, ['text'])).rowNumbers ?? [])]).toEqual([3])
    const padded = await on.engine.api.openPadded({ datasetId: cut.datasetId, options: { ...options, column: 'text' } })
    expect(padded.parentId).toBe(cut.datasetId)
    const page = await rowsOf(padded.datasetId, ['input_ids'])
    expect([page.rowNumbers && [...page.rowNumbers], page.columns[0]?.texts]).toEqual([
      [3],
      ['[7] 114, 51, 0, 0, 0, 0, 0'],
    ])
    // Everything made of a view goes with it.
    await on.engine.api.close({ datasetId: viewId })
    await expect(rowsOf(padded.datasetId, ['input_ids'])).rejects.toMatchObject({ code: 'argument/invalid' })
  })

  it('reads the labels of rows that packing cuts', async () => {
    const viewId = await cutRows()
    const { accountJobId, summary } = await on.pack(viewId, { strategy: 'bfd', sequenceLen: 5, excess: 'truncate' })
    expect(summary.trainedTokens).toBeNull()
    const account = await on.resultOf(accountJobId ?? '')
    // Of 6 and 9 tokens the first 5 stay: 2 and 3 of them are ignored.
    expect(account).toMatchObject({ kind: 'account', summary: { tokens: 10, trainedTokens: 3 + 2 } })
  })

  it('calls a row that is too long what the file calls it', async () => {
    const viewId = await cutRows()
    const tooLong = { strategy: 'concat', sequenceLen: 8, excess: 'error' } as const
    await expect(on.pack(viewId, tooLong)).rejects.toMatchObject({
      code: 'limit/exceeded',
      message: expect.stringMatching(/^row 3 has 9 tokens/),
      details: { row: 3 },
    })
    const refused: StrategyRow[] = []
    const comparing = on.engine.api.compareStrategies({ datasetId: viewId, options: { ...PACK, ...tooLong } })
    for await (const one of comparing) if (one.refused !== null) refused.push(one)
    expect(refused.map(({ strategy, refusedRow }) => [strategy, refusedRow])).toEqual([
      ['concat', 3],
      ['torchtune', 3],
    ])
    for (const one of refused) expect(one.refused).toMatch(/^row 3 has 9 tokens/)
  })

  it('is compared and drawn as curves like any other dataset', async () => {
    const viewId = await cutRows()
    const params = { options: PACK, strategies: ['none' as const], sequenceLens: [9, 15] }
    const points = []
    for await (const point of on.engine.api.packCurve({ datasetId: viewId, ...params })) points.push(point)
    expect(points.map(({ packs, keptTokens }) => [packs, keptTokens])).toEqual([
      [2, 15],
      [2, 15],
    ])
  })
})
