import { gunzipSync, gzipSync } from 'node:zlib'
import { tableFromIPC } from 'apache-arrow'
import { afterEach, describe, expect, it } from 'vitest'
import type { Scratch } from '../../core/scratch/scratch.ts'
import { kernelsWithCodecs } from '../../core/testing/codecs.ts'
import { countingSource } from '../../core/testing/hostileSources.ts'
import { createPool } from '../pool/pool.ts'
import { createPoolTasks } from '../pool/poolTasks.ts'
import type { DatasetInfo } from '../protocol/datasets.ts'
import type { WatchEvent } from '../protocol/engine.ts'
import type { JobSnapshot, JobSpec } from '../protocol/jobs.ts'
import { EXPORT, PACK } from '../testing/engineOnRows.ts'
import { type MemoryPlatform, memoryPlatform } from '../testing/memoryPlatform.ts'
import { createEngine, type Engine } from './createEngine.ts'

const ROWS = 2700
const BAD_ROW = 2000
const textOf = (row: number) => `${noise(row)} ${'lorem ipsum dolor '.repeat(500)}`
/** Some letters that no compression makes shorter by much. */
function noise(row: number): string {
  let state = row + 1
  let text = ''
  for (let i = 0; i < 120; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    text += state.toString(36)
  }
  return text
}
const line = (row: number) =>
  row === BAD_ROW ? '{"id": oops}\n' : `${JSON.stringify({ id: row, text: textOf(row) })}\n`

/** JSON Lines in gzip members of 3 MB: parts may begin at members. */
function packedRows(count: number): Uint8Array {
  const members: Uint8Array[] = []
  for (let row = 0; row < count; row += 300) {
    const lines = Array.from({ length: Math.min(300, count - row) }, (_, i) => line(row + i))
    members.push(gzipSync(lines.join(''), { level: 1 }))
  }
  return new Uint8Array(Buffer.concat(members))
}

/** About 27 MB plain, in parts; and just enough to be kept in scratch. */
const packed = packedRows(ROWS)
const few = packedRows(1000)

/** Bytes of the texts of good rows: what the byte-level tokenizer counts. */
function tokensOf(from: number, to: number): number {
  let sum = 0
  for (let row = from; row < to; row++) if (row !== BAD_ROW) sum += textOf(row).length
  return sum
}

describe('compressed text', () => {
  let platform: MemoryPlatform
  let engine: Engine
  let end = () => {}

  /** An engine over the files and the scratch of `before`, with what the tests wait for. */
  function start(lanes = 3, scratch?: Scratch, before = memoryPlatform()) {
    platform = scratch ? { ...before, scratch: () => scratch as ReturnType<MemoryPlatform['scratch']> } : before
    const kernels = Promise.resolve(kernelsWithCodecs)
    const pool = createPool(platform, createPoolTasks({ platform, kernels }), lanes)
    engine = createEngine({ kernels, platform, pool })
    const watching = new AbortController()
    const datasets = new Map<string, DatasetInfo>()
    const jobs = new Map<string, JobSnapshot>()
    let changed = () => {}
    const take = (event: WatchEvent) => {
      if (event.kind === 'dataset') datasets.set(event.dataset.datasetId, event.dataset)
      if (event.kind === 'job') jobs.set(event.job.jobId, event.job)
      changed()
    }
    void (async () => {
      for await (const event of engine.api.watch({}, watching.signal)) take(event)
    })().catch(() => {})
    const over = async (match: (job: JobSnapshot) => boolean) => {
      for (;;) {
        const job = [...jobs.values()].find((candidate) => match(candidate) && candidate.state !== 'running')
        if (job) return job
        await new Promise<void>((resolve) => {
          changed = resolve
        })
      }
    }
    end = () => watching.abort()
    return {
      async open(path: string) {
        const { dataset } = await engine.api.open({ source: { kind: 'path', path }, format: null })
        const job = await over(({ kind, datasetId }) => kind === 'index' && datasetId === dataset.datasetId)
        return {
          datasetId: dataset.datasetId,
          first: dataset,
          info: datasets.get(dataset.datasetId) as DatasetInfo,
          job,
        }
      },
      async run(spec: JobSpec) {
        const { jobId } = await engine.api.startJob(spec)
        return over((job) => job.jobId === jobId)
      },
    }
  }

  const ids = async (datasetId: string, rowStart: number, rowEnd: number) => {
    const page = await engine.api.readRows({ datasetId, rowStart, rowEnd, columns: ['id'], maxCellBytes: 99 })
    return page.columns[0]?.texts
  }
  const idsBetween = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => String(from + i))

  afterEach(async () => {
    end()
    await engine.close()
    expect(platform.openSources()).toBe(0)
  })

  it('is indexed in one pass, jumped in, inspected and exported', async () => {
    const { open, run } = start()
    platform.files.set('/chat.jsonl.gz', packed)
    const { datasetId, info, first } = await open('/chat.jsonl.gz')
    expect(first).toMatchObject({
      compression: 'gzip',
      byteLength: packed.length,
      detectionReason: 'gzip: its lines are JSON objects',
    })
    expect(info).toMatchObject({ extent: { numRows: ROWS, exact: true }, issueCount: 1 })
    expect(await ids(datasetId, ROWS - 10, ROWS + 10)).toEqual(idsBetween(ROWS - 10, ROWS))
    expect(await ids(datasetId, 1200, 1203)).toEqual(['1200', '1201', '1202'])
    const bad = await engine.api.readRow({ datasetId, row: BAD_ROW, maxBytes: 1000 })
    expect(bad.rawText).toBe('{"id": oops}')
    const written = await run({
      ...EXPORT,
      datasetId,
      columns: ['id'],
      sink: { kind: 'path', path: '/o' },
    })
    expect(written.result).toMatchObject({ rows: ROWS - 1, skippedRows: 1 })
    const column = tableFromIPC(platform.files.get('/o') as Uint8Array).getChild('id')
    expect([...(column ?? [])].map(String)).toEqual(idsBetween(0, ROWS).filter((id) => id !== String(BAD_ROW)))
  })

  it('is packed by lengths counted in parts', async () => {
    const { open, run } = start()
    platform.files.set('/chat.jsonl.gz', packed)
    const { datasetId } = await open('/chat.jsonl.gz')
    const options = { ...PACK, column: 'text', sequenceLen: 32_768 }
    const result = (await run({ kind: 'pack', datasetId, options })).result
    expect(result).toMatchObject({ summary: { rows: ROWS, skippedRows: 1, tokens: tokensOf(0, ROWS) } })
  })

  it('is exact at once when it is opened again, and read anew when it changed', async () => {
    const first = start()
    platform.files.set('/a.jsonl.gz', packed)
    await first.open('/a.jsonl.gz')
    end()
    await engine.close()
    const again = start(3, undefined, platform)
    let bytesRead = () => 0
    platform.wrapSource((opened) => {
      const source = countingSource(opened.source)
      bytesRead = () => source.bytesRead
      return { ...opened, source }
    })
    const { datasetId, first: atOnce } = await again.open('/a.jsonl.gz')
    expect(atOnce).toMatchObject({ extent: { numRows: ROWS, exact: true }, issueCount: 1 })
    expect(await ids(datasetId, ROWS - 1, ROWS + 2)).toEqual([String(ROWS - 1)])
    expect(bytesRead()).toBeLessThan(packed.length / 2)
    const page = await engine.api.readRows({
      datasetId,
      rowStart: BAD_ROW,
      rowEnd: BAD_ROW + 1,
      columns: ['id'],
      maxCellBytes: 9,
    })
    expect(page.badRows).toEqual([BAD_ROW])
    platform.files.set('/a.jsonl.gz', new Uint8Array(Buffer.concat([packed, gzipSync(line(ROWS))])))
    expect((await again.open('/a.jsonl.gz')).info.extent).toEqual({ numRows: ROWS + 1, exact: true })
  })

  const fail = () => Promise.reject(new Error('disk on fire'))
  const scratches: Record<string, Partial<Scratch>> = {
    fails: { read: fail, write: fail, open: fail, create: fail, remove: fail },
    forgets: { read: async () => null },
    'gives back garbage': { read: async () => new Uint8Array(5000).fill(0x5a) },
    'is of each thread': { isShared: false, read: async () => null },
  }
  it.each(Object.keys(scratches))('works the same where scratch %s', async (way) => {
    const base = memoryPlatform()
    const { open } = start(2, { ...base.scratch(), ...scratches[way] }, base)
    base.files.set('/b.jsonl.gz', few)
    for (let times = 0; times < 2; times++) {
      const { datasetId, info } = await open('/b.jsonl.gz')
      expect(info.extent).toEqual({ numRows: 1000, exact: true })
      expect(await ids(datasetId, 950, 952)).toEqual(['950', '951'])
    }
  })

  it('that is not compressed is exact at once the second time, too', async () => {
    const { open } = start()
    platform.files.set('/plain.jsonl', new Uint8Array(gunzipSync(few)))
    await open('/plain.jsonl')
    const { first } = await open('/plain.jsonl')
    expect(first.extent).toEqual({ numRows: 1000, exact: true })
  })

  it('cut or damaged gives the rows before, and one issue that says where', async () => {
    const { open, run } = start()
    const cut = packed.subarray(0, packed.length - 2000)
    platform.files.set('/cut.jsonl.gz', cut)
    const { datasetId, info } = await open('/cut.jsonl.gz')
    const { numRows, exact } = info.extent
    expect(exact).toBe(true)
    expect(numRows).toBeGreaterThan(ROWS - 400)
    expect(numRows).toBeLessThan(ROWS)
    const issues = await engine.api.listIssues({ datasetId, start: 0, end: 10 })
    expect(issues.map(({ code }) => code)).toEqual(['jsonl/bad-json', 'compression/corrupt'])
    expect(issues[1]).toMatchObject({ severity: 'error', rowStart: numRows - 1, rowEnd: numRows })
    expect(issues[1]?.message).toContain('gzip')
    const last = await engine.api.readRow({ datasetId, row: numRows - 1, maxBytes: 2000 })
    expect(last.rawText?.startsWith(`{"id":${numRows - 1},`)).toBe(true)
    const written = await run({
      ...EXPORT,
      datasetId,
      columns: ['id'],
      sink: { kind: 'path', path: '/o' },
    })
    expect(written.result).toMatchObject({ rows: numRows - 2, skippedRows: 2 })
    expect(gunzipSync(packed).length).toBeGreaterThan(8 * 1024 ** 2)
  })

  it('is never read to its end by a canceled job', async () => {
    const { run } = start()
    platform.files.set('/c.jsonl.gz', packed)
    const { dataset } = await engine.api.open({ source: { kind: 'path', path: '/c.jsonl.gz' }, format: null })
    const job = run({
      ...EXPORT,
      datasetId: dataset.datasetId,
      sink: { kind: 'path', path: '/x' },
    })
    await engine.api.close({ datasetId: dataset.datasetId })
    expect((await job).state).toBe('canceled')
    expect(platform.files.has('/x')).toBe(false)
  })
})
