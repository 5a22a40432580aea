import { createHash } from 'node:crypto'
import { MessageChannel } from 'node:worker_threads'
import { type RecordBatch, tableFromIPC } from 'apache-arrow'
import { afterEach, describe, expect, it } from 'vitest'
import { type ExportFormat, usualExportOptions } from '../../core/export/exportOptions.ts'
import { scalarKernels } from '../../core/kernels/scalarKernels.ts'
import { DEFAULT_PLAN_OPTIONS } from '../../core/packing/plan/packOptions.ts'
import { createPool } from '../pool/pool.ts'
import { createPoolTasks } from '../pool/poolTasks.ts'
import { CELL_NULL, CELL_TRUNCATED, type DatasetInfo } from '../protocol/datasets.ts'
import { type EngineApi, engineMethods, type WatchEvent } from '../protocol/engine.ts'
import type { JobResult, JobSnapshot, JobSpec } from '../protocol/jobs.ts'
import type { PackOptions } from '../protocol/packing.ts'
import type { FromServer, ToServer } from '../protocol/wire.ts'
import { loopbackChannels, nodePortChannel } from '../rpc/channels.ts'
import { connect } from '../rpc/connect.ts'
import { serve } from '../rpc/serve.ts'
import { EXPORT } from '../testing/engineOnRows.ts'
import { type MemoryPlatform, memoryPlatform } from '../testing/memoryPlatform.ts'
import { createEngine, type Engine } from './createEngine.ts'

const utf8 = (text: string) => new TextEncoder().encode(text)
const lines = (...rows: unknown[]) => utf8(`${rows.map((row) => JSON.stringify(row)).join('\n')}\n`)
const PACK: PackOptions = {
  ...DEFAULT_PLAN_OPTIONS,
  strategy: 'greedy',
  sequenceLen: 8,
  column: null,
  padTokenId: 0,
  eosTokenId: 2,
  labelPadId: -100,
  collator: 'v2',
  padToMultipleOf: null,
}

/** The same suite, whatever is between the caller and the engine. */
const ways: Record<string, (engine: Engine) => { api: EngineApi; end(): void }> = {
  direct: (engine) => ({ api: engine.api, end: () => {} }),
  loopback: (engine) => {
    const [server, client] = loopbackChannels<ToServer, FromServer>()
    const stop = serve<EngineApi>(engine.api, engineMethods, server)
    return { api: connect<EngineApi>(engineMethods, client).api, end: stop }
  },
  'worker port': (engine) => {
    const { port1, port2 } = new MessageChannel()
    const stop = serve<EngineApi>(engine.api, engineMethods, nodePortChannel(port2))
    return {
      api: connect<EngineApi>(engineMethods, nodePortChannel(port1)).api,
      end: () => {
        stop()
        port1.close()
      },
    }
  },
}

describe.each(Object.keys(ways))('engine, %s', (way) => {
  let platform: MemoryPlatform
  let engine: Engine
  let end = () => {}
  let watching: AbortController
  const datasets = new Map<string, DatasetInfo>()
  const jobs = new Map<string, JobSnapshot>()
  const closed: string[] = []
  let changed = () => {}

  function start(): EngineApi {
    platform = memoryPlatform()
    const kernels = Promise.resolve(scalarKernels)
    const parquet = () => Promise.reject(new Error('no Parquet in this suite'))
    const pool = createPool(platform, createPoolTasks({ platform, kernels, parquet }), 1)
    engine = createEngine({ kernels, platform, pool })
    const link = (ways[way] as (engine: Engine) => { api: EngineApi; end(): void })(engine)
    end = link.end
    watching = new AbortController()
    const take = (event: WatchEvent) => {
      if (event.kind === 'dataset') datasets.set(event.dataset.datasetId, event.dataset)
      if (event.kind === 'job') jobs.set(event.job.jobId, event.job)
      if (event.kind === 'closed') closed.push(event.datasetId)
      changed()
    }
    void (async () => {
      for await (const event of link.api.watch({}, watching.signal)) take(event)
    })().catch(() => {})
    return link.api
  }

  async function until<T>(find: () => T | undefined | false): Promise<T> {
    for (;;) {
      const found = find()
      if (found) return found
      await new Promise<void>((resolve) => {
        changed = resolve
      })
    }
  }
  async function openFile(
    api: EngineApi,
    path: string,
    bytes: Uint8Array,
    atOnce: (datasetId: string) => Promise<void> = async () => {},
  ) {
    platform.files.set(path, bytes)
    const opened = await api.open({ source: { kind: 'path', path }, format: null })
    const { datasetId } = opened.dataset
    await atOnce(datasetId)
    await until(() => [...jobs.values()].find((job) => job.datasetId === datasetId && job.state === 'succeeded'))
    return { ...opened, datasetId, info: datasets.get(datasetId) as DatasetInfo }
  }
  async function runJob(api: EngineApi, spec: JobSpec): Promise<JobResult> {
    const { jobId } = await api.startJob(spec)
    const job = await until(() => {
      const snapshot = jobs.get(jobId)
      return snapshot && snapshot.state !== 'running' ? snapshot : undefined
    })
    if (job.error) throw job.error
    return job.result as JobResult
  }

  afterEach(async () => {
    watching.abort()
    await engine.close()
    end()
    expect(platform.openSources(), 'every source is closed').toBe(0)
    expect(platform.openOutputs(), 'every output is committed or aborted').toBe(0)
    datasets.clear()
    jobs.clear()
    closed.length = 0
  })

  it('opens a file with its first rows, then knows every row', async () => {
    const api = start()
    const rows = Array.from({ length: 500 }, (_, id) => ({ id, text: `row ${id}` }))
    const { dataset, firstPage, info } = await openFile(api, '/data/a.jsonl', lines(...rows))
    expect(dataset).toMatchObject({ name: 'a.jsonl', format: 'jsonl', parentId: null })
    expect(firstPage.columns.map((column) => column.name)).toEqual(['id', 'text'])
    expect(firstPage.columns[1]?.texts[7]).toBe('row 7')
    expect(info.extent).toEqual({ numRows: 500, exact: true })
    expect(info.columns.map((column) => column.type)).toEqual(['int64', 'utf8'])
  })

  it('pages any range, short at the end, with nulls, cuts and exact integers', async () => {
    const api = start()
    const { datasetId } = await openFile(
      api,
      '/a.jsonl',
      utf8('{"n":9007199254740993,"t":"x"}\n{"n":null,"t":"a long text"}\n{"n":3,"t":""}\n'),
    )
    const page = await api.readRows({ datasetId, rowStart: 0, rowEnd: 99, columns: ['t', 'n'], maxCellBytes: 5 })
    expect(page.numRows).toBe(3)
    const [t, n] = page.columns
    expect(n?.texts[0]).toBe('9007199254740993'.slice(0, n?.texts[0]?.length))
    expect([...(n?.flags ?? [])].map((flag) => flag & CELL_NULL)).toEqual([0, CELL_NULL, 0])
    expect((t?.flags[1] ?? 0) & CELL_TRUNCATED).toBe(CELL_TRUNCATED)
    expect(t?.texts[2]).toBe('')
    const wide = await api.readRows({ datasetId, rowStart: 0, rowEnd: 1, columns: ['n'], maxCellBytes: 100 })
    expect(wide.columns[0]?.texts).toEqual(['9007199254740993'])
  })

  it('shows a bad line as a row with its issue and its own text', async () => {
    const api = start()
    const { datasetId, info } = await openFile(api, '/a.jsonl', utf8('{"a":1}\n{"a":oops}\n{"a":3}\n'))
    expect(info.extent).toEqual({ numRows: 3, exact: true })
    expect(info.issueCount).toBe(1)
    const page = await api.readRows({ datasetId, rowStart: 0, rowEnd: 3, columns: ['a'], maxCellBytes: 100 })
    expect(page.badRows).toEqual([1])
    const issues = await api.listIssues({ datasetId, start: 0, end: 10 })
    expect(issues).toMatchObject([{ severity: 'error', code: 'jsonl/bad-json', rowStart: 1, byteStart: 13 }])
    const row = await api.readRow({ datasetId, row: 1, maxBytes: 1000 })
    expect(row.rawText).toBe('{"a":oops}')
    expect(row.issues).toHaveLength(1)
  })

  it('widens the schema when late rows need it, and says so', async () => {
    const api = start()
    const early = Array.from({ length: 40_000 }, (_, n) => ({ n, text: 'x'.repeat(40) }))
    const rows = lines(...early, { n: 0.5, text: 'x', late: true })
    const { dataset, info } = await openFile(api, '/a.jsonl', rows, async (datasetId) => {
      await api.readRow({ datasetId, row: early.length, maxBytes: 1000 })
    })
    expect(dataset.columns.map((column) => column.type)).toEqual(['int64', 'utf8'])
    expect(info.schemaVersion).toBe(2)
    expect(info.columns.map(({ name, type }) => [name, type])).toEqual([
      ['n', 'float64'],
      ['text', 'utf8'],
      ['late', 'bool'],
    ])
    // Read before the schema was known, the last row had a column nobody knew; that is settled now.
    expect(info.issueCount).toBe(0)
  })

  it('gives one whole row, and the rest of a long cell in parts', async () => {
    const api = start()
    const long = 'é'.repeat(3000)
    const { datasetId } = await openFile(api, '/a.jsonl', lines({ id: 1, long }))
    const row = await api.readRow({ datasetId, row: 0, maxBytes: 2000 })
    const cell = row.cells[1]
    expect(cell).toMatchObject({ truncated: true, byteLength: 6000 })
    expect(row.json).toBeNull()
    const rest = await api.readCell({
      datasetId,
      row: 0,
      column: 'long',
      start: utf8(cell?.text ?? '').length,
      maxBytes: 10_000,
    })
    expect((cell?.text ?? '') + rest.text).toBe(long)
    const small = await api.readRow({ datasetId, row: 0, maxBytes: 100_000 })
    expect(JSON.parse(small.json ?? '')).toEqual({ id: 1, long })
  })

  it('packs, shows the map, exports and opens what it wrote', async () => {
    const api = start()
    const { datasetId } = await openFile(
      api,
      '/ids.jsonl',
      lines(
        { input_ids: [5, 6, 7] },
        { input_ids: [8] },
        { input_ids: [1, 1, 1, 1, 1, 1, 1, 1] },
        { input_ids: [9, 9] },
      ),
    )
    const packed = await runJob(api, { kind: 'pack', datasetId, options: PACK })
    if (packed.kind !== 'pack') throw new Error('not a pack result')
    expect(packed.summary).toMatchObject({
      rows: 4,
      packs: 2,
      tokens: 6,
      addedTokens: 3,
      padTokens: 7,
      cutTokens: 8,
      droppedRows: 1,
      efficiency: 9 / 16,
      column: 'input_ids',
      tokenizer: null,
    })
    const map = await api.readPacks({ datasetId: packed.datasetId, packStart: 0, packEnd: 10 })
    expect([...map.segmentOffsets]).toEqual([0, 2, 3])
    expect([...map.rows]).toEqual([0, 1, 3])
    expect([...map.lengths]).toEqual([3, 1, 2])
    expect([...(await api.readPackFill({ datasetId: packed.datasetId, buckets: 2 }))]).toEqual([6 / 8, 3 / 8])
    for (const [format, path] of [
      ['arrow', '/out.arrow'],
      ['arrow-stream', '/out.arrows'],
    ] as const) {
      const written = await runJob(api, {
        ...EXPORT,
        datasetId: packed.datasetId,
        options: usualExportOptions(format),
        sink: { kind: 'path', path },
      })
      const bytes = platform.files.get(path) as Uint8Array
      expect(written).toMatchObject({
        rows: 2,
        skippedRows: 0,
        bytes: bytes.length,
        files: [{ name: path.slice(1), bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') }],
      })
      const table = tableFromIPC(bytes)
      expect(table.batches.flatMap((batch: RecordBatch) => batch.toArray().map(String))).toHaveLength(2)
      const reopened = await api.open({ source: { kind: 'path', path }, format: null })
      expect(reopened.dataset).toMatchObject({ format: 'arrow', extent: { numRows: 2, exact: true } })
      expect(reopened.firstPage.columns[0]?.texts).toEqual(['[8] 5, 6, 7, 2, 0, 8, 2, 0', '[8] 9, 9, 2, 0, 0, 0, 0, 0'])
    }
  })

  it('packs text with the byte-level tokenizer and says so', async () => {
    const api = start()
    const { datasetId } = await openFile(api, '/t.jsonl', lines({ text: 'hé' }, { text: null }, { text: '' }))
    const packed = await runJob(api, { kind: 'pack', datasetId, options: PACK })
    if (packed.kind !== 'pack') throw new Error('not a pack result')
    expect(packed.summary).toMatchObject({ column: 'text', tokens: 3, skippedRows: 1, packs: 1 })
    expect(packed.summary.tokenizer).toContain('byte-level')
  })

  it('warns when the rule replaces labels the file has', async () => {
    const api = start()
    const { datasetId } = await openFile(api, '/l.jsonl', lines({ input_ids: [1], labels: [-100] }))
    const packed = await runJob(api, { kind: 'pack', datasetId, options: PACK })
    if (packed.kind !== 'pack') throw new Error('not a pack result')
    expect(await api.listIssues({ datasetId: packed.datasetId, start: 0, end: 9 })).toMatchObject([
      { code: 'pack/labels-replaced', severity: 'warning' },
    ])
  })

  it('leaves unreadable rows out of packs and exports, and counts them', async () => {
    const api = start()
    const { datasetId } = await openFile(api, '/a.jsonl', utf8('{"input_ids":[5]}\nbroken\n{"input_ids":[6]}\n'))
    const packed = await runJob(api, { kind: 'pack', datasetId, options: PACK })
    expect(packed).toMatchObject({ summary: { rows: 3, skippedRows: 1, tokens: 2 } })
    const sink = { kind: 'path', path: '/out.arrow' } as const
    const written = await runJob(api, { ...EXPORT, datasetId, sink })
    expect(written).toMatchObject({ rows: 2, skippedRows: 1 })
    expect(tableFromIPC(platform.files.get('/out.arrow') as Uint8Array).numRows).toBe(2)
  })

  it('says what an export would come to, and why it cannot be', async () => {
    const api = start()
    const { datasetId } = await openFile(api, '/a.jsonl', lines({ input_ids: [5], text: 'a' }))
    const plan = (format: ExportFormat, change: object = {}) =>
      api.planExport({ datasetId, options: usualExportOptions(format), columns: null, sink: null, ...change })
    const path = '/a.jsonl'
    expect(await plan('arrow', { sink: { kind: 'path', path } })).toMatchObject({
      rows: 1,
      files: 1,
      refusals: [],
      targetExists: true,
    })
    expect(await plan('arrow', { sink: { kind: 'path', path: '/b' } })).toMatchObject({ targetExists: false })
    expect((await plan('arrow', { columns: [] })).refusals).toEqual([
      { column: null, message: 'there is no column to write' },
    ])
    await expect(plan('arrow', { columns: ['nothing'] })).rejects.toMatchObject({ code: 'argument/invalid' })
  })

  it('says what a trainer makes of packs, and what a format could not hold', async () => {
    const api = start()
    const { datasetId } = await openFile(
      api,
      '/a.jsonl',
      lines({ input_ids: [5], text: null }, { input_ids: [6], text: 'a' }),
    )
    const saved = { ...usualExportOptions('hf_dataset'), preset: 'axolotl' as const }
    const params = { options: saved, columns: null, sink: null }
    expect((await api.planExport({ ...params, datasetId })).warnings).toEqual([])
    const packed = await runJob(api, { kind: 'pack', datasetId, options: PACK })
    const packs = (packed as { datasetId: string }).datasetId
    expect((await api.planExport({ ...params, datasetId: packs })).warnings).toEqual([expect.stringContaining('packs')])

    const sink = { kind: 'path', path: '/out.txt' } as const
    const text = await runJob(api, {
      ...EXPORT,
      datasetId,
      options: usualExportOptions('text'),
      columns: ['text'],
      sink,
    })
    const code = 'export/null-as-empty'
    expect(text).toMatchObject({ rows: 2, losses: [{ code, rowStart: 0, message: expect.stringContaining('text') }] })
    expect((await api.listIssues({ datasetId, start: 0, end: 9 })).map((issue) => issue.code)).toEqual([code])
  })

  it.each([
    [{ sequenceLen: 2 }, 'argument/invalid'],
    [{ sequenceLen: 0, strategy: 'bfd' as const }, 'argument/invalid'],
    [{ column: 'nothing' }, 'argument/invalid'],
    [{ excess: 'error' as const, sequenceLen: 4 }, 'limit/exceeded'],
  ])('refuses to pack with %j', async (change, code) => {
    const api = start()
    const { datasetId } = await openFile(api, '/a.jsonl', lines({ input_ids: [1, 2, 3, 4, 5] }))
    await expect(runJob(api, { kind: 'pack', datasetId, options: { ...PACK, ...change } })).rejects.toMatchObject({
      code,
    })
  })

  it('refuses what it cannot know', async () => {
    const api = start()
    await expect(
      api.readRows({ datasetId: 'dataset-99', rowStart: 0, rowEnd: 1, columns: [], maxCellBytes: 9 }),
    ).rejects.toMatchObject({ code: 'argument/invalid' })
    await expect(api.startJob({ kind: 'pack', datasetId: 'x', options: PACK })).rejects.toMatchObject({
      code: 'argument/invalid',
    })
    await expect(api.open({ source: { kind: 'path', path: '/none' }, format: null })).rejects.toMatchObject({
      code: 'source/not-found',
    })
    const { datasetId } = await openFile(api, '/a.jsonl', lines({ a: 1 }))
    await expect(
      api.readRows({ datasetId, rowStart: 0, rowEnd: 1, columns: ['b'], maxCellBytes: 9 }),
    ).rejects.toMatchObject({ code: 'argument/invalid' })
    await expect(api.readRow({ datasetId, row: 7, maxBytes: 99 })).rejects.toMatchObject({ code: 'argument/invalid' })
    await expect(api.readPacks({ datasetId, packStart: 0, packEnd: 1 })).rejects.toMatchObject({
      code: 'argument/invalid',
    })
  })

  it('cancels a job and leaves no output', async () => {
    const api = start()
    const { datasetId } = await openFile(api, '/a.jsonl', lines(...Array.from({ length: 5000 }, (_, n) => ({ n }))))
    platform.wrapSource((opened) => ({
      ...opened,
      source: {
        byteLength: opened.source.byteLength,
        // A disk so slow that the job is still reading when it is canceled.
        read: (_start, _end, signal) =>
          new Promise((_resolve, reject) => {
            const stop = () => reject(new DOMException('canceled', 'AbortError'))
            if (signal?.aborted) stop()
            signal?.addEventListener('abort', stop, { once: true })
          }),
      },
    }))
    const sink = { kind: 'path', path: '/out.arrow' } as const
    const { jobId } = await api.startJob({ ...EXPORT, datasetId, sink })
    await api.cancelJob({ jobId })
    expect(await until(() => (jobs.get(jobId)?.state === 'canceled' ? jobs.get(jobId) : undefined))).toMatchObject({
      error: null,
      result: null,
    })
    expect(platform.files.has('/out.arrow')).toBe(false)
  })

  it('closes a dataset with the views made from it', async () => {
    const api = start()
    const { datasetId } = await openFile(api, '/a.jsonl', lines({ input_ids: [1] }))
    const packed = await runJob(api, { kind: 'pack', datasetId, options: PACK })
    if (packed.kind !== 'pack') throw new Error('not a pack result')
    await api.close({ datasetId })
    await until(() => closed.includes(datasetId) && closed.includes(packed.datasetId))
    await expect(api.readPackFill({ datasetId: packed.datasetId, buckets: 1 })).rejects.toMatchObject({
      code: 'argument/invalid',
    })
  })
})
