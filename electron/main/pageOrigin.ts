import { protocol } from 'electron'
import { type Answer, fileAnswer, textAnswer } from '../../app/serving/fileAnswer.ts'
import { siteFile } from '../../app/serving/siteFile.ts'

/**
 * Where the page comes from: a secure origin of its own, with workers, storage and isolation. A name below `.invalid`
 * exists nowhere (RFC 6761); requests to it are answered in this process and never leave it. A scheme of our own would
 * do as well, but must be registered before the app is ready, which a runtime that loads the app's code asynchronously
 * leaves no time for.
 */
const SCHEME = 'https'
const HOST = 'packscope.invalid'
export const PAGE_ORIGIN = `${SCHEME}://${HOST}`

/** Serves the built page below `siteDir` with the headers the local server sends. No other https request gets out. */
export function servePage(siteDir: string): void {
  protocol.handle(SCHEME, async ({ url, method, headers }) => {
    const { host, pathname } = new URL(url)
    const file = host === HOST ? siteFile(siteDir, pathname) : null
    if (!file) return toResponse(textAnswer(404, 'not found'))
    if (method !== 'GET' && method !== 'HEAD') return toResponse(textAnswer(405, 'only GET and HEAD'))
    return toResponse(await fileAnswer(file, method, headers.get('range')))
  })
}

async function toResponse({ status, headers, body }: Answer): Promise<Response> {
  if (body === null || typeof body === 'string') return new Response(body, { status, headers })
  const { file, byteStart, byteEnd } = body
  try {
    // Assets are small, and a whole buffer is the quickest answer such a handler can give.
    const bytes = new Uint8Array(byteEnd - byteStart)
    const { bytesRead } = await file.read(bytes, 0, bytes.length, byteStart)
    return new Response(bytes.subarray(0, bytesRead), { status, headers })
  } finally {
    await file.close()
  }
}
