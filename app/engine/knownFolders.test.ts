import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { kernelsWithCodecs } from '../../core/testing/codecs.ts'
import { createPool } from '../pool/pool.ts'
import { createPoolTasks } from '../pool/poolTasks.ts'
import type { DatasetInfo } from '../protocol/datasets.ts'
import type { SourceRef } from '../protocol/refs.ts'
import { type MemoryPlatform, memoryPlatform } from '../testing/memoryPlatform.ts'
import { createEngine, type Engine } from './createEngine.ts'

/** Over 3 MB in rows of 3.6 kB, packed or not: the folder is worth keeping, no file by itself is. */
const ROWS = 1300
const ROW_BYTES = 3600

/** Letters that no compression makes much shorter. */
const FILL = noise(ROWS * ROW_BYTES)

function noise(length: number): string {
  const bytes = new Uint8Array(length)
  let state = 1
  for (let i = 0; i < length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    bytes[i] = 0x5d + ((state >>> 16) % 33)
  }
  return new TextDecoder().decode(bytes).replaceAll('\x7d', 'A')
}

function lines(first: string, more: (row: number) => string = () => ''): string {
  const rows = [first]
  for (let row = 1; row < ROWS; row++)
    rows.push(more(row) || JSON.stringify({ id: row, text: FILL.slice(row * ROW_BYTES, (row + 1) * ROW_BYTES) }))
  return `${rows.join('\n')}\n`
}

const FILES: Record<string, string> = {
  // Whole numbers that no double holds here, fractions there: only all values together tell the type.
  'a.jsonl': lines('{"id":9007199254740993,"text":"x","n":9007199254740993}'),
  'b.jsonl': lines('{"id":0,"text":"y","n":0.5}', (row) => (row === 700 ? 'not json' : '')),
  'c.json': lines('{"id":0,"late":[1]}', (row) => (row === 999 ? '{"id":"seven"}' : '')),
}

let platform: MemoryPlatform
let engines: Engine[] = []
/** Bytes read of each file. */
let read: Map<string, number>
/** How far into each file anything was read. */
let reach: Map<string, number>

beforeEach(() => {
  platform = memoryPlatform()
  read = new Map()
  reach = new Map()
  platform.wrapSource((opened) => {
    const { source, path } = opened
    const counted = async (start: number, end: number, signal?: AbortSignal) => {
      const bytes = await source.read(start, end, signal)
      read.set(path ?? '', (read.get(path ?? '') ?? 0) + bytes.length)
      reach.set(path ?? '', Math.max(reach.get(path ?? '') ?? 0, start + bytes.length))
      return bytes
    }
    return { ...opened, source: { byteLength: source.byteLength, read: counted } }
  })
})

afterEach(async () => {
  for (const engine of engines) await engine.close()
  engines = []
  expect(platform.openSources(), 'every source is closed').toBe(0)
})

function put(files: Record<string, string>, pack = (text: string) => new TextEncoder().encode(text) as Uint8Array) {
  for (const [name, text] of Object.entries(files)) platform.files.set(`/set/${name}`, pack(text))
}

/** Opens in an engine of its own, as the next session would, and waits for the index. */
async function openAnew(source: SourceRef = { kind: 'path', path: '/set' }) {
  read.clear()
  reach.clear()
  const kernels = Promise.resolve(kernelsWithCodecs)
  const engine = createEngine({
    kernels,
    platform,
    pool: createPool(platform, createPoolTasks({ platform, kernels }), 1),
  })
  engines.push(engine)
  const infos = new Map<string, DatasetInfo>()
  const watching = new AbortController()
  const ended = (async () => {
    for await (const event of engine.api.watch({}, watching.signal)) {
      if (event.kind === 'dataset') infos.set(event.dataset.datasetId, event.dataset)
      if (event.kind === 'job' && event.job.kind === 'index' && event.job.state !== 'running') return event.job
    }
  })()
  const { dataset } = await engine.api.open({ source, format: null })
  const readToOpen = new Map(read)
  expect((await ended)?.error).toBeNull()
  watching.abort()
  const { datasetId } = dataset
  const { columns, extent, shards, issueCount } = infos.get(datasetId) ?? dataset
  const shown = {
    columns,
    extent,
    shards,
    issueCount,
    issues: await engine.api.listIssues({ datasetId, start: 0, end: 100 }),
    differences: await engine.api.listDifferences({ datasetId }),
    files: await engine.api.listShards({ datasetId, start: 0, end: 10 }),
  }
  const readInAll = new Map(read)
  const reached = new Map(reach)
  const page = await engine.api.readRows({
    datasetId,
    rowStart: ROWS * 2 - 1,
    rowEnd: ROWS * 2 + 2,
    columns: ['id'],
    maxCellBytes: 20,
  })
  return { first: dataset, shown, page, readToOpen, readInAll, reached }
}

const indexKeys = () => [...platform.scratch().entries.keys()].filter((key) => key.includes('/index-'))
const sum = (bytes: Map<string, number>) => [...bytes.values()].reduce((a, b) => a + b, 0)

describe.each([
  ['plain', '', undefined],
  ['compressed', '.gz', (text: string) => new Uint8Array(gzipSync(text, { level: 1 }))],
])('a folder of %s text that was indexed before', (_name, suffix, pack) => {
  const names = Object.keys(FILES).map((name) => name + suffix)
  const files = Object.fromEntries(Object.entries(FILES).map(([name, text]) => [name + suffix, text]))
  const start = () => put(files, pack)

  it('is exact at once, and no file is read but its beginning', async () => {
    start()
    const before = await openAnew()
    expect(before.shown.extent).toEqual({ numRows: 3 * ROWS, exact: true })
    expect(before.shown.differences.map(({ column }) => column)).toContain('n')
    const again = await openAnew()
    expect(again.first).toMatchObject({ extent: { numRows: 3 * ROWS, exact: true }, schemaVersion: 1 })
    expect(again.shown).toEqual(before.shown)
    expect({ ...again.page, schemaVersion: 2 }).toEqual(before.page)
    expect(again.first.columns).toEqual(before.shown.columns)
    for (const name of names) expect(again.reached.get(`/set/${name}`)).toBeLessThan(sizeOf(name))
    expect(sum(again.readInAll)).toBe(sum(again.readToOpen)) // there is nothing left to do for the job
  })

  it('reads only the file that changed', async () => {
    start()
    await openAnew()
    put({ [names[1] as string]: lines('{"id":1,"text":"z","n":7}') }, pack)
    const again = await openAnew()
    expect(again.shown.extent).toEqual({ numRows: 3 * ROWS, exact: true })
    // The first rows on screen come from the first file, which is small enough to be read for them: the third one tells.
    expect(again.reached.get(`/set/${names[2]}`)).toBeLessThan(sizeOf(names[2] as string))
    expect(again.readInAll.get(`/set/${names[1]}`)).toBeGreaterThanOrEqual(sizeOf(names[1] as string))
    platform.scratch().entries.clear()
    expect((await openAnew()).shown).toEqual(again.shown)
  })

  it('is read again where an entry is damaged', async () => {
    start()
    const before = await openAnew()
    const [key] = indexKeys()
    const entry = platform.scratch().entries.get(key as string) as Uint8Array
    entry[entry.length >> 1]! ^= 0xff
    expect((await openAnew()).shown).toEqual(before.shown)
    expect((await openAnew()).first.extent.exact).toBe(true) // it was made anew
  })
})

it('shares what is known of a file with whoever opens it alone', async () => {
  const large = { 'a.jsonl': (FILES['a.jsonl'] as string).repeat(3), 'b.jsonl': FILES['b.jsonl'] as string }
  put(large)
  await openAnew({ kind: 'path', path: '/set/a.jsonl' })
  expect(indexKeys()).toHaveLength(1)
  await openAnew()
  expect(read.get('/set/a.jsonl')).toBeLessThan(sizeOf('a.jsonl'))
  expect(indexKeys()).toHaveLength(2)
  platform.scratch().entries.clear()
  await openAnew()
  expect((await openAnew({ kind: 'path', path: '/set/a.jsonl' })).first.extent).toEqual({
    numRows: 3 * ROWS,
    exact: true,
  })
})

it('keeps nothing of a folder that is read in no time', async () => {
  put({ 'a.jsonl': '{"id":1}\n', 'b.jsonl': '{"id":2}\n' })
  await openAnew()
  expect(indexKeys()).toEqual([])
})

function sizeOf(name: string): number {
  return platform.files.get(`/set/${name}`)?.length ?? 0
}
