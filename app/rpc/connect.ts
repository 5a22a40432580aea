import { abortError, EngineError } from '../../core/errors.ts'
import type { ApiOf, ClientChannel, FromServer, MethodKinds } from '../protocol/wire.ts'
import { transferred } from './transfer.ts'
import { fromWireError } from './wireErrors.ts'

/** Items a stream may have under way: enough to hide a round trip, few enough to bound memory. */
const STREAM_CREDIT = 2

export interface Connection<Api> {
  api: Api
  /** Rejects everything pending and to come. Call it when the other side is known to be dead. */
  fail(error: Error): void
  /** Aborts what is pending and closes the channel. */
  close(): void
}

/** A client with the very type of the served api. */
export function connect<Api extends ApiOf<Api>>(methods: MethodKinds<Api>, channel: ClientChannel): Connection<Api> {
  let nextId = 1
  let dead: Error | null = null
  const waiting = new Map<number, (message: FromServer) => void>()
  const failures = new Set<(error: Error) => void>()

  channel.onMessage((message) => waiting.get(message.id)?.(message))

  function unary(method: string) {
    return (params: unknown, signal?: AbortSignal) =>
      new Promise<unknown>((resolve, reject) => {
        if (dead) return reject(dead)
        if (signal?.aborted) return reject(abortError())
        const id = nextId++
        const settle = () => {
          waiting.delete(id)
          failures.delete(onFailure)
          signal?.removeEventListener('abort', onAbort)
        }
        const onFailure = (error: Error) => {
          settle()
          reject(error)
        }
        const onAbort = () => {
          settle()
          channel.post({ t: 'abort', id })
          reject(abortError())
        }
        waiting.set(id, (message) => {
          settle()
          if (message.t === 'error') reject(fromWireError(message.error))
          else if (message.t === 'value') resolve(message.value)
          else reject(new EngineError('internal', `unexpected answer '${message.t}' to ${method}`))
        })
        failures.add(onFailure)
        signal?.addEventListener('abort', onAbort, { once: true })
        try {
          channel.post({ t: 'call', id, method, params }, transferred(params))
        } catch (error) {
          settle()
          reject(error)
        }
      })
  }

  function stream(method: string) {
    return async function* (params: unknown, signal?: AbortSignal) {
      if (dead) throw dead
      if (signal?.aborted) throw abortError()
      const id = nextId++
      const queue: FromServer[] = []
      let failure: Error | null = null
      let over = false
      let wake = () => {}
      const onFailure = (error: Error) => {
        failure = error
        wake()
      }
      const onAbort = () => onFailure(abortError())
      waiting.set(id, (message) => {
        queue.push(message)
        wake()
      })
      failures.add(onFailure)
      signal?.addEventListener('abort', onAbort, { once: true })
      try {
        channel.post({ t: 'call', id, method, params })
        channel.post({ t: 'pull', id, credit: STREAM_CREDIT })
        for (;;) {
          while (queue.length === 0 && !failure) {
            await new Promise<void>((resolve) => {
              wake = resolve
            })
          }
          if (failure) throw failure
          const message = queue.shift() as FromServer
          if (message.t === 'end') {
            over = true
            return
          }
          if (message.t === 'error') {
            over = true
            throw fromWireError(message.error)
          }
          if (message.t === 'item') {
            channel.post({ t: 'pull', id, credit: 1 })
            yield message.value
          }
        }
      } finally {
        waiting.delete(id)
        failures.delete(onFailure)
        signal?.removeEventListener('abort', onAbort)
        if (!over && !dead) channel.post({ t: 'abort', id })
      }
    }
  }

  const api = Object.fromEntries(
    Object.entries(methods).map(([method, kind]) => [method, kind === 'unary' ? unary(method) : stream(method)]),
  ) as unknown as Api

  const fail = (error: Error) => {
    dead ??= error
    for (const listener of [...failures]) listener(error)
  }
  return {
    api,
    fail,
    close() {
      fail(abortError('connection closed'))
      channel.close()
    },
  }
}
