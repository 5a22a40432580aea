import { abortError } from '../../core/errors.ts'
import type { WatchEvent } from '../protocol/engine.ts'

/**
 * Sends events to every watcher. A watcher that is slow gets the latest state of each dataset and job, not every
 * step in between, so that what waits is bounded by what is open.
 */
export class WatchHub {
  readonly #watchers = new Set<{ pending: Map<string, WatchEvent>; wake: () => void }>()

  send(event: WatchEvent): void {
    const key = eventKey(event)
    for (const watcher of this.#watchers) {
      watcher.pending.delete(key) // keeps the order of last changes
      watcher.pending.set(key, event)
      watcher.wake()
    }
  }

  /** Yields `initial`, then everything sent, until `signal` aborts. */
  async *watch(initial: readonly WatchEvent[], signal?: AbortSignal): AsyncGenerator<WatchEvent> {
    const watcher = { pending: new Map(initial.map((event) => [eventKey(event), event])), wake: () => {} }
    this.#watchers.add(watcher)
    const onAbort = () => watcher.wake()
    signal?.addEventListener('abort', onAbort)
    try {
      for (;;) {
        if (signal?.aborted) throw abortError()
        const first = watcher.pending.entries().next()
        if (first.done) {
          await new Promise<void>((resolve) => {
            watcher.wake = resolve
          })
          continue
        }
        watcher.pending.delete(first.value[0])
        yield first.value[1]
      }
    } finally {
      signal?.removeEventListener('abort', onAbort)
      this.#watchers.delete(watcher)
    }
  }
}

function eventKey(event: WatchEvent): string {
  if (event.kind === 'job') return `job ${event.job.jobId}`
  return `dataset ${event.kind === 'dataset' ? event.dataset.datasetId : event.datasetId}`
}
