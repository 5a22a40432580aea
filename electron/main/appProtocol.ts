import { protocol } from 'electron'
import { type Answer, fileAnswer, textAnswer } from '../../app/serving/fileAnswer.ts'
import { siteFile } from '../../app/serving/siteFile.ts'

const SCHEME = 'app'
const HOST = 'packscope'

/** Where the page comes from: an origin of its own, so that it is a secure context with workers and storage. */
export const APP_ORIGIN = `${SCHEME}://${HOST}`

/** Must run before the app is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: SCHEME,
      privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true },
    },
  ])
}

/** Serves the built page below `siteDir`, and nothing else, with the headers the local server sends. */
export function serveAppScheme(siteDir: string): void {
  protocol.handle(SCHEME, async (request) => {
    const url = new URL(request.url)
    const file = url.host === HOST ? siteFile(siteDir, url.pathname) : null
    if (request.method !== 'GET' && request.method !== 'HEAD') return toResponse(textAnswer(405, 'only GET and HEAD'))
    if (!file) return toResponse(textAnswer(404, 'not found'))
    return toResponse(await fileAnswer(file, request.method, request.headers.get('range')))
  })
}

async function toResponse({ status, headers, body }: Answer): Promise<Response> {
  if (body === null || typeof body === 'string') return new Response(body, { status, headers })
  const { file, byteStart, byteEnd } = body
  try {
    // Assets are small, and a whole buffer is the quickest answer a scheme handler can give.
    const bytes = new Uint8Array(byteEnd - byteStart)
    await file.read(bytes, 0, bytes.length, byteStart)
    return new Response(bytes, { status, headers })
  } finally {
    await file.close()
  }
}
