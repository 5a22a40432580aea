import type { IncomingMessage } from 'node:http'

/** Why a request is refused before anything is looked at; null when it is not. */
export function refusal(request: IncomingMessage, port: number): { status: number; text: string } | null {
  const { method, url = '', headers } = request
  // A page of another name that resolves to this machine (DNS rebinding) sends its own name here.
  if (headers.host !== `127.0.0.1:${port}` && headers.host !== `localhost:${port}`) {
    return { status: 421, text: 'unknown host' }
  }
  if (method !== 'GET' && method !== 'HEAD') return { status: 405, text: 'only GET and HEAD' }
  if (!url.startsWith('/') || url.startsWith('//')) return { status: 400, text: 'bad request target' }
  // Other sites, and other ports of this machine, which share our cookies, have no business here.
  const site = headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none')
    return { status: 403, text: 'cross-site request' }
  return null
}

/** The value of a cookie, or null. */
export function cookieValue(request: IncomingMessage, name: string): string | null {
  for (const pair of (request.headers.cookie ?? '').split(';')) {
    const [key, value] = pair.trim().split('=', 2)
    if (key === name && value !== undefined) return value
  }
  return null
}
