import { throwIfAborted } from '../abort.ts'

/** One stream being read ahead of its turn. */
interface Running<T> {
  waiting: T[]
  weight: number
  ended: boolean
  failure: { error: unknown } | null
  /** Resolves when the reader has ended, whatever became of it. */
  over: Promise<void>
}

export interface InOrderOptions<T> {
  /** Streams read at once. */
  lanes: number
  /** What an item weighs, and how much a stream may hold ready before it waits: its back-pressure. */
  weigh: (item: T) => number
  maxWaiting: number
  signal?: AbortSignal
}

/**
 * The items of several streams one stream after the other, with up to `lanes` of them being read at once. What waits
 * for its turn is bounded; leaving early ends the streams that were begun.
 * @param open begins a stream; its signal aborts when its items are not wanted any more
 */
export async function* inOrder<P, T>(
  parts: readonly P[],
  open: (part: P, signal: AbortSignal) => AsyncIterable<T>,
  { lanes, weigh, maxWaiting, signal }: InOrderOptions<T>,
): AsyncGenerator<T, void, void> {
  throwIfAborted(signal)
  const leaving = new AbortController()
  const running: Running<T>[] = []
  let next = 0
  let changed = () => {}
  const change = () =>
    new Promise<void>((resolve) => {
      changed = resolve
    })
  const wakes = new Map<Running<T>, () => void>()
  const leave = () => {
    leaving.abort()
    for (const wake of wakes.values()) wake()
    changed()
  }
  signal?.addEventListener('abort', leave, { once: true })

  const begin = () => {
    const part = parts[next++] as P
    const stream: Running<T> = { waiting: [], weight: 0, ended: false, failure: null, over: Promise.resolve() }
    running.push(stream)
    stream.over = (async () => {
      try {
        for await (const item of open(part, leaving.signal)) {
          stream.waiting.push(item)
          stream.weight += weigh(item)
          changed()
          while (stream.weight > maxWaiting && !leaving.signal.aborted) {
            await new Promise<void>((resolve) => void wakes.set(stream, resolve))
          }
          if (leaving.signal.aborted) return
        }
      } catch (error) {
        stream.failure = { error }
      } finally {
        stream.ended = true
        changed()
      }
    })()
  }

  try {
    while (next < parts.length && running.length < lanes) begin()
    for (let first = running[0]; first; first = running[0]) {
      throwIfAborted(signal)
      const item = first.waiting.shift()
      if (item !== undefined) {
        first.weight -= weigh(item)
        wakes.get(first)?.()
        yield item
      } else if (first.failure) throw first.failure.error
      else if (first.ended) {
        running.shift()
        if (next < parts.length) begin()
      } else await change()
    }
  } finally {
    signal?.removeEventListener('abort', leave)
    leave()
    await Promise.all(running.map((stream) => stream.over))
  }
}
