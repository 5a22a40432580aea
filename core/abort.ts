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
    const onAbort = () => reject(abortError())
    signal.addEventListener('abort', onAbort, { once: true })
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort))
  })
}
