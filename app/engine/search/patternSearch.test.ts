import { MessageChannel, type MessagePort } from 'node:worker_threads'
import { Field, Utf8 } from 'apache-arrow'
import { afterEach, describe, expect, it } from 'vitest'
import { scalarKernels } from '../../../core/kernels/scalarKernels.ts'
import { batchesFromIpc } from '../../../core/table/ipc.ts'
import { rowJson } from '../../../core/table/rowJson.ts'
import { tableOf } from '../../../core/testing/columnsOf.ts'
import type { PoolWorker } from '../../platform/platform.ts'
import { createPool, type Pool } from '../../pool/pool.ts'
import { createPoolTasks } from '../../pool/poolTasks.ts'
import { type PoolApi, poolMethods } from '../../pool/tasks.ts'
import { nodePortChannel } from '../../rpc/channels.ts'
import { serve } from '../../rpc/serve.ts'
import { memoryPlatform } from '../../testing/memoryPlatform.ts'
import { PatternSearch } from './patternSearch.ts'

const ports: MessagePort[] = []
afterEach(() => {
  for (const port of ports.splice(0)) port.close()
})

/** Workers that never answer about a batch once they have come to a row with `hang` in it. */
function hangingWorkers() {
  const counts = { started: 0, alive: 0 }
  const local = createPoolTasks({ platform: memoryPlatform(), kernels: Promise.resolve(scalarKernels) })
  const api: PoolApi = {
    ...local,
    async matchRows(params) {
      const [batch] = batchesFromIpc(params.ipc).batches
      for (let row = 0; batch && row < batch.numRows; row++) {
        if (rowJson(batch, row).includes('hang')) await new Promise(() => {})
      }
      return local.matchRows(params)
    },
  }
  const spawn = (): PoolWorker => {
    const { port1, port2 } = new MessageChannel()
    ports.push(port1, port2)
    counts.started++
    counts.alive++
    serve<PoolApi>(api, poolMethods, nodePortChannel(port2))
    return {
      channel: nodePortChannel(port1),
      onDeath: () => {},
      keepAlive: () => {},
      terminate: () => {
        counts.alive--
      },
    }
  }
  const pool: Pool = createPool(memoryPlatform(spawn), local, 1)
  return { pool, counts }
}

const batchOf = (texts: string[]) => tableOf([new Field('t', new Utf8(), true)], [texts])
const query = { kind: 'regex', text: 'a+', ignoreCase: false } as const
const never = new AbortController().signal

describe('a search by a regular expression', () => {
  it('goes on behind rows that take too long, and tells which they are', async () => {
    const { pool, counts } = hangingWorkers()
    const search = new PatternSearch(pool, query, 40)
    const found = await search.search(batchOf(['a', 'b', 'hang', 'aa', 'hang', 'b', 'a']), never)
    expect(found).toEqual({ rows: [0, 3, 6], undecided: [2, 4] })
    expect(await search.search(batchOf(['b', 'a']), never)).toEqual({ rows: [1], undecided: [] })
    expect(counts).toEqual({ started: 4, alive: 1 })
    search.close()
    expect(counts.alive).toBe(0)
  })

  it('ends with a reason where row after row takes too long', async () => {
    const { pool, counts } = hangingWorkers()
    const search = new PatternSearch(pool, query, 1)
    await expect(search.search(batchOf(Array.from({ length: 60 }, () => 'hang')), never)).rejects.toMatchObject({
      code: 'limit/exceeded',
      message: 'the expression takes over 1 ms on each of 50 rows: it backtracks too much',
    })
    search.close()
    expect(counts.alive).toBe(0)
  })

  it('is left at once when it is canceled', async () => {
    const { pool, counts } = hangingWorkers()
    const search = new PatternSearch(pool, query, 60_000)
    const leaving = new AbortController()
    const searching = search.search(batchOf(['hang']), leaving.signal)
    setTimeout(() => leaving.abort(), 20)
    await expect(searching).rejects.toMatchObject({ name: 'AbortError' })
    search.close()
    expect(counts.alive).toBe(0)
  })

  it('needs a thread that can be ended', async () => {
    const local = createPoolTasks({ platform: memoryPlatform(), kernels: Promise.resolve(scalarKernels) })
    const search = new PatternSearch(createPool(memoryPlatform(), local, 1), query)
    await expect(search.search(batchOf(['a']), never)).rejects.toMatchObject({ code: 'argument/invalid' })
  })
})
