import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { type Answer, fileAnswer, textAnswer } from '../../serving/fileAnswer.ts'
import { ENGINE_HEADERS } from '../../serving/securityHeaders.ts'
import { siteFile } from '../../serving/siteFile.ts'
import { cookieValue, refusal } from './requestGuard.ts'
import { createSessions } from './sessions.ts'

/** Scripts of the engine's workers, which read the URLs a user opens. Workers have the policy of their own script. */
const ENGINE_SCRIPT = /^\/assets\/web(Engine|PoolWorker)-[\w-]+\.js$/

export interface WebServer {
  port: number
  /** A link that opens the app, and the files named at start, once. */
  link(): string
  close(): Promise<void>
}

/** Something named at start. Paths are absolute, those of a folder's files inside it. */
export type ServedSource =
  | { kind: 'file'; path: string }
  | { kind: 'folder'; path: string; files: readonly { path: string; bytes: number | null }[] }
  | { kind: 'url'; url: string }

export interface WebServerOptions {
  /** The built page. */
  siteDir: string
  /** What was named at start: the only files served at `/file?path=`, and the only folders at `/folder?path=`. */
  sources: readonly ServedSource[]
  /** 0: any free one. */
  port: number
  /** Told a new link when somebody came with one that was used already. */
  onNewLink(link: string): void
}

/**
 * Serves the app to browsers of this machine. Whoever has neither an unspent token nor the cookie bought with one gets
 * nothing, and of the machine's files only those named at start are read.
 * @throws NodeJS.ErrnoException where the port cannot be had
 */
export async function startWebServer({ siteDir, sources, port, onNewLink }: WebServerOptions): Promise<WebServer> {
  const sessions = createSessions()
  const folders = new Map(sources.flatMap((source) => (source.kind === 'folder' ? [[source.path, source]] : [])))
  const served = new Set(sources.flatMap(filesOf))
  let boundPort = port
  let lastLink = ''

  function link(): string {
    const query = [`token=${sessions.token()}`, ...sources.map(openParameter)]
    return `http://127.0.0.1:${boundPort}/?${query.join('&')}`
  }

  function announceNewLink(): void {
    if (link() === lastLink) return // still unused: it has been announced
    lastLink = link()
    onNewLink(lastLink)
  }

  async function answer(request: IncomingMessage): Promise<Answer> {
    const refused = refusal(request, boundPort)
    if (refused) return textAnswer(refused.status, refused.text, refused.status === 405 ? { allow: 'GET, HEAD' } : {})
    const url = new URL(request.url ?? '/', 'http://127.0.0.1')
    // Cookies are shared by all ports of a host, so the name tells servers apart.
    const cookieName = `packscope-${boundPort}`
    const cookie = cookieValue(request, cookieName)
    let headers: Record<string, string> = {}
    if (cookie === null || !sessions.accepts(cookie)) {
      const token = url.searchParams.get('token') ?? ''
      const bought = sessions.redeem(token)
      if (bought === null) {
        if (!sessions.wasSpent(token)) return textAnswer(403, 'Use the link that Packscope printed.')
        announceNewLink()
        return textAnswer(403, 'This link was used already. Packscope printed a new one.')
      }
      headers = { 'set-cookie': `${cookieName}=${bought}; HttpOnly; SameSite=Strict; Path=/` }
    }
    const found = await route(url, request)
    return { ...found, headers: { ...found.headers, ...headers } }
  }

  async function route(url: URL, request: IncomingMessage): Promise<Answer> {
    const method = request.method ?? 'GET'
    const range = request.headers.range ?? null
    if (url.pathname === '/file') {
      const path = url.searchParams.get('path') ?? ''
      if (!served.has(path)) return textAnswer(403, 'not a file that was named at start')
      return fileAnswer({ path, contentType: 'application/octet-stream', cacheControl: 'no-store' }, method, range)
    }
    if (url.pathname === '/folder') {
      const folder = folders.get(url.searchParams.get('path') ?? '')
      if (!folder) return textAnswer(403, 'not a folder that was named at start')
      return textAnswer(200, JSON.stringify(folder.files), { 'content-type': 'application/json' })
    }
    const file = siteFile(siteDir, url.pathname)
    if (!file) return textAnswer(404, 'not found')
    const found = await fileAnswer(file, method, range)
    return ENGINE_SCRIPT.test(url.pathname) ? { ...found, headers: { ...found.headers, ...ENGINE_HEADERS } } : found
  }

  const server = createServer((request, response) => {
    answer(request)
      .catch(() => textAnswer(500, 'internal error'))
      .then((found) => send(found, response))
      .catch(() => response.destroy()) // the other side left, or the file became shorter
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    // Never another interface.
    server.listen(port, '127.0.0.1', resolve)
  })
  boundPort = (server.address() as AddressInfo).port
  return {
    port: boundPort,
    link,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function filesOf(source: ServedSource): string[] {
  if (source.kind === 'file') return [source.path]
  return source.kind === 'folder' ? source.files.map(({ path }) => join(source.path, ...path.split('/'))) : []
}

/** How a source stands in the link. */
function openParameter(source: ServedSource): string {
  if (source.kind === 'url') return `url=${encodeURIComponent(source.url)}`
  return `${source.kind === 'folder' ? 'folder' : 'open'}=${encodeURIComponent(source.path)}`
}

async function send({ status, headers, body }: Answer, response: ServerResponse): Promise<void> {
  response.writeHead(status, headers)
  if (body === null || typeof body === 'string') {
    response.end(body ?? undefined)
    return
  }
  const { file, byteStart, byteEnd } = body
  if (byteStart === byteEnd) {
    await file.close()
    response.end()
    return
  }
  const stream = file.createReadStream({ start: byteStart, end: byteEnd - 1, highWaterMark: 1 << 20 })
  await pipeline(stream, response, { end: false })
  // A file that became shorter: breaking off tells the other side, which would otherwise wait for the promised length.
  if (stream.bytesRead < byteEnd - byteStart) response.destroy()
  else response.end()
}
