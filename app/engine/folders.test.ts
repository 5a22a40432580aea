import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { tableFromIPC } from 'apache-arrow'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { scalarKernels } from '../../core/kernels/scalarKernels.ts'
import { createPool } from '../pool/pool.ts'
import { createPoolTasks } from '../pool/poolTasks.ts'
import type { DatasetInfo } from '../protocol/datasets.ts'
import type { JobSnapshot } from '../protocol/jobs.ts'
import type { SourceRef } from '../protocol/refs.ts'
import { EXPORT } from '../testing/engineOnRows.ts'
import { type MemoryPlatform, memoryPlatform } from '../testing/memoryPlatform.ts'
import { createEngine, type Engine } from './createEngine.ts'

const fixtures = fileURLToPath(new URL('../../core/fixtures/', import.meta.url))
const lines = (...rows: unknown[]) => `${rows.map((row) => JSON.stringify(row)).join('\n')}\n`

let platform: MemoryPlatform
let engine: Engine
let watching: AbortController
const datasets = new Map<string, DatasetInfo>()
const jobs = new Map<string, JobSnapshot>()
let changed = () => {}

beforeEach(() => {
  platform = memoryPlatform()
  const kernels = Promise.resolve(scalarKernels)
  const parquet = () => Promise.reject(new Error('no Parquet in this suite'))
  engine = createEngine({
    kernels,
    platform,
    pool: createPool(platform, createPoolTasks({ platform, kernels, parquet }), 1),
  })
  watching = new AbortController()
  void (async () => {
    for await (const event of engine.api.watch({}, watching.signal)) {
      if (event.kind === 'dataset') datasets.set(event.dataset.datasetId, event.dataset)
      if (event.kind === 'job') jobs.set(event.job.jobId, event.job)
      changed()
    }
  })().catch(() => {})
})

afterEach(async () => {
  watching.abort()
  await engine.close()
  expect(platform.openSources(), 'every source is closed').toBe(0)
  datasets.clear()
  jobs.clear()
})

function put(files: Record<string, string | Uint8Array>): void {
  for (const [path, content] of Object.entries(files)) {
    platform.files.set(`/set/${path}`, typeof content === 'string' ? new TextEncoder().encode(content) : content)
  }
}

async function jobOf(datasetId: string): Promise<JobSnapshot> {
  for (;;) {
    const job = [...jobs.values()].find((one) => one.datasetId === datasetId && one.state !== 'running')
    if (job) return job
    await new Promise<void>((resolve) => {
      changed = resolve
    })
  }
}

async function open(source: SourceRef = { kind: 'path', path: '/set' }) {
  const { dataset, firstPage } = await engine.api.open({ source, format: null })
  const { datasetId } = dataset
  const indexes = dataset.format !== 'hf_dataset' && dataset.format !== 'arrow'
  if (indexes || !dataset.extent.exact) expect((await jobOf(datasetId)).error).toBeNull()
  return { datasetId, first: dataset, firstPage, info: datasets.get(datasetId) ?? dataset }
}

async function texts(datasetId: string, column: string, rowStart: number, rowEnd: number) {
  const page = await engine.api.readRows({ datasetId, rowStart, rowEnd, columns: [column], maxCellBytes: 100 })
  return page.columns[0]?.texts
}

describe('a folder of files', () => {
  it('opens as one dataset, in natural order, with what differs between its files', async () => {
    put({
      'part-10.jsonl': lines({ id: 3, extra: [1] }, { id: 4 }),
      'part-2.jsonl': lines({ id: 1, score: 1 }, { id: 2, score: 0.5 }),
      'part-1.jsonl': lines({ id: 0, score: 7 }),
      'README.md': '# hello',
      'script.py': 'print()',
    })
    const { datasetId, info, firstPage } = await open()
    expect(firstPage.columns[0]?.texts).toEqual(['0', '1', '2', '3', '4'])
    expect(info).toMatchObject({
      name: 'set',
      path: '/set',
      format: 'jsonl',
      detectedBy: 'directory',
      extent: { numRows: 5, exact: true },
      shards: { count: 3, unreadable: 0, differentColumns: 2 },
      splits: [],
      split: null,
    })
    // Whole numbers in one file and fractions in another are doubles, as they are within one file.
    expect(info.columns.map(({ name, type }) => `${name}: ${type}`)).toEqual([
      'id: int64',
      'score: float64',
      'extra: list<int64>',
    ])
    expect(await engine.api.listShards({ datasetId, start: 0, end: 10 })).toEqual([
      { name: 'part-1.jsonl', bytes: 19, numRows: 1, rowStart: 0, error: null },
      { name: 'part-2.jsonl', bytes: 40, numRows: 2, rowStart: 1, error: null },
      { name: 'part-10.jsonl', bytes: 30, numRows: 2, rowStart: 3, error: null },
    ])
    const differences = await engine.api.listDifferences({ datasetId })
    expect(differences.map(({ column, variants }) => [column, variants.map(({ type }) => type)])).toEqual([
      ['score', ['int64', 'float64', null]],
      ['extra', [null, 'list<int64>']],
    ])
    const issues = await engine.api.listIssues({ datasetId, start: 0, end: 10 })
    expect(issues.map(({ code }) => code)).toEqual(['folder/left-out', 'shards/column-types', 'shards/column-missing'])
    expect(info.issueCount).toBe(3)
  })

  it('keeps whole numbers exact where fractions in another file would blur them', async () => {
    put({ 'a.jsonl': '{"n":9007199254740993}\n', 'b.jsonl': '{"n":0.5}\n' })
    const { datasetId, info } = await open()
    expect(info.columns).toMatchObject([{ name: 'n', type: 'json' }])
    expect(await texts(datasetId, 'n', 0, 2)).toEqual(['9007199254740993', '0.5'])
  })

  it('reads CSV columns by name and shows text where types differ', async () => {
    put({ 'a.csv': 'x,y\n1,2\n', 'b.csv': 'y,x\nten,0.5\n' })
    const { datasetId, info } = await open()
    expect(info.columns.map(({ name, type }) => `${name}: ${type}`)).toEqual(['x: float64', 'y: utf8'])
    expect(await texts(datasetId, 'y', 0, 2)).toEqual(['2', 'ten'])
  })

  it('reads CSV as it is asked to', async () => {
    put({ 'a.csv': '1,x;2\n3,y;4\n', 'b.csv': '5,z;6\n' })
    const source = { kind: 'path' as const, path: '/set' }
    const options = { header: false, delimiter: ';' }
    const { dataset } = await engine.api.open({ source, format: 'csv', options })
    expect((await jobOf(dataset.datasetId)).error).toBeNull()
    const { extent, columns } = datasets.get(dataset.datasetId) as DatasetInfo
    expect([extent.numRows, columns.map(({ type }) => type)]).toEqual([3, ['utf8', 'int64']])
  })

  it('opens the split that is asked for', async () => {
    put({
      'data/train-00000-of-00001.jsonl': lines({ id: 1 }),
      'data/test-00000-of-00001.jsonl': lines({ id: 2 }, { id: 3 }),
    })
    expect((await open()).info).toMatchObject({ splits: ['train', 'test'], split: 'train', extent: { numRows: 1 } })
    const test = await open({ kind: 'path', path: '/set', split: 'test' })
    expect(test.info).toMatchObject({ split: 'test', extent: { numRows: 2, exact: true } })
    const nowhere = engine.api.open({ source: { kind: 'path', path: '/set', split: 'dev' }, format: null })
    await expect(nowhere).rejects.toMatchObject({ code: 'argument/invalid' })
  })

  it('opens the files of a pattern', async () => {
    put({ 'a.jsonl': lines({ id: 1 }), 'x/b.jsonl': lines({ id: 2 }), 'c.csv': 'a\n' })
    const { info } = await open({ kind: 'glob', pattern: '/set/**/*.jsonl' })
    expect(info).toMatchObject({ extent: { numRows: 2, exact: true }, shards: { count: 2 } })
  })

  it('puts issues of rows at their place in the whole, and raw text with them', async () => {
    put({ 'a.jsonl': lines({ id: 1 }, { id: 2 }), 'b.jsonl': '{"id":3}\nnot json\n' })
    const { datasetId } = await open()
    const [issue] = await engine.api.listIssues({ datasetId, start: 0, end: 10 })
    expect(issue).toMatchObject({ severity: 'error', rowStart: 3 })
    expect(issue?.message).toMatch(/^b\.jsonl: /)
    const detail = await engine.api.readRow({ datasetId, row: 3, maxBytes: 1000 })
    expect(detail.rawText).toBe('not json')
    const page = await engine.api.readRows({ datasetId, rowStart: 0, rowEnd: 4, columns: ['id'], maxCellBytes: 10 })
    expect(page.badRows).toEqual([3])
  })

  it('shows the rows of the others when files are empty, damaged or lie about what they are', async () => {
    put({
      'a.jsonl': lines({ id: 1 }),
      'b.jsonl': '',
      'c.jsonl': new Uint8Array([0, 1, 2, 0xff, 0xfe, 0, 0, 0]),
      'd.jsonl': 'id\tname\n2\tx\n3\ty\n',
      'e e.jsonl': lines({ id: 4 }),
      'f\nü.jsonl': lines({ id: 5 }),
    })
    const { datasetId, info } = await open()
    expect(await texts(datasetId, 'id', 0, 10)).toEqual(['1', '2', '3', '4', '5'])
    expect(info.shards).toMatchObject({ count: 6, unreadable: 1 })
    const issues = await engine.api.listIssues({ datasetId, start: 0, end: 20 })
    expect(issues.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['shards/unreadable', 'format/name-mismatch']),
    )
    const shards = await engine.api.listShards({ datasetId, start: 0, end: 10 })
    expect(shards.map(({ error }) => error !== null)).toEqual([false, false, true, false, false, false])
  })

  it('of hundreds opens with few files open at a time', async () => {
    let open = 0
    let most = 0
    platform.wrapSource((opened) => {
      most = Math.max(most, ++open)
      return { ...opened, close: () => opened.close().finally(() => open--) }
    })
    put(Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`s${i}.jsonl`, lines({ id: i })])))
    const source = { kind: 'path' as const, path: '/set' }
    const { dataset } = await engine.api.open({ source, format: null })
    await jobOf(dataset.datasetId)
    expect(datasets.get(dataset.datasetId)?.extent).toEqual({ numRows: 300, exact: true })
    expect(await texts(dataset.datasetId, 'id', 200, 203)).toEqual(['200', '201', '202'])
    expect(await texts(dataset.datasetId, 'id', 0, 1)).toEqual(['0'])
    expect(most).toBeLessThan(40)
  })

  it('notices a file that is gone when its rows are wanted, and names it', async () => {
    put(Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`s${i}.jsonl`, lines({ id: i })])))
    const { datasetId } = await open()
    platform.files.delete('/set/s5.jsonl')
    await expect(texts(datasetId, 'id', 5, 6)).rejects.toMatchObject({
      code: 'source/not-found',
      details: { path: '/set/s5.jsonl' },
    })
    expect(await texts(datasetId, 'id', 6, 7)).toEqual(['6'])
  })

  it('exports and packs all of it', async () => {
    put({ 'a.jsonl': lines({ text: 'one' }, { text: 'two' }), 'b.jsonl': lines({ text: 'three', n: 1 }) })
    const { datasetId } = await open()
    const sink = { kind: 'path' as const, path: '/out.arrow' }
    const { jobId } = await engine.api.startJob({ ...EXPORT, datasetId, sink })
    for (;;) {
      const job = jobs.get(jobId)
      if (job && job.state !== 'running' && job.state !== 'queued') {
        expect(job).toMatchObject({ state: 'succeeded', result: { rows: 3, skippedRows: 0 } })
        break
      }
      await new Promise<void>((resolve) => {
        changed = resolve
      })
    }
    const table = tableFromIPC(platform.files.get('/out.arrow') as Uint8Array)
    expect(
      table.toArray().map((row) => JSON.stringify(row?.toJSON(), (_, v) => (typeof v === 'bigint' ? Number(v) : v))),
    ).toEqual(['{"text":"one","n":null}', '{"text":"two","n":null}', '{"text":"three","n":1}'])
  })
})

describe('a dataset saved by datasets', () => {
  function putSaved(name: string): void {
    for (const entry of readdirSync(`${fixtures}hf/saved/${name}`, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue
      const path = `${entry.parentPath}/${entry.name}`
      put({ [path.slice(`${fixtures}hf/saved/${name}/`.length)]: readFileSync(path) })
    }
  }

  it('opens exact at once, by its state', async () => {
    putSaved('shards')
    put({ 'cache-00ff.arrow': 'never read' })
    const { info, datasetId } = await open()
    expect(info).toMatchObject({
      format: 'hf_dataset',
      detectedBy: 'directory',
      extent: { numRows: 23, exact: true },
      issueCount: 0,
    })
    expect(await texts(datasetId, 'id', 20, 23)).toEqual(['20', '21', '22'])
  })

  it('opens with its splits', async () => {
    putSaved('dict')
    expect((await open()).info).toMatchObject({
      splits: ['test', 'train', 'extra.1'],
      split: 'train',
      extent: { numRows: 6 },
    })
    expect((await open({ kind: 'path', path: '/set', split: 'extra.1' })).info).toMatchObject({
      extent: { numRows: 1 },
    })
  })

  it('opens empty, with its columns', async () => {
    putSaved('empty')
    const { info, firstPage } = await open()
    expect(info.columns.map(({ name, type }) => `${name}: ${type}`)).toEqual(['text: utf8', 'id: int64'])
    expect([info.extent, firstPage.numRows]).toEqual([{ numRows: 0, exact: true }, 0])
  })

  it('opens without the shards that are missing, with an issue', async () => {
    putSaved('shards')
    platform.files.delete('/set/data-00001-of-00004.arrow')
    const { info, datasetId } = await open()
    expect(info).toMatchObject({ extent: { numRows: 17, exact: true }, issueCount: 1 })
    expect(await engine.api.listIssues({ datasetId, start: 0, end: 5 })).toMatchObject([
      { severity: 'error', code: 'shards/unreadable' },
    ])
  })

  it('widens and looks at the rest of many files behind the first rows', async () => {
    const arrow = readFileSync(`${fixtures}hf/saved/dataset/data-00000-of-00001.arrow`)
    const names = Array.from({ length: 130 }, (_, i) => `d-${i}.arrow`)
    put(Object.fromEntries(names.map((name) => [name, arrow])))
    put({ 'd-129.arrow': readFileSync(`${fixtures}arrow/small.arrow`), 'd-100.arrow': 'damaged' })
    put({
      'state.json': JSON.stringify({ _data_files: names.map((filename) => ({ filename })) }),
      'dataset_info.json': '{}',
    })
    const { first, info, datasetId } = await open()
    expect(first.extent).toEqual({ numRows: 320, exact: false })
    expect(first.issueCount).toBe(0) // what differs is told once all files were looked at
    expect(info.extent.exact).toBe(true)
    expect(info.extent.numRows).toBeGreaterThan(640)
    expect(info.schemaVersion).toBe(2)
    expect(info.shards).toMatchObject({ unreadable: 1 })
    expect(await texts(datasetId, 'id', 638, 641)).toEqual(['3', '4', ''])
  })
})
