import { createHash } from 'node:crypto'
import { type RecordBatch, Table, tableToIPC, Utf8, vectorFromArray } from 'apache-arrow'
import { afterEach, describe, expect, it } from 'vitest'
import { scalarKernels } from '../../../core/kernels/scalarKernels.ts'
import { createPool } from '../../pool/pool.ts'
import { createPoolTasks } from '../../pool/poolTasks.ts'
import type { DedupSpec, RowKey } from '../../protocol/dedup.ts'
import type { JobResult } from '../../protocol/jobs.ts'
import { type EngineOnRows, engineOnRows } from '../../testing/engineOnRows.ts'
import { type MemoryPlatform, memoryPlatform } from '../../testing/memoryPlatform.ts'
import { createEngine, type Engine } from '../createEngine.ts'

const TEXT: RowKey = { kind: 'columns', columns: ['text'] }
const EXACT: DedupSpec = { key: TEXT, method: { kind: 'exact' }, keep: 'first', against: null }
const hexOf = (text: string) => createHash('sha256').update(text).digest('hex')

let open: { engine: Engine; platform: MemoryPlatform }[] = []
afterEach(async () => {
  for (const { engine, platform } of open) {
    await engine.close()
    expect([platform.openSources(), platform.openOutputs(), platform.scratch().entries.size]).toEqual([0, 0, 0])
  }
  open = []
})

async function onTexts(...texts: string[]): Promise<EngineOnRows> {
  const on = await engineOnRows(texts.map((text, n) => ({ text, n })))
  open.push(on)
  return on
}

function dedup(on: EngineOnRows, change: Partial<DedupSpec> = {}) {
  return on.run<'dedup'>({ kind: 'dedup', datasetId: on.datasetId, spec: { ...EXACT, ...change } })
}

async function keptRows({ engine }: EngineOnRows, datasetId: string): Promise<number[]> {
  const page = await engine.api.readRows({ datasetId, rowStart: 0, rowEnd: 100, columns: [], maxCellBytes: 10 })
  return [...(page.rowNumbers ?? [])]
}

describe('rows known from a file of digests', () => {
  const against = { kind: 'hashes', source: { kind: 'path', path: '/seen' } } as const

  it('are left out and counted; what is wrong in the file is told', async () => {
    const on = await onTexts('a', 'b', 'c', 'b', 'a')
    const lines = [hexOf('a'), hexOf('c').toUpperCase(), 'junk', '']
    on.platform.files.set('/seen', new TextEncoder().encode(lines.join('\n')))
    const { datasetId, summary } = await dedup(on, { against })
    expect(await keptRows(on, datasetId)).toEqual([1, 2])
    expect(summary).toMatchObject({ rows: 5, unique: 2, duplicates: 1, existing: 2, groups: 1 })
    expect(summary.warnings.map(({ code }) => code)).toEqual([
      'hashes/upper-case',
      'hashes/not-hex',
      'dedup/high-removal',
    ])
  })

  it.each(['text', 'arrow', 'arrow-stream'] as const)('are those that were kept and written as %s', async (format) => {
    const on = await onTexts('a', 'b', 'a')
    const first = await dedup(on)
    const sink = { kind: 'path', path: '/seen' } as const
    const { datasetId } = first
    expect(
      await on.run<'hashes'>({ kind: 'hashes', datasetId, key: TEXT, format, sink, overwrite: false }),
    ).toMatchObject({
      rows: 2,
      digests: 2,
    })
    if (format === 'text') {
      expect(new TextDecoder().decode(on.platform.files.get('/seen'))).toBe(`${hexOf('a')}\n${hexOf('b')}\n`)
    }
    expect((await dedup(on, { against })).summary).toMatchObject({ unique: 0, duplicates: 0, existing: 3 })
  })

  it('that is missing, or holds no digests, ends in its own error', async () => {
    const on = await onTexts('a')
    await expect(dedup(on, { against })).rejects.toMatchObject({ code: 'source/not-found' })
    const numbers = new Table({ n: vectorFromArray([1, 2, 3]) })
    on.platform.files.set('/seen', tableToIPC(numbers, 'file'))
    await expect(dedup(on, { against })).rejects.toMatchObject({ code: 'format/unsupported' })
  })
})

describe('rows known from another dataset', () => {
  it('are left out; one that lacks the column is refused', async () => {
    const on = await onTexts('a', 'b', 'c', 'b')
    on.platform.files.set('/eval.jsonl', new TextEncoder().encode('{"text":"b"}\n{"text":null}\n'))
    const { dataset } = await on.engine.api.open({ source: { kind: 'path', path: '/eval.jsonl' }, format: null })
    const against = { kind: 'dataset', datasetId: dataset.datasetId } as const
    const { datasetId, summary } = await dedup(on, { against })
    expect(await keptRows(on, datasetId)).toEqual([0, 2])
    expect(summary).toMatchObject({ existing: 2, duplicates: 0, groups: 0 })
    const { api } = on.engine
    expect(await api.listKnownRows({ datasetId, start: 1, end: 9 })).toEqual({
      rows: [{ row: 3, otherRow: 0, similarity: null }],
      total: 2,
    })
    expect(await api.readKnownTexts({ datasetId, index: 0, maxBytes: 100 })).toEqual({
      own: { row: 1, text: 'b', truncated: false },
      other: { row: 0, text: 'b', truncated: false },
    })
    const refused = { code: 'argument/invalid' }
    await expect(api.readKnownTexts({ datasetId, index: 2, maxBytes: 100 })).rejects.toMatchObject(refused)
    const alone = await dedup(on)
    await expect(api.listKnownRows({ datasetId: alone.datasetId, start: 0, end: 1 })).rejects.toMatchObject(refused)
    await expect(dedup(on, { against, key: { kind: 'columns', columns: ['n'] } })).rejects.toMatchObject({
      code: 'argument/invalid',
    })
  })
})

describe('of the rows of a group', () => {
  it('the longest or the most complete is kept, the first of equal ones', async () => {
    const rows = [
      { text: 'a', note: '', tags: [] },
      { text: 'a', note: 'very long indeed', tags: [] },
      { text: 'a', note: 'x', tags: ['y'] },
      { text: 'a', note: 'z', tags: ['y'] },
      { text: 'b', note: null, tags: null },
    ]
    const on = await engineOnRows(rows)
    open.push(on)
    const kept = async (keep: DedupSpec['keep']) => keptRows(on, (await dedup(on, { keep })).datasetId)
    expect(await kept('first')).toEqual([0, 4])
    expect(await kept('longest')).toEqual([1, 4])
    expect(await kept('most-complete')).toEqual([2, 4])
  })
})

describe('what is found', () => {
  /** An Arrow file of many batches, so that its rows come in many parts. */
  function manyBatches(): Uint8Array {
    const texts = Array.from({ length: 40 }, (_, i) => Array.from({ length: 500 }, (_, j) => `row ${(i * j) % 3001}`))
    const batches = texts.flatMap((part) => new Table({ text: vectorFromArray(part, new Utf8()) }).batches)
    return tableToIPC(new Table(batches as RecordBatch[]), 'file')
  }

  async function withWorkers(workers: number): Promise<unknown> {
    const platform = memoryPlatform()
    const kernels = Promise.resolve(scalarKernels)
    const tasks = createPoolTasks({ platform, kernels, parquet: () => Promise.reject(new Error('none here')) })
    const engine = createEngine({ kernels, platform, pool: createPool(platform, tasks, workers) })
    open.push({ engine, platform })
    platform.files.set('/a.arrow', manyBatches())
    const { dataset } = await engine.api.open({ source: { kind: 'path', path: '/a.arrow' }, format: null })
    const { jobId } = await engine.api.startJob({ kind: 'dedup', datasetId: dataset.datasetId, spec: EXACT })
    let result: JobResult | null = null
    for await (const event of engine.api.watch({})) {
      if (event.kind !== 'job' || event.job.jobId !== jobId || event.job.state === 'running') continue
      result = event.job.result
      break
    }
    if (result?.kind !== 'dedup') throw new Error('the job failed')
    const { datasetId, summary } = result
    const order = 'size' as const
    return { summary, groups: await engine.api.listDuplicateGroups({ datasetId, start: 0, end: 1000, order }) }
  }

  it('does not depend on the number of workers', async () => {
    const one = await withWorkers(1)
    expect(one).toMatchObject({ summary: { rows: 20_000 } })
    expect(await withWorkers(3)).toEqual(one)
    expect(await withWorkers(4)).toEqual(one)
  })

  it('is nothing in an empty dataset, and everything where all rows are the same', async () => {
    const empty = await engineOnRows([''])
    open.push(empty)
    expect((await dedup(empty, { key: { kind: 'row' } })).summary).toMatchObject({ rows: 0, removalRate: 0, groups: 0 })
    const same = await onTexts(...Array<string>(300).fill('x'))
    const { datasetId, duplicatesId, summary } = await dedup(same)
    expect(summary).toMatchObject({ unique: 1, duplicates: 299, groups: 1, largestGroup: 300 })
    expect(summary.warnings.map(({ code }) => code)).toEqual(['dedup/large-group', 'dedup/high-removal'])
    expect(await keptRows(same, datasetId)).toEqual([0])
    const { groups } = await same.engine.api.listDuplicateGroups({ datasetId, start: 0, end: 1, order: 'size' })
    expect([groups[0]?.size, groups[0]?.rows.length]).toEqual([300, 100])
    expect((await dedupIds(same, duplicatesId)).rows).toBe(299)
  })

  async function dedupIds(on: EngineOnRows, datasetId: string) {
    return (await on.run<'dedup'>({ kind: 'dedup', datasetId, spec: EXACT })).summary
  }

  it('ends when it is canceled, and leaves nothing behind', async () => {
    const on = await onTexts(...Array.from({ length: 2000 }, (_, i) => `text ${i}`))
    const { jobId } = await on.engine.api.startJob({ kind: 'dedup', datasetId: on.datasetId, spec: EXACT })
    await on.engine.api.cancelJob({ jobId })
    expect(await on.endOf(jobId)).toMatchObject({ state: 'canceled' })
  })
})

describe('digests of every row', () => {
  it('come in order, of a view as of a file', async () => {
    const on = await onTexts('a', 'b', 'a', 'c')
    const { datasetId, duplicatesId } = await dedup(on)
    const hashes = async (of: string) => {
      const all: string[] = []
      for await (const { digests } of on.engine.api.hashRows({ datasetId: of, key: TEXT })) {
        for (let at = 0; at < digests.length; at += 32)
          all.push(Buffer.from(digests.subarray(at, at + 32)).toString('hex'))
      }
      return all
    }
    expect(await hashes(on.datasetId)).toEqual(['a', 'b', 'a', 'c'].map(hexOf))
    expect(await hashes(datasetId)).toEqual(['a', 'b', 'c'].map(hexOf))
    expect(await hashes(duplicatesId)).toEqual([hexOf('a')])
  })
})
