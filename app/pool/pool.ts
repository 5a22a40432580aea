import { EngineError } from '../../core/errors.ts'
import type { Platform, PoolWorker } from '../platform/platform.ts'
import type { Stream, Unary } from '../protocol/wire.ts'
import { type Connection, connect } from '../rpc/connect.ts'
import { type PoolApi, poolMethods } from './tasks.ts'

/**
 * Workers by lane: one is kept for what the user waits for, so that a long job never stalls scrolling; the others
 * take jobs. A worker that dies rejects its pending calls with a coded error and is replaced at the next call.
 */
export interface Pool {
  interactive: PoolApi
  /** Plans while a slider moves: an answer must not wait for a decoder or a job. */
  planning: PoolApi
  batch: PoolApi
  /** How many tasks of `batch` are done at once. */
  batchLanes: number
  /** A new worker for one caller, for tasks that may never end; null where the platform has no workers. */
  ownWorker(): OwnWorker | null
  /** Lets go of opened datasets in every worker that is alive. */
  release(keys: string[]): void
  close(): void
}

export interface OwnWorker {
  api: PoolApi
  /** Ends the thread, whatever it is doing; calls under way are never answered. */
  end(): void
}

/** @param local the tasks in this thread, used where the platform has no workers */
export function createPool(platform: Platform, local: PoolApi, batchWorkers: number): Pool {
  const interactive = lane(platform, local, 1)
  const planning = lane(platform, local, 1)
  const batch = lane(platform, local, batchWorkers)
  return {
    interactive: interactive.api,
    planning: planning.api,
    batch: batch.api,
    batchLanes: batchWorkers,
    ownWorker: () => ownWorker(platform),
    release(keys) {
      interactive.release(keys)
      batch.release(keys)
    },
    close() {
      interactive.close()
      planning.close()
      batch.close()
    },
  }
}

function ownWorker(platform: Platform): OwnWorker | null {
  const worker = platform.spawnWorker()
  if (!worker) return null
  const connection = connect<PoolApi>(poolMethods, worker.channel)
  worker.keepAlive(true)
  worker.onDeath((reason) => connection.fail(new EngineError('internal', `the worker stopped: ${reason}`)))
  return {
    api: connection.api,
    end() {
      connection.close()
      worker.terminate()
    },
  }
}

interface Slot {
  worker: PoolWorker | null
  connection: Connection<PoolApi> | null
  /** Calls under way. */
  load: number
}

function lane(platform: Platform, local: PoolApi, size: number) {
  const slots: Slot[] = Array.from({ length: size }, () => ({ worker: null, connection: null, load: 0 }))
  let closed = false

  /** The worker of the slot, started when there is none. */
  function apiOf(slot: Slot): PoolApi {
    if (closed) throw new EngineError('internal', 'the worker pool is closed')
    if (slot.connection) return slot.connection.api
    const worker = platform.spawnWorker()
    if (!worker) return local
    const connection = connect<PoolApi>(poolMethods, worker.channel)
    slot.worker = worker
    slot.connection = connection
    worker.keepAlive(slot.load > 0)
    worker.onDeath((reason) => {
      if (slot.worker === worker) {
        slot.worker = null
        slot.connection = null
      }
      connection.fail(new EngineError('internal', `the decoder's worker stopped: ${reason}`))
      worker.terminate()
    })
    return connection.api
  }

  const leastBusy = () => slots.reduce((best, slot) => (slot.load < best.load ? slot : best))

  /** Counts a call in or out. A thread waited for must keep the process alive, an idle one must not. */
  function addLoad(slot: Slot, calls: 1 | -1): void {
    slot.load += calls
    slot.worker?.keepAlive(slot.load > 0)
  }

  /** Runs a task on the least busy worker of the lane. */
  async function call<P, R>(task: (api: PoolApi) => Unary<P, R>, params: P, signal?: AbortSignal): Promise<R> {
    const slot = leastBusy()
    addLoad(slot, 1)
    try {
      return await task(apiOf(slot))(params, signal)
    } finally {
      addLoad(slot, -1)
    }
  }
  async function* stream<P, E>(task: (api: PoolApi) => Stream<P, E>, params: P, signal?: AbortSignal) {
    const slot = leastBusy()
    addLoad(slot, 1)
    try {
      yield* task(apiOf(slot))(params, signal)
    } finally {
      addLoad(slot, -1)
    }
  }

  async function releaseEverywhere(keys: string[]): Promise<void> {
    const live = slots.filter((slot) => slot.connection)
    const apis = live.length > 0 ? live.map(apiOf) : [local]
    await Promise.allSettled(apis.map((api) => api.releaseDatasets({ keys })))
  }

  return {
    api: {
      describeDataset: (params, signal) => call((api) => api.describeDataset, params, signal),
      scanDataset: (params, signal) => stream((api) => api.scanDataset, params, signal),
      indexDataset: (params, signal) => stream((api) => api.indexDataset, params, signal),
      rowCounts: (params, signal) => stream((api) => api.rowCounts, params, signal),
      rowDigests: (params, signal) => stream((api) => api.rowDigests, params, signal),
      nearSignatures: (params, signal) => stream((api) => api.nearSignatures, params, signal),
      encodeRows: (params, signal) => stream((api) => api.encodeRows, params, signal),
      encodeChunk: (params, signal) => call((api) => api.encodeChunk, params, signal),
      matchRows: (params, signal) => call((api) => api.matchRows, params, signal),
      planPacks: (params, signal) => call((api) => api.planPacks, params, signal),
      compareStrategies: (params, signal) => stream((api) => api.compareStrategies, params, signal),
      packCurve: (params, signal) => stream((api) => api.packCurve, params, signal),
      planPadding: (params, signal) => call((api) => api.planPadding, params, signal),
      releaseDatasets: ({ keys }) => releaseEverywhere(keys),
    } satisfies PoolApi,
    release: (keys: string[]) => void releaseEverywhere(keys),
    close() {
      closed = true
      for (const slot of slots) {
        slot.connection?.close()
        slot.worker?.terminate()
      }
    },
  }
}
