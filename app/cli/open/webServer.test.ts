import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from 'node:http'
import { networkInterfaces, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startWebServer, type WebServer } from './webServer.ts'

interface Reply {
  status: number
  headers: IncomingHttpHeaders
  body: string
  /** The connection broke before the promised length had come. */
  cut: boolean
}

const MEBIBYTE = 1 << 20
let dir: string
let named: string
let unnamed: string
let server: WebServer
let newLinks: string[]

/** A request as raw as it can be: `fetch` would tidy up hosts and paths. */
function ask(target: string, options: { headers?: OutgoingHttpHeaders; method?: string; slow?: () => void } = {}) {
  return new Promise<Reply>((resolve, reject) => {
    const { headers, method = 'GET', slow } = options
    const sent = request({ host: '127.0.0.1', port: server.port, path: target, method, headers }, (response) => {
      let body = ''
      const settle = (cut: boolean) =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body, cut })
      slow?.()
      response.setEncoding('latin1')
      response.on('data', (chunk) => {
        body += chunk
      })
      response.on('end', () => settle(false))
      response.on('error', () => settle(true))
    })
    sent.on('error', reject)
    sent.end()
  })
}

/** Uses the link as a browser does; answers with the cookie. */
async function login(link = server.link()): Promise<string> {
  const { headers } = await ask(link.slice(link.indexOf('/?')))
  return headers['set-cookie']?.[0]?.split(';')[0] ?? ''
}

const fileTarget = (path: string) => `/file?path=${encodeURIComponent(path)}`

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'packscope-server-'))
  mkdirSync(join(dir, 'site/assets'), { recursive: true })
  writeFileSync(join(dir, 'site/index.html'), '<!doctype html><title>Packscope</title>')
  for (const name of ['main', 'webEngine-Ab_1-2', 'webPoolWorker-x']) {
    writeFileSync(join(dir, `site/assets/${name}.js`), 'export {}')
  }
  writeFileSync(join(dir, 'secret.txt'), 'secret')
  named = join(dir, 'a b&ü.jsonl')
  unnamed = join(dir, 'other.jsonl')
  writeFileSync(unnamed, 'not yours')
})
afterAll(() => rmSync(dir, { recursive: true }))
beforeEach(async () => {
  writeFileSync(named, '0123456789')
  newLinks = []
  server = await startWebServer({
    siteDir: join(dir, 'site'),
    sources: [
      ...[named, dir, join(dir, 'gone.csv')].map((path) => ({ kind: 'file' as const, path })),
      { kind: 'folder', path: join(dir, 'set'), files: [{ path: 'x/ä 1.csv', bytes: 3 }] },
      { kind: 'url', url: 'https://h.example/a?b=c' },
    ],
    port: 0,
    onNewLink: (link) => newLinks.push(link),
  })
})
afterEach(() => server.close())

describe('who gets in', () => {
  it('whoever has the link, with the headers the page needs', async () => {
    const { status, headers, body } = await ask(new URL(server.link()).pathname + new URL(server.link()).search)
    expect(status).toBe(200)
    expect(body).toContain('<title>Packscope</title>')
    expect(headers['content-security-policy']).toMatch(/default-src 'none'.*trusted-types packscope 'allow-duplicates'/)
    expect(headers['cross-origin-opener-policy']).toBe('same-origin')
    expect(headers['cross-origin-embedder-policy']).toBe('require-corp')
    expect(headers['x-content-type-options']).toBe('nosniff')
    expect(headers['access-control-allow-origin']).toBeUndefined()
    expect(headers['set-cookie']?.[0]).toMatch(/^packscope-\d+=[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/$/)
  })

  it('the link names the files to open', () => {
    const { searchParams } = new URL(server.link())
    expect(searchParams.getAll('open')).toEqual([named, dir, join(dir, 'gone.csv')])
    expect(searchParams.getAll('folder')).toEqual([join(dir, 'set')])
    expect(searchParams.getAll('url')).toEqual(['https://h.example/a?b=c'])
  })

  it.each(['/', '/assets/main.js', '/?token=', '/?token=x', '/nowhere'])(
    'nobody without a token or cookie: %s',
    async (target) => {
      for (const headers of [{}, { cookie: `packscope-${server.port}=x` }, { cookie: 'packscope=; x' }]) {
        const reply = await ask(target, { headers })
        expect(reply.status).toBe(403)
        expect(reply.headers['set-cookie']).toBeUndefined()
        expect(reply.headers['content-security-policy']).toBeDefined()
      }
      expect((await ask(fileTarget(named))).status).toBe(403)
    },
  )

  it('whoever has the cookie, as long as the server runs', async () => {
    const cookie = await login()
    for (let i = 0; i < 2; i++) {
      expect((await ask('/assets/main.js', { headers: { cookie } })).body).toBe('export {}')
      expect((await ask('/', { headers: { cookie: `a=b; ${cookie}` } })).status).toBe(200)
    }
  })

  it('a link once: later it is refused, and a new one is announced, once', async () => {
    const link = server.link()
    const cookie = await login(link)
    await ask('/', { headers: { cookie } })
    for (let i = 0; i < 3; i++) expect((await ask(`/?${link.split('?')[1]}`)).status).toBe(403)
    expect(newLinks).toHaveLength(1)
    expect(newLinks[0]).not.toBe(link)
    expect((await ask('/', { headers: { cookie: await login(newLinks[0]) } })).status).toBe(200)
  })

  it('a probe that keeps no cookie does not use the link up', async () => {
    const link = server.link()
    await login(link)
    await login(link)
    expect(server.link()).toBe(link)
    expect((await ask('/', { headers: { cookie: await login(link) } })).status).toBe(200)
  })

  it.each([
    'evil.example',
    'evil.example:PORT',
    '127.0.0.1',
    '127.0.0.1:1',
    '127.0.0.1.evil.example:PORT',
    '[::1]:PORT',
  ])('no other host name: %j', async (name) => {
    const cookie = await login()
    const host = name.replace('PORT', String(server.port))
    const reply = await ask(fileTarget(named), { headers: { cookie, host } })
    expect(reply.status).toBe(421)
    expect(reply.body).not.toContain('0123')
  })

  it('but localhost', async () => {
    const cookie = await login()
    expect((await ask('/', { headers: { cookie, host: `localhost:${server.port}` } })).status).toBe(200)
  })

  it.each(['cross-site', 'same-site'])('no requests from pages of other origins (%s)', async (site) => {
    const cookie = await login()
    expect((await ask(fileTarget(named), { headers: { cookie, 'sec-fetch-site': site } })).status).toBe(403)
  })

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'TRACE'])('nothing but reading: %s', async (method) => {
    const cookie = await login()
    const reply = await ask(fileTarget(named), { method, headers: { cookie } })
    expect(reply.status).toBe(405)
    expect(reply.headers.allow).toBe('GET, HEAD')
  })

  it('no other interface of this machine', async () => {
    const others = Object.values(networkInterfaces())
      .flatMap((list) => list ?? [])
      .filter((at) => !at.internal)
    const addresses = others.map((at) => at.address)
    // Linux answers on the whole of 127.0.0.0/8 where a server listens on every interface.
    if (process.platform === 'linux') addresses.push('127.0.0.2')
    for (const address of addresses) {
      const reached = await new Promise((resolve) => {
        const sent = request({ host: address, port: server.port, path: '/' }, () => resolve(true))
        sent.on('error', () => resolve(false))
        sent.end()
      })
      expect(reached).toBe(false)
    }
  })
})

describe('which files it reads', () => {
  let cookie: string
  beforeEach(async () => {
    cookie = await login()
  })
  const get = (target: string, headers: OutgoingHttpHeaders = {}, method = 'GET') =>
    ask(target, { method, headers: { cookie, ...headers } })

  it('those named at start', async () => {
    const reply = await get(fileTarget(named))
    expect(reply).toMatchObject({ status: 200, body: '0123456789' })
    expect(reply.headers['content-type']).toBe('application/octet-stream')
    expect(reply.headers['cache-control']).toBe('no-store')
  })

  it('no others, however they are spelled', async () => {
    const paths = [
      unnamed,
      '',
      '.',
      '/etc/passwd',
      `${dir}/site/../other.jsonl`,
      `${named}/../other.jsonl`,
      `${named}\0`,
      named.toUpperCase(),
    ]
    for (const path of paths) {
      const reply = await get(fileTarget(path))
      expect(reply.status).toBe(403)
      expect(reply.body).not.toContain('yours')
    }
  })

  it('the list of a folder named at start, and its files', async () => {
    const folder = `/folder?path=${encodeURIComponent(join(dir, 'set'))}`
    expect((await ask(folder)).status).toBe(403)
    const reply = await get(folder)
    expect(JSON.parse(Buffer.from(reply.body, 'latin1').toString())).toEqual([{ path: 'x/ä 1.csv', bytes: 3 }])
    mkdirSync(join(dir, 'set/x'), { recursive: true })
    writeFileSync(join(dir, 'set/x/ä 1.csv'), 'a\n1')
    writeFileSync(join(dir, 'set/x/later.csv'), 'not yours')
    expect((await get(fileTarget(join(dir, 'set/x/ä 1.csv')))).body).toBe('a\n1')
    expect((await get(fileTarget(join(dir, 'set/x/later.csv')))).status).toBe(403)
    for (const path of [dir, `${dir}/set/`, `${dir}/set/../set`, '']) {
      expect((await get(`/folder?path=${encodeURIComponent(path)}`)).status).toBe(403)
    }
  })

  it('nothing of other servers, but for the engine', async () => {
    const policy = async (target: string) => String((await get(target)).headers['content-security-policy'])
    expect(await policy('/assets/main.js')).toContain("connect-src 'self';")
    expect(await policy('/assets/webEngine-Ab_1-2.js')).toContain("connect-src 'self' https: http:;")
    expect(await policy('/assets/webPoolWorker-x.js')).toContain("connect-src 'self' https: http:;")
    for (const other of ['/assets/xwebEngine-1.js', '/assets/webEngine-1.js.map', '/webEngine-1.js', '/']) {
      expect(await policy(other)).toContain("connect-src 'self';")
    }
  })

  it('not twice-named: the first path counts', async () => {
    expect((await get(`/file?path=${encodeURIComponent(unnamed)}&path=${encodeURIComponent(named)}`)).status).toBe(403)
  })

  it('a folder or a missing file is a 404', async () => {
    expect((await get(fileTarget(dir))).status).toBe(404)
    expect((await get(fileTarget(join(dir, 'gone.csv')))).status).toBe(404)
  })

  it.skipIf(process.platform === 'win32')('a pipe is a 404, not a wait', async () => {
    rmSync(named)
    expect(spawnSync('mkfifo', [named]).status).toBe(0)
    expect((await get(fileTarget(named))).status).toBe(404)
    rmSync(named)
  })

  it.each([
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/assets/../../secret.txt',
    '/assets/..%2f..%2fsecret.txt',
  ])('nothing outside the built page: %s', async (target) => {
    const reply = await get(target)
    expect(reply.status).toBe(404)
    expect(reply.body).not.toContain('secret')
  })

  it.each(['//evil.example/', 'http://evil.example/', '*'])('no request target of another kind: %s', async (target) => {
    expect((await get(target)).status).toBe(400)
  })

  it('answers ranges', async () => {
    const middle = await get(fileTarget(named), { range: 'bytes=2-5' })
    expect(middle).toMatchObject({ status: 206, body: '2345' })
    expect(middle.headers['content-range']).toBe('bytes 2-5/10')
    expect(middle.headers['content-length']).toBe('4')
    expect(await get(fileTarget(named), { range: 'bytes=-3' })).toMatchObject({ status: 206, body: '789' })
    expect(await get(fileTarget(named), { range: 'bytes=8-100' })).toMatchObject({ status: 206, body: '89' })
  })

  it.each(['bytes=10-', 'bytes=5-2', 'bytes=0-1,3-4', 'bytes=x', 'rows=1-2'])('refuses the range %s', async (range) => {
    const reply = await get(fileTarget(named), { range })
    expect(reply).toMatchObject({ status: 416, body: '' })
    expect(reply.headers['content-range']).toBe('bytes */10')
  })

  it('answers HEAD with the size and no body', async () => {
    const reply = await get(fileTarget(named), {}, 'HEAD')
    expect(reply).toMatchObject({ status: 200, body: '' })
    expect(reply.headers['content-length']).toBe('10')
    expect(reply.headers['accept-ranges']).toBe('bytes')
  })

  it('answers for an empty file', async () => {
    writeFileSync(named, '')
    expect(await get(fileTarget(named))).toMatchObject({ status: 200, body: '' })
    expect((await get(fileTarget(named), { range: 'bytes=0-0' })).status).toBe(416)
  })

  it('breaks off when a file becomes shorter while it is read', async () => {
    writeFileSync(named, Buffer.alloc(64 * MEBIBYTE, 'x'))
    const reply = await ask(fileTarget(named), { headers: { cookie }, slow: () => writeFileSync(named, 'short') })
    expect(reply.cut).toBe(true)
    expect(reply.body.length).toBeLessThan(64 * MEBIBYTE)
  })
})

it('says when a port is taken', async () => {
  await expect(
    startWebServer({ siteDir: dir, sources: [], port: server.port, onNewLink: () => {} }),
  ).rejects.toMatchObject({ code: 'EADDRINUSE' })
})
