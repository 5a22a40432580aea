import { abortError, EngineError } from '../../core/errors.ts'
import type { ApiOf, MethodKinds, ServerChannel, ToServer } from '../protocol/wire.ts'
import { transferred } from './transfer.ts'
import { toWireError } from './wireErrors.ts'

interface RunningCall {
  controller: AbortController
  /** Items the client is ready to take. */
  credit: number
  wake: () => void
}

/**
 * Answers calls that arrive on `channel` with the methods of `api`.
 * @returns a function that aborts every running call and closes the channel.
 */
export function serve<Api extends ApiOf<Api>>(api: Api, methods: MethodKinds<Api>, channel: ServerChannel): () => void {
  const running = new Map<number, RunningCall>()

  async function answer(message: Extract<ToServer, { t: 'call' }>): Promise<void> {
    const { id, method, params } = message
    const call: RunningCall = { controller: new AbortController(), credit: 0, wake: () => {} }
    running.set(id, call)
    const { signal } = call.controller
    try {
      if (!Object.hasOwn(methods, method)) throw new EngineError('argument/invalid', `no such method: ${method}`)
      const name = method as keyof Api
      if (methods[name] === 'unary') {
        const value = await (api[name](params, signal) as Promise<unknown>)
        channel.post({ t: 'value', id, value }, transferred(value))
        return
      }
      for await (const value of api[name](params, signal) as AsyncIterable<unknown>) {
        await creditFor(call)
        call.credit--
        channel.post({ t: 'item', id, value }, transferred(value))
      }
      channel.post({ t: 'end', id })
    } catch (error) {
      channel.post({ t: 'error', id, error: toWireError(error) })
    } finally {
      running.delete(id)
    }
  }

  async function creditFor(call: RunningCall): Promise<void> {
    while (call.credit <= 0 && !call.controller.signal.aborted) {
      await new Promise<void>((resolve) => {
        call.wake = resolve
      })
    }
    if (call.controller.signal.aborted) throw abortError()
  }

  channel.onMessage((message) => {
    if (message.t === 'call') {
      void answer(message)
      return
    }
    const call = running.get(message.id)
    if (!call) return // it ended while the message was under way
    if (message.t === 'pull') call.credit += message.credit
    else call.controller.abort(abortError())
    call.wake()
  })

  return () => {
    for (const call of running.values()) {
      call.controller.abort(abortError())
      call.wake()
    }
    channel.close()
  }
}
