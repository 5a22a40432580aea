import { describe, expect, it } from 'vitest'
import type { Dataset } from '../dataset/dataset.ts'
import { pack } from '../packing/pack.ts'
import { listsOf, tokenTableDataset } from '../testing/tokenRows.ts'
import { pad } from './pad.ts'

const ids = [[1, 2, 3, 4, 5], [6, 7], null, [8], [9, 9]]
const labels = [[-100, 2, 3, 4, 5], [6, 7], null, [8], [9]]
const dataset = () => tokenTableDataset({ input_ids: { rows: ids }, labels: { rows: labels } }, 2)

async function read(view: Dataset, column: string) {
  const batches = []
  for await (const batch of view.scan({})) batches.push(batch)
  return listsOf(batches, column)
}

describe('a dataset packed and padded in one call', () => {
  it('is packed as its trainer would, and accounts for the labels it loses', async () => {
    const { packs, plan, account, issues } = await pack(dataset(), { strategy: 'bfd', sequenceLen: 4 })
    expect(plan.account).toMatchObject({ rows: 5, truncatedRows: 1, skippedRows: 2 })
    expect(await read(packs, 'input_ids')).toEqual([
      [1, 2, 3, 4],
      [6, 7, 8],
    ])
    expect(account).toMatchObject([
      { kind: 'kept', rows: 3, tokens: 7, trainedTokens: 6 },
      { kind: 'cut', rows: 1, tokens: 1, trainedTokens: 1 },
      { kind: 'dropped', rows: 0 },
      { kind: 'split', rows: 0 },
      { kind: 'skipped', rows: 2 },
      { kind: 'padding', tokens: 1 },
    ])
    expect(issues).toMatchObject([{ code: 'pack/unusable-row', rowStart: 4 }])
    await expect(pack(dataset(), { strategy: 'bfd', sequenceLen: 4, excess: 'error' })).rejects.toMatchObject({
      code: 'limit/exceeded',
      details: { row: 0 },
    })
    await expect(pack(dataset(), { strategy: 'bfd', sequenceLen: 0 })).rejects.toMatchObject({
      code: 'argument/invalid',
    })
  })

  it('makes labels of the ids where the rule does', async () => {
    const { packs, account } = await pack(dataset(), { strategy: 'greedy', sequenceLen: 8, eosTokenId: 50 })
    expect((await read(packs, 'labels'))[0]).toEqual([1, 2, 3, 4, 5, 50, -100, -100])
    expect(account[0]).toMatchObject({ kind: 'kept', tokens: 8, trainedTokens: 8 })
  })

  it('is padded in the order asked for', async () => {
    const { rows, plan, account } = await pad(dataset(), {
      batchSize: 2,
      order: 'length',
      targetLength: 3,
      padTokenId: 7,
    })
    expect([...plan.rows]).toEqual([0, 1, 3])
    expect(await read(rows, 'input_ids')).toEqual([
      [1, 2, 3],
      [6, 7, 7],
      [8, 7, 7],
    ])
    expect(account).toEqual([
      { kind: 'kept', rows: 3, tokens: 6, trainedTokens: 5 },
      { kind: 'cut', rows: 1, tokens: 2, trainedTokens: 2 },
      { kind: 'skipped', rows: 2, tokens: 0, trainedTokens: 0 },
      { kind: 'padding', rows: 0, tokens: 3, trainedTokens: 0 },
    ])
  })

  it('takes the column it is told, and says when there is none', async () => {
    const { rows } = await pad(dataset(), { batchSize: 1, column: 'labels' })
    expect(await read(rows, 'input_ids')).toEqual(labels.filter(Boolean))
    const missing = { code: 'argument/invalid', message: expect.stringContaining("column 'text' holds neither") }
    await expect(pack(dataset(), { strategy: 'none', sequenceLen: 9, column: 'text' })).rejects.toMatchObject(missing)
    const numbers = tokenTableDataset({ labels: { rows: [[1]] } }, 1)
    await expect(pad(numbers, { batchSize: 1, signal: AbortSignal.abort() })).rejects.toMatchObject({
      name: 'AbortError',
    })
  })
})
