import { MessageChannel } from 'node:worker_threads'
import type { PoolWorker } from '../platform/platform.ts'
import { type PoolApi, poolMethods } from '../pool/tasks.ts'
import { nodePortChannel } from '../rpc/channels.ts'
import { serve } from '../rpc/serve.ts'

/** Workers of a test: in this thread, but behind a channel each, as threads are. They may die. */
export interface MessageWorkers {
  spawn(): PoolWorker
  /** How many were started. */
  started(): number
  /** Lets every worker under way die, as one whose decoder panicked. */
  die(reason: string): void
  /** Closes all channels, so that the test's process can end. */
  close(): void
}

/** @param tasks of each new worker */
export function messageWorkers(tasks: () => PoolApi): MessageWorkers {
  const deaths = new Set<(reason: string) => void>()
  const ends: (() => void)[] = []
  return {
    spawn() {
      const { port1, port2 } = new MessageChannel()
      const stop = serve<PoolApi>(tasks(), poolMethods, nodePortChannel(port2))
      const end = () => {
        stop()
        port1.close()
      }
      ends.push(end)
      return {
        channel: nodePortChannel(port1),
        onDeath: (listener) => void deaths.add(listener),
        keepAlive: () => {},
        terminate: end,
      }
    },
    started: () => ends.length,
    die(reason) {
      const dying = [...deaths]
      deaths.clear()
      for (const tell of dying) tell(reason)
    },
    close: () => {
      for (const end of ends) end()
    },
  }
}
