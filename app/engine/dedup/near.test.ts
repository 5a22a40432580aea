import { afterEach, describe, expect, it } from 'vitest'
import type { DedupSpec } from '../../protocol/dedup.ts'
import { type EngineOnRows, engineOnRows } from '../../testing/engineOnRows.ts'

const NEAR: DedupSpec = {
  key: { kind: 'columns', columns: ['text'] },
  method: {
    kind: 'near',
    column: 'text',
    ngramSize: 1,
    numPerm: 64,
    threshold: 0.6,
    bands: 32,
    rowsPerBand: 2,
    seed: 42,
  },
  keep: 'first',
  against: null,
}

const FOX = 'the quick brown fox jumps over a lazy dog tonight'
const TEXTS = [
  FOX,
  'something else altogether',
  `${FOX} again`,
  FOX.toUpperCase(),
  null,
  'Something else, altogether!',
  `${FOX} again and again`,
]

let open: EngineOnRows[] = []
afterEach(async () => {
  for (const { engine, platform } of open) {
    await engine.close()
    expect(platform.openSources()).toBe(0)
  }
  open = []
})

async function onTexts(texts: readonly (string | null)[]): Promise<EngineOnRows> {
  const opened = await engineOnRows(texts.map((text, id) => ({ id, text })))
  open.push(opened)
  return opened
}

function dedup(on: EngineOnRows, change: Partial<DedupSpec> = {}, datasetId = on.datasetId) {
  return on.run<'dedup'>({ kind: 'dedup', datasetId, spec: { ...NEAR, ...change } })
}

async function rowsOf({ engine }: EngineOnRows, datasetId: string): Promise<number[]> {
  const page = await engine.api.readRows({ datasetId, rowStart: 0, rowEnd: 100, columns: [], maxCellBytes: 10 })
  return [...(page.rowNumbers ?? [])]
}

describe('near duplicates of a text column', () => {
  it('keep the first row; groups tell how alike their rows are to it', async () => {
    const on = await onTexts(TEXTS)
    const { datasetId, duplicatesId, summary } = await dedup(on)
    expect(await rowsOf(on, datasetId)).toEqual([0, 1, 4])
    expect(await rowsOf(on, duplicatesId)).toEqual([2, 3, 5, 6])
    expect(summary).toMatchObject({ rows: 7, unique: 3, duplicates: 4, groups: 2, largestGroup: 4, nullKeys: 1 })
    expect(summary.warnings.map(({ code }) => code)).toEqual(['dedup/large-group', 'dedup/high-removal'])
    const { groups } = await on.engine.api.listDuplicateGroups({ datasetId, start: 0, end: 9, order: 'similarity' })
    const [ten, twelve] = [10 / 11, 10 / 12].map(Math.fround)
    // 'else, altogether!' has an empty word behind the comma, and one at the end: the same one.
    expect(groups).toEqual([
      { groupId: 1, size: 2, kept: 1, rows: [1, 5], similarity: 0.75, similarities: [1, 0.75] },
      { groupId: 0, size: 4, kept: 0, rows: [0, 2, 3, 6], similarity: twelve, similarities: [1, ten, 1, twelve] },
    ])
    const texts = await on.engine.api.readGroupTexts({ datasetId, groupId: 1, rows: [5], maxBytes: 9 })
    expect(texts).toEqual([{ row: 5, text: 'Something', truncated: true }])
  })

  it('keep the longest row where that is asked for, and compare with it', async () => {
    const on = await onTexts(TEXTS)
    const { datasetId } = await dedup(on, { keep: 'longest' })
    expect(await rowsOf(on, datasetId)).toEqual([4, 5, 6])
    const { groups } = await on.engine.api.listDuplicateGroups({ datasetId, start: 0, end: 1, order: 'row' })
    const [twelve, eleven] = [10 / 12, 11 / 12].map(Math.fround)
    expect(groups[0]).toMatchObject({ kept: 6, similarity: twelve, similarities: [twelve, eleven, twelve, 1] })
  })

  it('of a view name rows as the file does', async () => {
    const on = await onTexts(TEXTS)
    const { duplicatesId } = await dedup(on)
    const again = await dedup(on, {}, duplicatesId)
    expect(await rowsOf(on, again.datasetId)).toEqual([2, 5])
  })

  it('leave out what another dataset has', async () => {
    const on = await onTexts(TEXTS)
    on.platform.files.set('/train.jsonl', new TextEncoder().encode(JSON.stringify({ text: `${FOX} indeed` })))
    const train = await on.engine.api.open({ source: { kind: 'path', path: '/train.jsonl' }, format: null })
    const against = { kind: 'dataset', datasetId: train.dataset.datasetId } as const
    const { datasetId, summary } = await dedup(on, { against })
    expect(await rowsOf(on, datasetId)).toEqual([1, 4])
    expect(summary).toMatchObject({ existing: 4, duplicates: 1, groups: 1 })
    const known = await on.engine.api.listKnownRows({ datasetId, start: 0, end: 9 })
    const [ten, eleven, thirteen] = [10 / 11, 10 / 12, 10 / 13].map(Math.fround)
    expect(known.rows.map(({ row, otherRow, similarity }) => [row, otherRow, similarity])).toEqual([
      [0, 0, ten],
      [2, 0, eleven],
      [3, 0, ten],
      [6, 0, thirteen],
    ])
    expect(await on.engine.api.readKnownTexts({ datasetId, index: 1, maxBytes: 9 })).toEqual({
      own: { row: 2, text: 'the quick', truncated: true },
      other: { row: 0, text: 'the quick', truncated: true },
    })
    await on.engine.api.close({ datasetId: train.dataset.datasetId })
    await expect(on.engine.api.readKnownTexts({ datasetId, index: 1, maxBytes: 9 })).rejects.toMatchObject({
      code: 'argument/invalid',
    })
  })

  it('of other columns, with impossible parameters or compared with digests are refused', async () => {
    const on = await onTexts(TEXTS)
    const method = { ...(NEAR.method as Extract<DedupSpec['method'], { kind: 'near' }>) }
    const refused = { code: 'argument/invalid' }
    await expect(dedup(on, { method: { ...method, column: 'id' } })).rejects.toMatchObject(refused)
    await expect(dedup(on, { method: { ...method, column: 'none' } })).rejects.toMatchObject(refused)
    await expect(dedup(on, { method: { ...method, bands: 33 } })).rejects.toMatchObject(refused)
    const hashes = { kind: 'hashes', source: { kind: 'path', path: '/a.jsonl' } } as const
    await expect(dedup(on, { against: hashes })).rejects.toMatchObject(refused)
  })
})
