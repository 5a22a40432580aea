import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import type { FetchLike } from './fetchLike.ts'
import { openHttpSource, WHOLE_BYTES } from './httpSource.ts'

const CONTENT = new TextEncoder().encode('0123456789')
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes)

const servers: Server[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
})

type Listener = (request: IncomingMessage, response: ServerResponse, count: number) => void

/** A server on this machine only. @returns its URL, and the requests it got */
async function serve(listener: Listener): Promise<{ url: string; requests: IncomingMessage[] }> {
  const requests: IncomingMessage[] = []
  const server = createServer((request, response) => {
    requests.push(request)
    listener(request, response, requests.length)
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/data%20x.bin`, requests }
}

const waits: number[] = []
function open(url: string, isBrowser = false) {
  waits.length = 0
  const wait = async (ms: number) => void waits.push(ms)
  return openHttpSource(url, 'data.bin', { get: fetch as unknown as FetchLike, isBrowser, wait })
}

interface RangeState {
  etag?: string
  content: Uint8Array
  headers?: Record<string, string>
}

/** Answers ranges as RFC 9110 says. */
function ranges(state: RangeState): Listener {
  return ({ headers, method }, response) => {
    const { content } = state
    const own = { ...(state.etag ? { etag: state.etag } : {}), ...state.headers }
    const match = /^bytes=(\d+)-(\d+)$/.exec(headers.range ?? '')
    const condition = headers['if-range']
    if (method === 'HEAD' || !match || (condition !== undefined && condition !== state.etag)) {
      response
        .writeHead(200, { ...own, 'content-length': String(content.length) })
        .end(method === 'HEAD' ? '' : content)
      return
    }
    const start = Number(match[1])
    if (start >= content.length) {
      response.writeHead(416, { ...own, 'content-range': `bytes */${content.length}` }).end()
      return
    }
    const end = Math.min(Number(match[2]) + 1, content.length)
    response
      .writeHead(206, { 'content-range': `bytes ${start}-${end - 1}/${content.length}`, ...own })
      .end(content.subarray(start, end))
  }
}

describe('a URL whose server answers ranges', () => {
  it('is read by ranges, short only at the end', async () => {
    const { url, requests } = await serve(ranges({ etag: '"1"', content: CONTENT }))
    const { source, identity } = await open(url)
    expect(source.byteLength).toBe(10)
    expect(text(await source.read(3, 6))).toBe('345')
    expect(text(await source.read(8, 99))).toBe('89')
    expect((await source.read(20, 30)).length).toBe(0)
    expect(identity).toBe(JSON.stringify([url, 10, '"1"']))
    expect(requests.map(({ headers }) => headers.range)).toEqual(['bytes=0-0', 'bytes=3-5', 'bytes=8-9'])
    expect(requests[1]?.headers).toMatchObject({ 'if-range': '"1"', 'accept-encoding': 'identity' })
    await expect(source.read(5, 3)).rejects.toMatchObject({ code: 'argument/invalid' })
  })

  it('may be empty', async () => {
    const { url } = await serve(ranges({ etag: '"1"', content: new Uint8Array(0) }))
    expect((await open(url)).source.byteLength).toBe(0)
  })

  it('may hide the total from a range and tell it in a HEAD', async () => {
    const { url } = await serve((request, response, count) => {
      if (request.method === 'HEAD') response.writeHead(200, { 'content-length': '10' }).end()
      else
        ranges({ content: CONTENT, headers: { 'content-range': count === 1 ? 'bytes 0-0/*' : 'bytes 2-4/*' } })(
          request,
          response,
          count,
        )
    })
    const { source } = await open(url)
    expect([source.byteLength, text(await source.read(2, 5))]).toEqual([10, '234'])
  })

  it('asks for nothing in a browser that would need permission', async () => {
    const { url, requests } = await serve(ranges({ etag: '"1"', content: CONTENT }))
    await (await open(url, true)).source.read(0, 4)
    expect(requests[1]?.headers['if-range']).toBeUndefined()
  })

  it('follows redirects at every read', async () => {
    const { url, requests } = await serve((request, response, count) => {
      if (request.url?.startsWith('/data')) response.writeHead(302, { location: `/signed?n=${count}` }).end()
      else ranges({ etag: '"1"', content: CONTENT })(request, response, count)
    })
    const { source, path } = await open(url)
    expect(text(await source.read(1, 3))).toBe('12')
    expect([path, requests.map((request) => request.url)]).toEqual([
      url,
      ['/data%20x.bin', '/signed?n=1', '/data%20x.bin', '/signed?n=3'],
    ])
  })
})

describe('a file that changes on the server', () => {
  it.each([
    ['another tag', (state: RangeState) => void Object.assign(state, { etag: '"2"' })],
    ['another length', (state: RangeState) => void Object.assign(state, { content: CONTENT.subarray(0, 5) })],
    ['no tag any more', (state: RangeState) => void delete state.etag],
  ])('is noticed: %s', async (_name, change) => {
    for (const isBrowser of [false, true]) {
      const state: RangeState = { etag: '"1"', content: CONTENT }
      const { source } = await open((await serve(ranges(state))).url, isBrowser)
      change(state)
      await expect(source.read(0, 4)).rejects.toMatchObject({ code: 'source/changed' })
      await expect(source.read(8, 10)).rejects.toMatchObject({ code: 'source/changed' })
    }
  })

  it('is noticed by its date', async () => {
    const state: RangeState = { content: CONTENT, headers: { 'last-modified': 'Mon, 01 Jan 2024 00:00:00 GMT' } }
    const { source } = await open((await serve(ranges(state))).url)
    expect(text(await source.read(0, 2))).toBe('01')
    state.headers = { 'last-modified': 'Tue, 02 Jan 2024 00:00:00 GMT' }
    await expect(source.read(0, 2)).rejects.toMatchObject({ code: 'source/changed' })
  })
})

describe('a URL whose server has no ranges', () => {
  it('is read whole where it is small, once', async () => {
    const { url, requests } = await serve((_request, response) => response.end(CONTENT))
    const { source } = await open(url)
    expect([source.byteLength, text(await source.read(7, 99)), text(await source.read(0, 2))]).toEqual([
      10,
      '789',
      '01',
    ])
    expect(requests).toHaveLength(1)
  })

  it('is read whole when compressed on its way, too', async () => {
    const packed = gzipSync(CONTENT)
    const { url } = await serve((_request, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': packed.length }).end(packed),
    )
    expect(text(await (await open(url)).source.read(0, 99))).toBe('0123456789')
  })

  it('is refused when it says that it is large', async () => {
    const { url } = await serve((_request, response) =>
      response.writeHead(200, { 'content-length': String(WHOLE_BYTES + 1) }).write('x'),
    )
    await expect(open(url)).rejects.toMatchObject({
      code: 'source/read',
      message: expect.stringContaining('does not answer byte ranges'),
    })
  })

  it('is refused when it turns out large, and the flood stops', async () => {
    let gone = () => {}
    const stopped = new Promise<void>((resolve) => {
      gone = resolve
    })
    const { url } = await serve((_request, response) => {
      response.on('close', () => gone())
      const flood = () => {
        if (!response.destroyed) response.write(Buffer.alloc(1 << 20), flood)
      }
      flood()
    })
    await expect(open(url)).rejects.toMatchObject({
      code: 'source/read',
      message: expect.stringContaining('over 64 MiB'),
    })
    await stopped
  })

  it('may dislike the question itself', async () => {
    const { url } = await serve(({ headers }, response) =>
      headers.range ? response.writeHead(416).end() : response.end(CONTENT),
    )
    expect((await open(url)).source.byteLength).toBe(10)
  })
})

describe('a server that fails', () => {
  it.each([
    [404, 'source/not-found', 1],
    [410, 'source/not-found', 1],
    [401, 'source/denied', 1],
    [403, 'source/denied', 1],
    [418, 'source/read', 1],
    [500, 'source/read', 4],
    [503, 'source/read', 4],
    [429, 'source/read', 4],
  ])('with %i is %s after %i requests', async (status, code, count) => {
    const { url, requests } = await serve((_request, response) => response.writeHead(status).end('why'))
    await expect(open(url)).rejects.toMatchObject({ code, message: expect.stringContaining(String(status)) })
    expect([requests.length, waits]).toEqual([count, count === 1 ? [] : [250, 1000, 3000]])
  })

  it('is asked again, as late as it says', async () => {
    const fine = ranges({ etag: '"1"', content: CONTENT })
    const { url } = await serve((request, response, count) => {
      if (count % 2 === 1) response.writeHead(503, { 'retry-after': '2' }).end()
      else fine(request, response, count)
    })
    const { source } = await open(url)
    expect(text(await source.read(0, 3))).toBe('012')
    expect(waits).toEqual([2000, 2000])
  })

  it('is not waited for when it says an hour', async () => {
    const { url, requests } = await serve((_request, response) =>
      response.writeHead(429, { 'retry-after': '3600' }).end(),
    )
    await expect(open(url)).rejects.toMatchObject({ code: 'source/read' })
    expect(requests).toHaveLength(1)
  })

  it('by breaking off is asked again, and then told', async () => {
    const fine = ranges({ etag: '"1"', content: CONTENT })
    const broken: Listener = (_request, response) => {
      response.writeHead(206, { etag: '"1"', 'content-range': 'bytes 0-9/10', 'content-length': '10' }).write('012')
      setTimeout(() => response.destroy(), 5)
    }
    const first = await serve((request, response, count) => (count === 2 ? broken : fine)(request, response, count))
    expect(text(await (await open(first.url)).source.read(0, 10))).toBe('0123456789')
    expect(waits).toEqual([250])
    const always = await serve((request, response, count) => (count > 1 ? broken : fine)(request, response, count))
    await expect((await open(always.url)).source.read(0, 10)).rejects.toMatchObject({ code: 'source/read' })
    expect(always.requests).toHaveLength(5)
  })

  it('by not being there is told with the cause', async () => {
    const { url } = await serve(() => {})
    await new Promise((resolve) => servers.pop()?.close(resolve))
    await expect(open(url)).rejects.toMatchObject({
      code: 'source/read',
      message: expect.stringContaining('ECONNREFUSED'),
    })
    await expect(open(url, true)).rejects.toMatchObject({
      code: 'source/read',
      message: expect.stringContaining('CORS'),
    })
  })

  it('by redirecting for ever ends', async () => {
    const { url } = await serve((_request, response) => response.writeHead(302, { location: '/again' }).end())
    await expect(open(url)).rejects.toMatchObject({ code: 'source/read' })
  })
})

describe('a server that lies', () => {
  const lie = (headers: Record<string, string>, body: string | Buffer): Listener => {
    const fine = ranges({ etag: '"1"', content: CONTENT })
    return (request, response, count) => {
      if (count === 1) fine(request, response, count)
      else response.writeHead(206, { etag: '"1"', ...headers }).end(body)
    }
  }
  it.each([
    ['sends less', { 'content-range': 'bytes 0-3/10' }, '01', 'sent 2 of 4 bytes'],
    ['sends more', { 'content-range': 'bytes 0-3/10' }, '0123456', 'more than the 4 bytes'],
    ['sends another range', { 'content-range': 'bytes 4-7/10' }, '4567', "the range 'bytes 4-7/10'"],
    [
      'compresses the range',
      { 'content-range': 'bytes 0-3/10', 'content-encoding': 'gzip' },
      gzipSync('0123'),
      'compresses byte ranges',
    ],
  ])('and %s', async (_name, headers, body, message) => {
    const { source } = await open((await serve(lie(headers as Record<string, string>, body))).url)
    await expect(source.read(0, 4)).rejects.toMatchObject({
      code: 'source/read',
      message: expect.stringContaining(message),
    })
  })

  it('about a length it cannot have', async () => {
    for (const range of ['bytes 0-0/99999999999999999999', 'bytes 0-0/x', 'nonsense']) {
      const { url } = await serve((request, response) => {
        if (request.method === 'HEAD') response.writeHead(404).end()
        else response.writeHead(206, { 'content-range': range }).end('0')
      })
      await expect(open(url)).rejects.toMatchObject({ code: 'source/read' })
    }
  })
})

describe('what is no URL to read', () => {
  it.each(['ftp://127.0.0.1/x', 'file:///etc/passwd', 'http://user:secret@127.0.0.1/x', 'http://', 'nonsense'])(
    '%s',
    async (url) => {
      const failure = await open(url).catch((error: unknown) => error)
      expect(failure).toMatchObject({ code: 'argument/invalid' })
      expect(String(failure)).not.toContain('secret')
    },
  )
})

it('an abort ends a read that waits', async () => {
  const { url } = await serve((request, response, count) => {
    if (count === 1) ranges({ etag: '"1"', content: CONTENT })(request, response, count)
  })
  const { source } = await open(url)
  const controller = new AbortController()
  const read = source.read(0, 4, controller.signal)
  setTimeout(() => controller.abort(), 10)
  await expect(read).rejects.toMatchObject({ name: 'AbortError' })
})
