import { useEffect, useRef, useState } from 'react'
import { isAbortError } from '../../../core/errors.ts'

export interface Streamed<T> {
  /** Answers so far; those of the question before stay, marked, until they are replaced. */
  items: readonly { value: T; stale: boolean }[]
  /** The stream of the present question has ended, or nothing is asked. */
  done: boolean
}

/** A question is not asked while its numbers are still being changed. */
const ASK_AFTER_MS = 200

/**
 * The answers of a stream as they come. A changed `question` aborts the stream and starts the next; answers with the
 * same `idOf` take each other's place, so that nothing disappears while it is being computed anew.
 * @param engine who is asked; a new one is asked anew
 * @param question what the stream depends on; null: nothing is asked
 */
export function useStreamed<T>(
  engine: unknown,
  question: string | null,
  open: (signal: AbortSignal) => AsyncIterable<T>,
  idOf: (value: T) => string,
  onError: (error: unknown) => void,
): Streamed<T> {
  const [state, setState] = useState<Streamed<T>>({ items: [], done: false })
  const latest = useRef({ open, idOf, onError })
  latest.current = { open, idOf, onError }

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new engine has to answer again
  useEffect(() => {
    setState(({ items }) => ({ items: items.map(({ value }) => ({ value, stale: true })), done: question === null }))
    if (question === null) return
    const controller = new AbortController()
    const timer = setTimeout(() => void read(controller.signal), ASK_AFTER_MS)
    const read = async (signal: AbortSignal) => {
      try {
        for await (const value of latest.current.open(signal)) {
          if (signal.aborted) return
          setState(({ items }) => ({ items: placed(items, value, latest.current.idOf), done: false }))
        }
        if (signal.aborted) return
        // What this question had no answer to is gone.
        setState(({ items }) => ({ items: items.filter(({ stale }) => !stale), done: true }))
      } catch (error) {
        if (signal.aborted || isAbortError(error)) return
        setState(({ items }) => ({ items: items.filter(({ stale }) => !stale), done: true }))
        latest.current.onError(error)
      }
    }
    return () => {
      clearTimeout(timer)
      controller.abort()
    }
  }, [engine, question])

  return state
}

/** `items` with `value` in the place of the one with the same id, else at the end. */
export function placed<T>(
  items: Streamed<T>['items'],
  value: T,
  idOf: (value: T) => string,
): { value: T; stale: boolean }[] {
  const id = idOf(value)
  const fresh = { value, stale: false }
  const at = items.findIndex((item) => idOf(item.value) === id)
  return at < 0 ? [...items, fresh] : items.map((item, i) => (i === at ? fresh : item))
}
