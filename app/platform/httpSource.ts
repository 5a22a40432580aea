import { throwIfAborted } from '../../core/abort.ts'
import { EngineError, isAbortError } from '../../core/errors.ts'
import type { OpenedSource } from './platform.ts'

/** The part of `fetch` reading needs, structural so that every environment's own fits. */
export type FetchLike = (
  url: string,
  init: { method?: string; headers?: Record<string, string>; signal?: never; cache?: 'no-store' },
) => Promise<ResponseLike>
interface ResponseLike {
  readonly status: number
  readonly headers: { get(name: string): string | null }
  readonly body: { cancel(): Promise<void> } | null
  arrayBuffer(): Promise<ArrayBuffer>
}

/**
 * A URL read by ranges. The server must answer ranges with 206 and a total length: without them a large file could
 * only be read from its start, so that is refused with a clear answer. The `ETag` or `Last-Modified` seen first must
 * stay the same.
 * @throws EngineError `source/not-found`, `source/denied`, `source/read`, `source/changed`, `argument/invalid`
 */
export async function openHttpSource(
  url: string,
  name: string,
  get: FetchLike,
  signal?: AbortSignal,
): Promise<OpenedSource> {
  const probe = await request(0, 1)
  const total = totalLength(probe)
  const version = versionOf(probe)

  async function request(byteStart: number, byteEnd: number, readSignal = signal): Promise<ResponseLike> {
    throwIfAborted(readSignal)
    let response: ResponseLike
    try {
      response = await get(url, {
        headers: { range: `bytes=${byteStart}-${byteEnd - 1}` },
        cache: 'no-store',
        ...(readSignal ? { signal: readSignal as never } : {}),
      })
    } catch (error) {
      if (isAbortError(error)) throw error
      throw new EngineError('source/read', `the server did not answer: ${url}`, { path: url }, error)
    }
    return response
  }

  function totalLength(response: ResponseLike): number {
    const { status } = response
    // A server answers 416 to any range of an empty file.
    if (status === 416) {
      const empty = /\/0$/.exec(response.headers.get('content-range') ?? '')
      if (empty) return 0
    }
    if (status === 404 || status === 410) throw new EngineError('source/not-found', `${status}: ${url}`, { path: url })
    if (status === 401 || status === 403) throw new EngineError('source/denied', `${status}: ${url}`, { path: url })
    if (status === 200) {
      void response.body?.cancel() // the whole file is on its way
      throw new EngineError(
        'source/read',
        `the server does not answer byte ranges; download the file and open it from disk: ${url}`,
        { path: url },
      )
    }
    if (status !== 206) throw new EngineError('source/read', `the server answered ${status}: ${url}`, { path: url })
    const range = response.headers.get('content-range') ?? ''
    const match = /\/(\d+)$/.exec(range)
    if (!match)
      throw new EngineError('source/read', `the server gave no total length ('${range}'): ${url}`, { path: url })
    return Number(match[1])
  }

  return {
    name,
    path: url,
    identity: version === '' ? null : JSON.stringify([url, total, version]),
    source: {
      byteLength: total,
      async read(byteStart, byteEnd, readSignal) {
        if (!(byteStart >= 0 && byteEnd >= byteStart)) {
          throw new EngineError('argument/invalid', `bad byte range ${byteStart}..${byteEnd}: ${url}`, { path: url })
        }
        const end = Math.min(byteEnd, total)
        if (end <= byteStart) return new Uint8Array(0)
        const response = await request(byteStart, end, readSignal)
        if (totalLength(response) !== total || versionOf(response) !== version) {
          throw new EngineError('source/changed', `the file on the server changed; open it again: ${url}`, {
            path: url,
          })
        }
        const bytes = new Uint8Array(await response.arrayBuffer())
        throwIfAborted(readSignal)
        if (bytes.length !== end - byteStart) {
          throw new EngineError('source/read', `the server sent ${bytes.length} of ${end - byteStart} bytes: ${url}`, {
            path: url,
            byte: byteStart,
          })
        }
        return bytes
      },
    },
    close: async () => {},
  }
}

function versionOf(response: ResponseLike): string {
  return response.headers.get('etag') ?? response.headers.get('last-modified') ?? ''
}
