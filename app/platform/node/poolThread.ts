import { Worker } from 'node:worker_threads'
import { nodePortChannel } from '../../rpc/channels.ts'
import type { PoolWorker } from '../platform.ts'

/** Memory of one worker's JavaScript heap, in MB; WASM memory and array buffers are outside of it. */
const MAX_HEAP_MB = 2048

/** Starts a pool worker as a thread. The built entry is told where the WASM files are. */
export function spawnPoolThread(entryFile: string, wasmDir: string): PoolWorker {
  const worker = new Worker(entryFile, {
    workerData: { wasmDir },
    resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
    // A decoder that panics writes its stack; it is reported as a coded error instead.
    stderr: true,
  })
  worker.unref() // an idle pool does not keep the process alive
  let terminated = false
  const listeners: ((reason: string) => void)[] = []
  let reason: string | null = null
  const die = (why: string) => {
    if (reason !== null || terminated) return
    reason = why
    for (const listener of listeners) listener(why)
  }
  worker.on('error', (error) => die(error.message))
  worker.on('exit', (code) => die(`the worker ended with code ${code}`))
  return {
    channel: nodePortChannel(worker),
    onDeath(listener) {
      if (reason !== null) listener(reason)
      else listeners.push(listener)
    },
    keepAlive(isBusy) {
      if (isBusy) worker.ref()
      else worker.unref()
    },
    terminate() {
      terminated = true
      void worker.terminate()
    },
  }
}
