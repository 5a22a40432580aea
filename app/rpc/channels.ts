import { EngineError } from '../../core/errors.ts'
import type { Channel } from '../protocol/wire.ts'

/** What a Web `Worker`, a worker's own scope and a DOM `MessagePort` have in common. */
export interface DomPortLike {
  postMessage(message: unknown, transfer: ArrayBuffer[]): void
  addEventListener(type: 'message', listen: (event: { data: unknown }) => void): void
  start?(): void
  close?(): void
}

/** What `worker_threads`' `Worker`, `parentPort` and `MessagePort` have in common: the message is the argument. */
export interface NodePortLike {
  postMessage(message: unknown, transfer?: readonly ArrayBuffer[]): void
  on(event: 'message', listen: (message: unknown) => void): unknown
  close?(): void
}

/** Electron's `MessagePortMain`: the message is in `data`, and nothing can be transferred. */
export interface ElectronPortLike {
  postMessage(message: unknown): void
  on(event: 'message', listen: (event: { data: unknown }) => void): unknown
  start(): void
  close(): void
}

/** A Web Worker or DOM port inside one process: buffers move. */
export function domPortChannel<In, Out>(port: DomPortLike): Channel<In, Out> {
  return {
    post: (message, transfer = []) => port.postMessage(message, transfer),
    onMessage(listen) {
      port.addEventListener('message', (event) => listen(event.data as In))
      port.start?.()
    },
    close: () => port.close?.(),
  }
}

/** A DOM port whose far end is an Electron process: a transfer list there would lose the whole message. */
export function copyingPortChannel<In, Out>(port: DomPortLike): Channel<In, Out> {
  const channel = domPortChannel<In, Out>(port)
  return {
    ...channel,
    post(message) {
      assertCopyable(message)
      channel.post(message)
    },
  }
}

export function nodePortChannel<In, Out>(port: NodePortLike): Channel<In, Out> {
  return {
    post: (message, transfer = []) => port.postMessage(message, transfer),
    onMessage: (listen) => void port.on('message', (message) => listen(message as In)),
    close: () => port.close?.(),
  }
}

export function electronPortChannel<In, Out>(port: ElectronPortLike): Channel<In, Out> {
  return {
    post(message) {
      assertCopyable(message)
      port.postMessage(message)
    },
    onMessage(listen) {
      port.on('message', (event) => listen(event.data as In))
      port.start()
    },
    close: () => port.close(),
  }
}

const NOT_COPYABLE = /^(Blob|File|FileSystem\w*Handle|SharedArrayBuffer|MessagePort|ReadableStream|Promise)$/

/**
 * One Blob, File or SharedArrayBuffer in a message to an Electron process loses that message and every later one,
 * without an error (electron#34905, #42612). Refuse it here.
 */
function assertCopyable(value: unknown): void {
  if (typeof value !== 'object' || value === null) return
  if (ArrayBuffer.isView(value)) return
  const tag = Object.prototype.toString.call(value).slice(8, -1)
  if (NOT_COPYABLE.test(tag)) throw new EngineError('argument/invalid', `a ${tag} cannot be sent to the engine process`)
  if (tag === 'Array' || tag === 'Object') for (const part of Object.values(value)) assertCopyable(part)
}

/** Two ends in one process. Messages are still cloned, so that behaviour is that of a real channel. */
export function loopbackChannels<A, B>(): [Channel<A, B>, Channel<B, A>] {
  let toLeft: (message: A) => void = () => {}
  let toRight: (message: B) => void = () => {}
  let open = true
  const left: Channel<A, B> = {
    post(message, transfer) {
      const copy = structuredClone(message, { transfer: transfer ?? [] })
      queueMicrotask(() => open && toRight(copy))
    },
    onMessage: (listen) => {
      toLeft = listen
    },
    close: () => {
      open = false
    },
  }
  const right: Channel<B, A> = {
    post(message, transfer) {
      const copy = structuredClone(message, { transfer: transfer ?? [] })
      queueMicrotask(() => open && toLeft(copy))
    },
    onMessage: (listen) => {
      toRight = listen
    },
    close: () => {
      open = false
    },
  }
  return [left, right]
}
