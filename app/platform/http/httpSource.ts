import { throwIfAborted } from '../../../core/abort.ts'
import { EngineError } from '../../../core/errors.ts'
import { memorySource } from '../../../core/io/memorySource.ts'
import type { OpenedSource } from '../platform.ts'
import type { ResponseLike } from './fetchLike.ts'
import { type HttpOptions, letGo, Retry, readBody, request } from './request.ts'

/** A file up to this size is read whole into memory where the server answers no ranges. */
export const WHOLE_BYTES = 64 * 1024 ** 2

/** What is known of the file on the server since the first answer. */
interface Probe {
  total: number
  /** `ETag`, else `Last-Modified`: has to stay the same. Empty where the server tells neither. */
  version: string
  /** The file itself, where it cannot be read in ranges. */
  whole: Uint8Array<ArrayBuffer> | null
}

/**
 * A URL read by byte ranges. A server without them is no hindrance for a file of up to 64 MiB, which is read whole; a
 * larger one is refused with a clear answer. Redirects are followed at every read, since signed addresses expire. The
 * `ETag` or `Last-Modified` seen first must stay the same.
 * @throws EngineError `source/not-found`, `source/denied`, `source/read`, `source/changed`, `argument/invalid`; `AbortError`
 */
export async function openHttpSource(
  url: string,
  name: string,
  options: HttpOptions,
  signal?: AbortSignal,
): Promise<OpenedSource> {
  checkUrl(url)
  const { total, version, whole } = await probe(url, options, signal)
  const source = whole ? memorySource(whole) : rangeSource(url, { total, version, whole }, options)
  return {
    name,
    path: url,
    identity: version === '' ? null : JSON.stringify([url, total, version]),
    source,
    close: async () => {},
  }
}

function checkUrl(url: string): void {
  let parsed: URL
  try {
    parsed = new URL(url)
  } catch (error) {
    throw new EngineError('argument/invalid', `not a URL: ${url}`, { path: url }, error)
  }
  if (parsed.username !== '' || parsed.password !== '') {
    throw new EngineError('argument/invalid', 'a URL with a user name or password in it cannot be opened')
  }
  if (parsed.protocol !== 'http:' && parsed.protocol !== 'https:') {
    throw new EngineError('argument/invalid', `only http and https URLs can be opened: ${url}`, { path: url })
  }
}

async function probe(url: string, options: HttpOptions, signal: AbortSignal | undefined): Promise<Probe> {
  const headers = { range: 'bytes=0-0' }
  return request({ url, headers, signal }, options, async (response) => {
    const { status } = response
    const version = versionOf(response)
    refuseStatus(status, url)
    // A server answers 416 to any range of an empty file.
    if (status === 416 && /\/0$/.test(response.headers.get('content-range') ?? '')) {
      return { total: 0, version, whole: new Uint8Array(0) }
    }
    if (status === 206) {
      assertNotEncoded(response, url)
      const total = totalOf(response)
      await letGo(response)
      return { total: total ?? (await lengthByHead(url, options, signal)), version, whole: null }
    }
    if (status === 416) {
      await letGo(response)
      return wholeFile(url, options, signal)
    }
    if (status !== 200) throw new EngineError('source/read', `the server answered ${status}: ${url}`, { path: url })
    return readWhole(response, version, url)
  })
}

/** Where the total is not told with a range, or may not be read by pages of other origins. */
async function lengthByHead(url: string, options: HttpOptions, signal: AbortSignal | undefined): Promise<number> {
  return request({ url, method: 'HEAD', headers: plainBody(options), signal }, options, async (response) => {
    const length = Number(response.headers.get('content-length') ?? Number.NaN)
    if (response.status === 200 && Number.isSafeInteger(length) && length >= 0) return length
    const exposed = options.isBrowser ? ', or does not expose Content-Range to pages of other origins' : ''
    throw new EngineError('source/read', `the server gave no total length${exposed}: ${url}`, { path: url })
  })
}

function wholeFile(url: string, options: HttpOptions, signal: AbortSignal | undefined): Promise<Probe> {
  return request({ url, headers: {}, signal }, options, async (response) => {
    refuseStatus(response.status, url)
    if (response.status === 200) return readWhole(response, versionOf(response), url)
    throw new EngineError('source/read', `the server answered ${response.status}: ${url}`, { path: url })
  })
}

async function readWhole(response: ResponseLike, version: string, url: string): Promise<Probe> {
  const promised = Number(response.headers.get('content-length') ?? Number.NaN)
  const refusal = new EngineError(
    'source/read',
    `the server does not answer byte ranges and the file is over ${WHOLE_BYTES / 1024 ** 2} MiB; download it and open it from disk: ${url}`,
    { path: url },
  )
  if (promised > WHOLE_BYTES) throw refusal
  const whole = await readBody(response, WHOLE_BYTES, url)
  if (whole.length > WHOLE_BYTES) throw refusal
  const isEncoded = (response.headers.get('content-encoding') ?? 'identity') !== 'identity'
  if (!isEncoded && promised >= 0 && whole.length !== promised) {
    throw new Retry(
      new EngineError('source/read', `the server sent ${whole.length} of ${promised} bytes: ${url}`, { path: url }),
    )
  }
  return { total: whole.length, version, whole }
}

function rangeSource(url: string, { total, version }: Probe, options: HttpOptions): OpenedSource['source'] {
  // A browser would have to ask the server first whether the header may be sent to another origin.
  const condition: Record<string, string> = !options.isBrowser && isStrong(version) ? { 'if-range': version } : {}
  return {
    byteLength: total,
    async read(byteStart, byteEnd, signal) {
      throwIfAborted(signal)
      if (!(byteStart >= 0 && byteEnd >= byteStart)) {
        throw new EngineError('argument/invalid', `bad byte range ${byteStart}..${byteEnd}: ${url}`, { path: url })
      }
      const end = Math.min(byteEnd, total)
      if (end <= byteStart) return new Uint8Array(0)
      const headers = { range: `bytes=${byteStart}-${end - 1}`, ...condition }
      return request({ url, headers, signal }, options, async (response) => {
        const changed = new EngineError('source/changed', `the file on the server changed; open it again: ${url}`, {
          path: url,
        })
        refuseStatus(response.status, url)
        const now = versionOf(response)
        // Without the condition being met, or behind the end of a file cut shorter, there is no such range any more.
        if (now !== version || response.status === 416) throw changed
        if (response.status === 200) {
          if (version !== '') throw changed
          throw new EngineError('source/read', `the server stopped answering byte ranges: ${url}`, { path: url })
        }
        if (response.status !== 206) {
          throw new EngineError('source/read', `the server answered ${response.status}: ${url}`, { path: url })
        }
        assertNotEncoded(response, url)
        const told = totalOf(response)
        if (told !== null && told !== total) throw changed
        assertRange(response, byteStart, end, url)
        const bytes = await readBody(response, end - byteStart, url)
        if (bytes.length === end - byteStart) return bytes
        const amount = bytes.length > end - byteStart ? 'more than the' : `${bytes.length} of`
        const failure = new EngineError(
          'source/read',
          `the server sent ${amount} ${end - byteStart} bytes asked for: ${url}`,
          {
            path: url,
            byte: byteStart,
          },
        )
        throw bytes.length > end - byteStart ? failure : new Retry(failure)
      })
    },
  }
}

function refuseStatus(status: number, url: string): void {
  if (status === 404 || status === 410) throw new EngineError('source/not-found', `${status}: ${url}`, { path: url })
  if (status === 401 || status === 403 || status === 407) {
    throw new EngineError('source/denied', `${status}: the server wants a login or refuses: ${url}`, { path: url })
  }
}

/** Ranges of a body that is compressed on its way are ranges of something else than the file. */
function assertNotEncoded(response: ResponseLike, url: string): void {
  const encoding = response.headers.get('content-encoding') ?? 'identity'
  if (encoding === '' || encoding.toLowerCase() === 'identity') return
  throw new EngineError(
    'source/read',
    `the server compresses byte ranges on their way (${encoding}), which makes them useless: ${url}`,
    {
      path: url,
      feature: 'content-encoding',
    },
  )
}

function assertRange(response: ResponseLike, start: number, end: number, url: string): void {
  const told = response.headers.get('content-range')
  const match = /^bytes (\d+)-(\d+)\//.exec(told ?? '')
  if (told === null || (match && Number(match[1]) === start && Number(match[2]) === end - 1)) return
  throw new EngineError(
    'source/read',
    `the server sent the range '${told}', bytes ${start}-${end - 1} were asked for: ${url}`,
    {
      path: url,
      byte: start,
    },
  )
}

/** The length of a compressed body is not that of the file. Ranges are never asked for compressed; a browser does not let it be said. */
function plainBody({ isBrowser }: HttpOptions): Record<string, string> {
  return isBrowser ? {} : { 'accept-encoding': 'identity' }
}

/** Total length by `Content-Range`; null where it is not told or may not be seen. */
function totalOf(response: ResponseLike): number | null {
  const match = /\/(\d+)$/.exec(response.headers.get('content-range') ?? '')
  const total = Number(match?.[1] ?? Number.NaN)
  return Number.isSafeInteger(total) ? total : null
}

function versionOf(response: ResponseLike): string {
  return response.headers.get('etag') ?? response.headers.get('last-modified') ?? ''
}

/** A weak tag may stand for other bytes, and a date for a second's worth of changes: neither makes a condition. */
function isStrong(version: string): boolean {
  return version.startsWith('"')
}
