import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { usualExportOptions } from '../../../core/export/exportOptions.ts'
import type { Kernels } from '../../../core/kernels/kernels.ts'
import { nodePlatform } from '../../platform/node/nodePlatform.ts'
import { createPool } from '../../pool/pool.ts'
import { createPoolTasks } from '../../pool/poolTasks.ts'
import type { DedupSpec } from '../../protocol/dedup.ts'
import { builtKernels } from '../../testing/builtKernels.ts'
import { runCommand } from '../../testing/commandLine.ts'
import { PACK, PAD } from '../../testing/engineOnRows.ts'
import type { CommandContext } from '../context.ts'
import { runExport } from '../export/writeExport.ts'
import { type Session, withSession } from '../session.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'packscope views '))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const built = builtKernels()
const at = (name: string) => join(folder, name)
const packscope = async (...words: string[]) => runCommand(words, { kernels: await built })

async function ids(name = 'ids.jsonl', rows = 60): Promise<string> {
  const lines = Array.from({ length: rows }, (_, i) => {
    const list = Array.from({ length: 1 + ((i * 7) % 13) }, (_, k) => (i % 20) * 100 + k)
    return JSON.stringify({ input_ids: list, labels: list, text: `row ${i % 20}` })
  })
  await writeFile(at(name), `${lines.join('\n')}\n`)
  return at(name)
}

function contextOn(kernels: Kernels): CommandContext {
  const platform = nodePlatform({ wasmDir: '', poolWorkerFile: null, scratchDir: null })
  const tasks = createPoolTasks({ platform, kernels: Promise.resolve(kernels) })
  const runtime = { kernels: Promise.resolve(kernels), platform, pool: createPool(platform, tasks, 1) }
  const output = { out: async () => {}, err: () => {}, isTerminal: false }
  const signal = new AbortController().signal
  return { output, signal, runtime: () => runtime, ask: null, standardInput: async () => null }
}

type Making = (session: Session, datasetId: string) => Promise<string>

const dedup =
  (spec: Partial<DedupSpec>, rows: 'kept' | 'removed'): Making =>
  async (session, datasetId) => {
    const whole: DedupSpec = {
      key: { kind: 'columns', columns: ['text'] },
      method: { kind: 'exact' },
      keep: 'longest',
      against: null,
      ...spec,
    }
    const result = await session.run({ kind: 'dedup', datasetId, spec: whole })
    if (result.kind !== 'dedup') throw new Error(result.kind)
    return rows === 'kept' ? result.datasetId : result.duplicatesId
  }
const pack: Making = async (session, datasetId) => {
  const options = { ...PACK, strategy: 'multipack' as const, sequenceLen: 9, excess: 'truncate' as const }
  const result = await session.run({ kind: 'pack', datasetId, options })
  if (result.kind !== 'pack') throw new Error(result.kind)
  return result.datasetId
}
const packLine =
  (line: 'kept' | 'cut'): Making =>
  async ({ api }, datasetId) =>
    (await api.openAccountLine({ datasetId, line })).datasetId
const padded: Making = async ({ api }, datasetId) =>
  (await api.openPadded({ datasetId, options: { ...PAD, order: 'shuffled', shuffleSeed: 7 } })).datasetId
const padLine: Making = async ({ api }, datasetId) =>
  (await api.openPadLine({ datasetId, options: { ...PAD, targetLength: 5 }, line: 'cut' })).datasetId
const against: Making = async (session, datasetId) => {
  const other = await session.openIndexed(at('other.jsonl'), null)
  const unlike = await dedup({}, 'kept')(session, other.datasetId)
  return dedup({ against: { kind: 'dataset', datasetId: unlike } }, 'kept')(session, datasetId)
}

describe('a view of any kind is made again by the manifest of its export', () => {
  it.each<[string, Making[]]>([
    ['rows that were cut', [pack, packLine('cut')]],
    ['packs of rows that were kept', [pack, packLine('kept'), pack]],
    ['rows a padding cuts', [padLine]],
    ['padded rows of what a deduplication left out', [dedup({}, 'removed'), padded]],
    ['packs of rows that are not in a view of another dataset', [against, pack]],
    ['rows cut of packs of unlike rows of the middle', [dedup({ keep: 'first' }, 'kept'), padLine, dedup({}, 'kept')]],
  ])('%s', async (_name, steps) => {
    const source = await ids()
    await ids('other.jsonl', 5)
    const kernels = await built
    const out = at('out.jsonl')
    const context = contextOn(kernels)
    const target = { path: out, options: usualExportOptions('jsonl'), overwrite: false, manifest: true }
    const { rows } = await withSession(context, async (session) => {
      let { datasetId } = await session.openIndexed(source, null)
      for (const step of steps) datasetId = await step(session, datasetId)
      return runExport(session, datasetId, target, null, context.output)
    })
    expect(rows).toBeGreaterThan(0)
    const again = await packscope('export', '--from', `${out}.packscope.json`, '-o', at('again.jsonl'), '--json')
    expect(again).toMatchObject({ code: 0, err: '' })
    expect(again.json()).toMatchObject({ rows, identical: true })
    expect(await readFile(at('again.jsonl'))).toEqual(await readFile(out))
    expect(await readFile(at('again.jsonl.packscope.json'))).toEqual(await readFile(`${out}.packscope.json`))
  })
})

describe('a source of any kind is opened again', () => {
  it('by its pattern', async () => {
    await ids('a-1.jsonl', 3)
    await ids('a-2.jsonl', 4)
    await packscope('export', at('a-*.jsonl'), '-o', at('out.jsonl'))
    const from = ['export', '--from', at('out.jsonl.packscope.json'), '-o', at('again.jsonl'), '--overwrite']
    expect(await packscope(...from)).toMatchObject({ code: 0 })
    await ids('a-3.jsonl', 4)
    expect(await packscope(...from)).toMatchObject({ code: 1, err: expect.stringContaining('2 files then, 3 now') })
  })

  it('by its delimiter and header', async () => {
    await writeFile(at('a.csv'), 'a;b\n1;2\n3;4\n')
    const words = ['export', at('a.csv'), '--delimiter', ';', '--header', 'no', '-o', at('out.jsonl')]
    expect(await packscope(...words)).toMatchObject({ code: 0 })
    const again = await packscope('export', '--from', at('out.jsonl.packscope.json'), '-o', at('again.jsonl'))
    expect(again).toMatchObject({ code: 0 })
    expect((await readFile(at('again.jsonl'), 'utf8')).split('\n')).toHaveLength(4)
  })

  it('by its URL, held to its version', async () => {
    const rows = await readFile(await ids('u.jsonl', 5))
    let tag = '"one"'
    const server: Server = createServer((_request, response) => {
      response.writeHead(200, { 'content-length': rows.length, etag: tag }).end(rows)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    try {
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/u.jsonl`
      expect(await packscope('export', url, '-o', at('out.jsonl'))).toMatchObject({ code: 0 })
      const manifest = JSON.parse(await readFile(at('out.jsonl.packscope.json'), 'utf8')) as { parts: unknown }
      expect(manifest.parts).toMatchObject([
        {
          source: {
            kind: 'url',
            place: url,
            files: [{ bytes: rows.length, sha256: null, version: expect.stringContaining('one') }],
          },
        },
      ])
      const from = ['export', '--from', at('out.jsonl.packscope.json'), '-o', at('again.jsonl'), '--overwrite']
      expect(await packscope(...from)).toMatchObject({ code: 0 })
      tag = '"two"'
      expect(await packscope(...from)).toMatchObject({ code: 1, err: expect.stringContaining('another version') })
    } finally {
      server.close()
    }
  })
})
