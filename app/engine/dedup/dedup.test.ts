import { afterEach, describe, expect, it } from 'vitest'
import type { DedupSpec } from '../../protocol/dedup.ts'
import { type EngineOnRows, engineOnRows } from '../../testing/engineOnRows.ts'

const EXACT: DedupSpec = {
  key: { kind: 'columns', columns: ['text'] },
  method: { kind: 'exact' },
  keep: 'first',
  against: null,
}

let open: EngineOnRows[] = []
afterEach(async () => {
  for (const { engine, platform } of open) {
    await engine.close()
    expect(platform.openSources()).toBe(0)
  }
  open = []
})

async function onRows(rows: readonly unknown[]): Promise<EngineOnRows> {
  const opened = await engineOnRows(rows)
  open.push(opened)
  return opened
}

function dedup(on: EngineOnRows, change: Partial<DedupSpec> = {}, datasetId = on.datasetId) {
  return on.run<'dedup'>({ kind: 'dedup', datasetId, spec: { ...EXACT, ...change } })
}

async function rowsOf({ engine }: EngineOnRows, datasetId: string): Promise<number[]> {
  const page = await engine.api.readRows({ datasetId, rowStart: 0, rowEnd: 100, columns: [], maxCellBytes: 10 })
  return [...(page.rowNumbers ?? [])]
}

describe('exact duplicates of a text column', () => {
  it('keep the first row, in order, as a view; the others are a view too', async () => {
    const on = await onRows(['a', 'b', 'a', 'c', 'b', 'a'].map((text) => ({ text })))
    const { datasetId, duplicatesId, summary } = await dedup(on)
    expect(await rowsOf(on, datasetId)).toEqual([0, 1, 3])
    expect(await rowsOf(on, duplicatesId)).toEqual([2, 4, 5])
    expect(summary).toMatchObject({
      rows: 6,
      unique: 3,
      duplicates: 3,
      groups: 2,
      removalRate: 0.5,
      largestGroup: 3,
      nullKeys: 0,
      existing: 0,
      groupSizes: [
        { size: 2, count: 1 },
        { size: 3, count: 1 },
      ],
    })
    expect(await on.engine.api.listDuplicateGroups({ datasetId, start: 0, end: 10, order: 'row' })).toEqual({
      total: 2,
      groups: [
        { groupId: 0, size: 3, kept: 0, rows: [0, 2, 5], similarity: null },
        { groupId: 1, size: 2, kept: 1, rows: [1, 4], similarity: null },
      ],
    })
    const texts = await on.engine.api.readGroupTexts({ datasetId, groupId: 1, rows: [4, 1], maxBytes: 100 })
    expect(texts).toEqual([
      { row: 4, text: 'b', truncated: false },
      { row: 1, text: 'b', truncated: false },
    ])
  })

  it('of a view name rows as the file does', async () => {
    const on = await onRows(['a', 'b', 'a', 'b', 'b'].map((text) => ({ text })))
    const first = await dedup(on)
    const again = await dedup(on, {}, first.duplicatesId)
    expect(await rowsOf(on, again.datasetId)).toEqual([2, 3])
    const { groups } = await on.engine.api.listDuplicateGroups({
      datasetId: again.datasetId,
      start: 0,
      end: 1,
      order: 'size',
    })
    expect(groups).toEqual([{ groupId: 0, size: 2, kept: 3, rows: [3, 4], similarity: null }])
    const texts = await on.engine.api.readGroupTexts({
      datasetId: again.datasetId,
      groupId: 0,
      rows: [4],
      maxBytes: 100,
    })
    expect(texts).toEqual([{ row: 4, text: 'b', truncated: false }])
  })

  it('closing the view of kept rows closes that of the others', async () => {
    const on = await onRows(['a', 'a'].map((text) => ({ text })))
    const { datasetId, duplicatesId } = await dedup(on)
    await on.engine.api.close({ datasetId })
    await expect(rowsOf(on, duplicatesId)).rejects.toMatchObject({ code: 'argument/invalid' })
    expect(await rowsOf(on, on.datasetId)).toEqual([])
  })

  it('count rows without a key, and keep them all', async () => {
    const on = await onRows([{ text: null }, { text: 'a' }, '{"text": oops}', { text: null }, { text: 'a' }])
    const { datasetId, summary } = await dedup(on)
    expect(await rowsOf(on, datasetId)).toEqual([0, 1, 2, 3])
    expect(summary).toMatchObject({ unique: 4, duplicates: 1, nullKeys: 3 })
  })
})
