import poolWorkerUrl from '../../hosts/webPoolWorker.ts?worker&url'
import { domPortChannel } from '../../rpc/channels.ts'
import type { PoolWorker } from '../platform.ts'
import { startWorker } from './trustedWorker.ts'

/** Starts a pool worker nested in the engine's worker. */
export function spawnWebPoolWorker(): PoolWorker {
  const worker = startWorker(poolWorkerUrl, 'pool')
  return {
    channel: { ...domPortChannel(worker), close: () => worker.terminate() },
    onDeath(listener) {
      // A WASM panic arrives here, not as a rejection; the worker lives on but is not to be trusted.
      worker.addEventListener('error', (event) => listener(event.message || 'it could not be started'), { once: true })
    },
    keepAlive: () => {}, // a page lives as long as its tab
    terminate: () => worker.terminate(),
  }
}
