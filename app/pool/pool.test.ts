import { MessageChannel, type MessagePort } from 'node:worker_threads'
import { afterEach, describe, expect, it } from 'vitest'
import type { PoolWorker } from '../platform/platform.ts'
import { nodePortChannel } from '../rpc/channels.ts'
import { serve } from '../rpc/serve.ts'
import { memoryPlatform } from '../testing/memoryPlatform.ts'
import { createPool, type Pool } from './pool.ts'
import { type DatasetRecipe, type PoolApi, poolMethods } from './tasks.ts'

const recipe: DatasetRecipe = {
  key: 'a:1',
  source: { kind: 'path', path: '/a' },
  format: 'parquet',
  compression: null,
  scratch: null,
  options: {},
  schema: null,
}
const countsOf = {
  recipe,
  place: null,
  source: { ids: 'x', labels: null, mask: null },
  labelPadId: -100,
  rowStart: 0,
  rowEnd: null,
}

/** Workers of the tests: each answers over a real port, and dies when told to. */
function workers() {
  const ports: MessagePort[] = []
  const started: { die(reason: string): void; terminated: boolean; released: string[]; busy: boolean }[] = []
  const spawn = (): PoolWorker => {
    const { port1, port2 } = new MessageChannel()
    ports.push(port1, port2)
    const number = started.length
    let listener: (reason: string) => void = () => {}
    const state = {
      die: (reason: string) => listener(reason),
      terminated: false,
      released: [] as string[],
      busy: false,
    }
    started.push(state)
    const unused = () => Promise.reject(new Error('not part of these tests'))
    const api: PoolApi = {
      encodeRows: async function* () {},
      encodeChunk: unused,
      matchRows: unused,
      planPacks: unused,
      planPadding: unused,
      compareStrategies: async function* () {},
      packCurve: async function* () {},
      describeDataset: async () => ({ schema: new Uint8Array(), extent: { numRows: number, exact: true }, splits: [] }),
      scanDataset: async function* () {},
      indexDataset: async function* () {},
      // Gives one item, then hangs: what a decoder that panicked looks like from outside.
      rowCounts: async function* () {
        yield { lengths: Uint32Array.of(number), trained: null, issues: [] }
        await new Promise(() => {})
      },
      rowDigests: async function* () {},
      nearSignatures: async function* () {},
      releaseDatasets: async ({ keys }) => void state.released.push(...keys),
    }
    serve<PoolApi>(api, poolMethods, nodePortChannel(port2))
    return {
      channel: nodePortChannel(port1),
      onDeath: (listen) => {
        listener = listen
      },
      keepAlive: (isBusy) => {
        state.busy = isBusy
      },
      terminate: () => {
        state.terminated = true
      },
    }
  }
  return { spawn, started, end: () => ports.forEach((port) => void port.close()) }
}

describe('the pool', () => {
  let end = () => {}
  let pool: Pool
  function start(batchWorkers: number) {
    const fake = workers()
    const never = () => Promise.reject(new Error('the local tasks are not to be used'))
    const local = { describeDataset: never, releaseDatasets: async () => {} } as unknown as PoolApi
    pool = createPool(memoryPlatform(fake.spawn), local, batchWorkers)
    end = fake.end
    return fake.started
  }
  afterEach(() => {
    pool.close()
    end()
  })

  it('starts workers only when there is something to do', async () => {
    const started = start(2)
    expect(started).toHaveLength(0)
    await pool.interactive.describeDataset({ recipe })
    await pool.interactive.describeDataset({ recipe })
    expect(started).toHaveLength(1)
  })

  it('gives jobs to the least busy worker and keeps one for what the user waits for', async () => {
    const started = start(2)
    const first = pool.batch.rowCounts(countsOf)[Symbol.asyncIterator]()
    const second = pool.batch.rowCounts(countsOf)[Symbol.asyncIterator]()
    expect([(await first.next()).value.lengths[0], (await second.next()).value.lengths[0]]).toEqual([0, 1])
    expect((await pool.interactive.describeDataset({ recipe })).extent.numRows).toBe(2)
    expect(started).toHaveLength(3)
  })

  it('keeps the process alive for a worker that is waited for, and only then', async () => {
    const started = start(1)
    const lengths = pool.batch.rowCounts(countsOf)[Symbol.asyncIterator]()
    await lengths.next()
    expect(started[0]?.busy).toBe(true)
    started[0]?.die('RuntimeError: unreachable')
    await expect(lengths.next()).rejects.toMatchObject({ code: 'internal' })
    const description = pool.batch.describeDataset({ recipe })
    expect(started[1]?.busy).toBe(true)
    await description
    expect(started[1]?.busy).toBe(false)
  })

  it('rejects what was pending when a worker dies, and replaces it', async () => {
    const started = start(1)
    const lengths = pool.batch.rowCounts(countsOf)[Symbol.asyncIterator]()
    await lengths.next()
    const pending = lengths.next()
    started[0]?.die('RuntimeError: unreachable')
    await expect(pending).rejects.toMatchObject({
      code: 'internal',
      message: "the decoder's worker stopped: RuntimeError: unreachable",
    })
    expect(started[0]?.terminated).toBe(true)
    expect((await pool.batch.describeDataset({ recipe })).extent.numRows).toBe(1)
    expect(started).toHaveLength(2)
  })

  it('lets go of datasets in every worker that is alive, and starts none for it', async () => {
    const started = start(2)
    await pool.batch.releaseDatasets({ keys: ['a:1'] })
    expect(started).toHaveLength(0)
    await pool.interactive.describeDataset({ recipe })
    pool.release(['a:1', 'a:2'])
    await pool.interactive.describeDataset({ recipe })
    expect(started[0]?.released).toEqual(['a:1', 'a:2'])
  })

  it('ends its workers when it is closed', async () => {
    const started = start(1)
    await pool.batch.describeDataset({ recipe })
    pool.close()
    expect(started[0]?.terminated).toBe(true)
    await expect(pool.batch.describeDataset({ recipe })).rejects.toMatchObject({ code: 'internal' })
  })
})
