import { abortError } from './errors.ts'

/** Throws an `AbortError` when `signal` is aborted, whatever reason it was given. */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw abortError()
}

/**
 * Settles as `promise` does, or rejects with an `AbortError` as soon as `signal` aborts.
 * The listener is removed either way, so a long-lived signal does not collect listeners.
 */
export function withAbort<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return promise
  if (signal.aborted) {
    promise.catch(() => {}) // its failure no longer interests anyone
    return Promise.reject(abortError())
  }
  return new Promise((resolve, reject) => {
    const leave = onAbort(signal, () => reject(abortError()))
    promise.then(resolve, reject).finally(leave)
  })
}

interface Waiting {
  reactions: Set<() => void>
  listener: () => void
}

const waits = new WeakMap<AbortSignal, Waiting>()

/**
 * Calls `react` when the signal aborts. However many wait at once (reads side by side do), the signal has one listener:
 * runtimes take many for a leak.
 * @returns a function that ends the wait
 */
function onAbort(signal: AbortSignal, react: () => void): () => void {
  const waiting = waits.get(signal) ?? listenTo(signal)
  waiting.reactions.add(react)
  return () => {
    waiting.reactions.delete(react)
    if (waiting.reactions.size > 0 || waits.get(signal) !== waiting) return
    signal.removeEventListener('abort', waiting.listener)
    waits.delete(signal)
  }
}

function listenTo(signal: AbortSignal): Waiting {
  const reactions = new Set<() => void>()
  const listener = () => {
    for (const react of reactions) react()
  }
  signal.addEventListener('abort', listener, { once: true })
  const waiting = { reactions, listener }
  waits.set(signal, waiting)
  return waiting
}
