import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { openBlobSource } from './blobSource.ts'
import { type FetchLike, openHttpSource } from './httpSource.ts'
import { openSample } from './samples.ts'

const CONTENT = new TextEncoder().encode('0123456789')
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes)
const realFetch = fetch as unknown as FetchLike

let server: Server | undefined
afterEach(async () => {
  server?.closeAllConnections()
  await new Promise((resolve) => (server ? server.close(resolve) : resolve(null)))
  server = undefined
})
async function serveWith(listener: RequestListener): Promise<string> {
  server = createServer(listener)
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/data.bin`
}

/** A server that answers ranges as RFC 9110 says, with a version tag that can change. */
function rangeServer(state: { etag: string; content: Uint8Array }): RequestListener {
  return (request, response) => {
    const match = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '')
    const start = Number(match?.[1])
    if (!match || start >= state.content.length) {
      response.writeHead(416, { 'content-range': `bytes */${state.content.length}` }).end()
      return
    }
    const end = Math.min(Number(match[2]) + 1, state.content.length)
    response
      .writeHead(206, { etag: state.etag, 'content-range': `bytes ${start}-${end - 1}/${state.content.length}` })
      .end(state.content.subarray(start, end))
  }
}

describe('a URL as a source', () => {
  it('reads ranges, short only at the end', async () => {
    const url = await serveWith(rangeServer({ etag: '"1"', content: CONTENT }))
    const { source } = await openHttpSource(url, 'data.bin', realFetch)
    expect(source.byteLength).toBe(10)
    expect(text(await source.read(3, 6))).toBe('345')
    expect(text(await source.read(8, 99))).toBe('89')
    expect((await source.read(20, 30)).length).toBe(0)
  })

  it('opens an empty file', async () => {
    const url = await serveWith(rangeServer({ etag: '"1"', content: new Uint8Array(0) }))
    expect((await openHttpSource(url, 'data.bin', realFetch)).source.byteLength).toBe(0)
  })

  it('notices that the file on the server changed', async () => {
    const state = { etag: '"1"', content: CONTENT }
    const { source } = await openHttpSource(await serveWith(rangeServer(state)), 'data.bin', realFetch)
    state.etag = '"2"'
    await expect(source.read(0, 4)).rejects.toMatchObject({ code: 'source/changed' })
  })

  it.each([
    [404, 'source/not-found'],
    [403, 'source/denied'],
    [500, 'source/read'],
  ])('turns %i into %s', async (status, code) => {
    const url = await serveWith((_request, response) => response.writeHead(status).end())
    await expect(openHttpSource(url, 'data.bin', realFetch)).rejects.toMatchObject({ code })
  })

  it('says plainly that a server without ranges will not do, and stops its download', async () => {
    let closed = () => {}
    const gone = new Promise<void>((resolve) => {
      closed = resolve
    })
    const url = await serveWith((_request, response) => {
      response.on('close', closed)
      response.writeHead(200)
      const flood = () => {
        if (!response.destroyed) response.write(Buffer.alloc(65536), flood)
      }
      flood()
    })
    await expect(openHttpSource(url, 'data.bin', realFetch)).rejects.toMatchObject({
      code: 'source/read',
      message: expect.stringContaining('does not answer byte ranges'),
    })
    await gone
  })

  it('reports a body shorter than promised', async () => {
    const { source } = await openHttpSource(
      await serveWith((request, response) => {
        const first = request.headers.range === 'bytes=0-0'
        response.writeHead(206, { 'content-range': 'bytes 0-3/10' }).end(first ? '0' : '01')
      }),
      'data.bin',
      realFetch,
    )
    await expect(source.read(0, 4)).rejects.toMatchObject({ code: 'source/read', details: { byte: 0 } })
  })

  it('reports a server that is not there', async () => {
    const url = await serveWith(() => {})
    server?.close()
    server = undefined
    await expect(openHttpSource(url.replace(/:\d+/, ':1'), 'data.bin', realFetch)).rejects.toMatchObject({
      code: 'source/read',
    })
  })

  it('stops waiting when aborted', async () => {
    const controller = new AbortController()
    const url = await serveWith(() => controller.abort())
    await expect(openHttpSource(url, 'data.bin', realFetch, controller.signal)).rejects.toMatchObject({
      name: 'AbortError',
    })
  })
})

describe('a Blob as a source', () => {
  it('reads ranges', async () => {
    const { source } = openBlobSource(new Blob([CONTENT]), 'a.bin')
    expect(text(await source.read(2, 4))).toBe('23')
    expect(text(await source.read(9, 40))).toBe('9')
  })

  it('calls a file that can no longer be read changed', async () => {
    const gone = {
      size: 10,
      slice: () => ({ arrayBuffer: () => Promise.reject(new DOMException('', 'NotReadableError')) }),
    }
    await expect(openBlobSource(gone, 'a.bin').source.read(0, 4)).rejects.toMatchObject({ code: 'source/changed' })
    const cut = { size: 10, slice: () => ({ arrayBuffer: async () => new ArrayBuffer(1) }) }
    await expect(openBlobSource(cut, 'a.bin').source.read(0, 4)).rejects.toMatchObject({ code: 'source/changed' })
  })
})

describe('the built-in samples', () => {
  it.each(['chat', 'preference', 'pretokenized'])('%s is JSON Lines, the same every time', async (name) => {
    const read = async () => {
      const { source } = await openSample(name)
      return text(await source.read(0, source.byteLength ?? 0))
    }
    const content = await read()
    const rows = content
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as object)
    expect(rows.length).toBeGreaterThan(30)
    expect(await read()).toBe(content)
  })

  it('knows no others', async () => {
    await expect(openSample('toString')).rejects.toMatchObject({ code: 'source/not-found' })
  })
})
