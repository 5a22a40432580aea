import { MessageChannel } from 'node:worker_threads'
import { afterEach, describe, expect, it } from 'vitest'
import { EngineError } from '../../core/errors.ts'
import type {
  ClientChannel,
  FromServer,
  MethodKinds,
  ServerChannel,
  Stream,
  ToServer,
  Unary,
} from '../protocol/wire.ts'
import { electronPortChannel, loopbackChannels, nodePortChannel } from './channels.ts'
import { type Connection, connect } from './connect.ts'
import { serve } from './serve.ts'
import { transfer } from './transfer.ts'

interface TestApi {
  double: Unary<{ n: number }, { n: number }>
  fail: Unary<{ how: 'coded' | 'plain' }, never>
  hang: Unary<Record<string, never>, never>
  bytes: Unary<{ length: number }, Uint8Array<ArrayBuffer>>
  count: Stream<{ to: number }, number>
  failAfter: Stream<{ items: number }, number>
}
const methods: MethodKinds<TestApi> = {
  double: 'unary',
  fail: 'unary',
  hang: 'unary',
  bytes: 'unary',
  count: 'stream',
  failAfter: 'stream',
}

/** An api that tells what happened to it. */
function testApi() {
  const seen = { aborted: 0, produced: 0, finished: 0 }
  const api: TestApi = {
    double: async ({ n }) => ({ n: n * 2 }),
    async fail({ how }) {
      if (how === 'coded') throw new EngineError('format/corrupt', 'bad page', { path: 'a.parquet', row: 7, byte: 99 })
      throw new TypeError('a bug')
    },
    hang: (_params, signal) =>
      new Promise((_resolve, reject) => {
        signal?.addEventListener('abort', () => {
          seen.aborted++
          reject(new DOMException('canceled', 'AbortError'))
        })
      }),
    bytes: async ({ length }) => {
      const bytes = new Uint8Array(length).fill(7)
      return transfer(bytes, [bytes.buffer])
    },
    async *count({ to }, signal) {
      try {
        for (let n = 0; n < to; n++) {
          if (signal?.aborted) {
            seen.aborted++
            return
          }
          seen.produced++
          yield n
        }
      } finally {
        seen.finished++
      }
    },
    async *failAfter({ items }) {
      for (let n = 0; n < items; n++) yield n
      throw new EngineError('source/read', 'the disk is gone', {})
    },
  }
  return { api, seen }
}

type Link = { client: ClientChannel; server: ServerChannel; end(): void }
const links: Record<string, () => Link> = {
  loopback: () => {
    const [server, client] = loopbackChannels<ToServer, FromServer>()
    return { client, server, end: () => {} }
  },
  'worker port': () => {
    const { port1, port2 } = new MessageChannel()
    return { client: nodePortChannel(port1), server: nodePortChannel(port2), end: () => port1.close() }
  },
  'copying port': () => {
    const { port1, port2 } = new MessageChannel()
    // Electron's ports give the message in `data`, need `start`, and cannot transfer.
    const electronLike = {
      postMessage: (message: unknown) => port2.postMessage(message),
      on: (_event: 'message', listen: (event: { data: unknown }) => void) =>
        port2.on('message', (data) => listen({ data })),
      start: () => port2.start(),
      close: () => port2.close(),
    }
    return { client: nodePortChannel(port1), server: electronPortChannel(electronLike), end: () => port1.close() }
  },
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 20))

describe.each(Object.keys(links))('rpc over a %s', (name) => {
  let connection: Connection<TestApi> | undefined
  let end = () => {}
  function open() {
    const link = (links[name] as () => Link)()
    const { api, seen } = testApi()
    const stop = serve<TestApi>(api, methods, link.server)
    connection = connect<TestApi>(methods, link.client)
    end = () => {
      stop()
      link.end()
    }
    return { api: connection.api, seen, fail: connection.fail }
  }
  afterEach(() => end())

  it('answers calls, many at a time', async () => {
    const { api } = open()
    const answers = await Promise.all([1, 2, 3].map((n) => api.double({ n })))
    expect(answers).toEqual([{ n: 2 }, { n: 4 }, { n: 6 }])
  })

  it('rebuilds a coded error with its details', async () => {
    const error = await open()
      .api.fail({ how: 'coded' })
      .catch((e: unknown) => e)
    expect(error).toBeInstanceOf(EngineError)
    expect(error).toMatchObject({ code: 'format/corrupt', message: 'bad page', details: { row: 7, byte: 99 } })
  })

  it('calls anything else internal', async () => {
    await expect(open().api.fail({ how: 'plain' })).rejects.toMatchObject({ code: 'internal', message: 'a bug' })
  })

  it('aborts at once here and soon there', async () => {
    const { api, seen } = open()
    const controller = new AbortController()
    const answer = api.hang({}, controller.signal)
    await settled()
    controller.abort()
    await expect(answer).rejects.toMatchObject({ name: 'AbortError' })
    await settled()
    expect(seen.aborted).toBe(1)
  })

  it('does not even call with a signal that is aborted', async () => {
    const { api, seen } = open()
    await expect(api.hang({}, AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' })
    await settled()
    expect(seen.aborted).toBe(0)
  })

  it('moves or copies bytes whole', async () => {
    const bytes = await open().api.bytes({ length: 100_000 })
    expect(bytes.length).toBe(100_000)
    expect(bytes.every((byte) => byte === 7)).toBe(true)
  })

  it('streams in order to the end', async () => {
    const got: number[] = []
    for await (const n of open().api.count({ to: 50 })) got.push(n)
    expect(got).toEqual(Array.from({ length: 50 }, (_, n) => n))
  })

  it('never runs ahead of a slow consumer', async () => {
    const { api, seen } = open()
    let taken = 0
    for await (const _ of api.count({ to: 30 })) {
      taken++
      await settled()
      // two under way, one waiting for credit, and the one in hand
      expect(seen.produced).toBeLessThanOrEqual(taken + 3)
      if (taken === 5) break
    }
    await settled()
    expect(seen.finished).toBe(1)
    expect(seen.produced).toBeLessThan(30)
  })

  it('throws a failure behind the items that came before it', async () => {
    const got: number[] = []
    const reading = (async () => {
      for await (const n of open().api.failAfter({ items: 3 })) got.push(n)
    })()
    await expect(reading).rejects.toMatchObject({ code: 'source/read' })
    expect(got).toEqual([0, 1, 2])
  })

  it('rejects everything pending and to come when the other side died', async () => {
    const { api, fail } = open()
    const call = api.hang({})
    const stream = api.count({ to: 1_000_000 })[Symbol.asyncIterator]()
    await stream.next()
    fail(new EngineError('internal', 'the engine stopped'))
    await expect(call).rejects.toMatchObject({ message: 'the engine stopped' })
    await expect(
      (async () => {
        for (;;) if ((await stream.next()).done) return
      })(),
    ).rejects.toMatchObject({ message: 'the engine stopped' })
    await expect(api.double({ n: 1 })).rejects.toMatchObject({ message: 'the engine stopped' })
  })

  it('leaves no listener behind on a signal that outlives the calls', async () => {
    const { api } = open()
    const controller = new AbortController()
    const { signal } = controller
    let listeners = 0
    const add = signal.addEventListener.bind(signal)
    const remove = signal.removeEventListener.bind(signal)
    signal.addEventListener = ((...args: Parameters<typeof add>) => {
      listeners++
      add(...args)
    }) as typeof add
    signal.removeEventListener = ((...args: Parameters<typeof remove>) => {
      listeners--
      remove(...args)
    }) as typeof remove
    await api.double({ n: 1 }, signal)
    await api.fail({ how: 'plain' }, signal).catch(() => {})
    for await (const _ of api.count({ to: 3 }, signal)) break
    for await (const _ of api.count({ to: 3 }, signal)) void _
    expect(listeners).toBe(0)
  })
})

describe('ports to an Electron process', () => {
  it.each([
    ['a Blob', { file: new Blob(['x']) }],
    ['a SharedArrayBuffer', [{ deep: new SharedArrayBuffer(8) }]],
  ])('refuse %s, which would kill the port in silence', (_name, value) => {
    const channel = electronPortChannel({
      postMessage: () => {
        throw new Error('must not be sent')
      },
      on: () => {},
      start: () => {},
      close: () => {},
    })
    expect(() => channel.post(value)).toThrow('cannot be sent to the engine process')
  })
})
