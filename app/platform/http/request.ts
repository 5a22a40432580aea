import { throwIfAborted } from '../../../core/abort.ts'
import { abortError, EngineError } from '../../../core/errors.ts'
import type { FetchLike, ResponseLike } from './fetchLike.ts'

/** A server that has not begun to answer after this long is taken for dead. */
const ANSWER_MS = 30_000
/** A body that brings nothing for so long is, too. */
const STALL_MS = 30_000
/** What is waited before each further attempt, unless the server says how long. */
const WAITS_MS = [250, 1000, 3000]
/** A server that wants to be left alone for longer is not waited for. */
const LONGEST_WAIT_MS = 10_000
const TRY_AGAIN = new Set([408, 425, 429, 500, 502, 503, 504])

export interface HttpOptions {
  get: FetchLike
  /** In a browser the cause of a failure is not told: it may be the server's rules for other origins. */
  isBrowser: boolean
  /** Waits; tests pass their own. */
  wait?: (ms: number) => Promise<void>
}

/** One request that is to be answered, with what is read of its body. */
export interface HttpRequest {
  url: string
  method?: 'GET' | 'HEAD'
  headers: Record<string, string>
  signal: AbortSignal | undefined
}

/** Thrown by `use` where the answer was no good and another attempt may bring a better one. */
export class Retry extends Error {
  readonly failure: EngineError

  constructor(failure: EngineError) {
    super(failure.message)
    this.failure = failure
  }
}

/**
 * Sends a request and lets `use` read its answer. Network failures, answers that say so (408, 425, 429, 5xx) and bodies
 * that end early are tried again up to three times, after 0.25, 1 and 3 seconds or what `Retry-After` says.
 * @param use gets the answer; whatever it does not read is let go
 * @throws EngineError `source/read` after the last attempt, what `use` throws; `AbortError`
 */
export async function request<T>(
  { url, method = 'GET', headers, signal }: HttpRequest,
  options: HttpOptions,
  use: (response: ResponseLike, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const { get } = options // a browser's `fetch` refuses to be called as a method of something else
  for (let attempt = 0; ; attempt++) {
    throwIfAborted(signal)
    const controller = new AbortController()
    const onAbort = () => controller.abort()
    signal?.addEventListener('abort', onAbort, { once: true })
    let timedOut = false
    const timer = setTimeout(() => {
      timedOut = true
      controller.abort()
    }, ANSWER_MS)
    let wait = WAITS_MS[attempt]
    let failure: EngineError
    try {
      const response = await get(url, {
        method,
        headers,
        cache: 'no-store',
        signal: controller.signal as never,
      })
      clearTimeout(timer)
      if (!TRY_AGAIN.has(response.status)) return await use(response, controller.signal)
      failure = new EngineError('source/read', `the server answered ${response.status}: ${url}`, { path: url })
      wait = waitOf(response, wait)
      await letGo(response)
    } catch (error) {
      if (signal?.aborted) throw abortError()
      if (error instanceof EngineError) throw error
      failure = error instanceof Retry ? error.failure : networkFailure(error, url, timedOut, options)
      // A server's rules for other origins look the same every time.
      if (options.isBrowser && !(error instanceof Retry) && attempt > 0) wait = undefined
    } finally {
      clearTimeout(timer)
      signal?.removeEventListener('abort', onAbort)
      controller.abort() // whatever of the answer is still on its way
    }
    if (wait === undefined || wait > LONGEST_WAIT_MS) throw failure
    await (options.wait ?? sleep)(wait)
  }
}

function waitOf(response: ResponseLike, usual: number | undefined): number | undefined {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN)
  return usual === undefined || !(seconds >= 0) ? usual : seconds * 1000
}

function networkFailure(error: unknown, url: string, timedOut: boolean, { isBrowser }: HttpOptions): EngineError {
  if (timedOut) {
    return new EngineError(
      'source/read',
      `the server did not answer within ${ANSWER_MS / 1000} s: ${url}`,
      { path: url },
      error,
    )
  }
  const why = isBrowser
    ? 'the server did not answer, or does not let pages of other origins read the file (CORS); the desktop app and the command line can read it all the same'
    : `the server did not answer (${causeOf(error)})`
  return new EngineError('source/read', `${why}: ${url}`, { path: url, feature: isBrowser ? 'CORS' : undefined }, error)
}

/** Node tells the cause beside the error: `ECONNREFUSED`, `ENOTFOUND`, a certificate that expired. */
function causeOf(error: unknown): string {
  const cause = (error as { cause?: { code?: unknown; message?: unknown } } | null)?.cause
  return String(cause?.code ?? cause?.message ?? (error instanceof Error ? error.message : error))
}

/** Lets go of an answer's body. */
export async function letGo(response: ResponseLike): Promise<void> {
  await response.body?.cancel().catch(() => {}) // it may have failed by itself
}

/**
 * A body, as far as `mostBytes` and one more: who asked for less can tell that there was too much.
 * @throws Retry when it stalls or breaks off
 */
export async function readBody(
  response: ResponseLike,
  mostBytes: number,
  url: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = []
  let size = 0
  const reader = response.body?.getReader()
  try {
    while (reader && size <= mostBytes) {
      const { done, value } = await stalling(reader.read())
      if (done) break
      if (!value) continue
      parts.push(value)
      size += value.length
    }
  } catch (error) {
    const failure = new EngineError(
      'source/read',
      `the connection broke off after ${size} bytes (${causeOf(error)}): ${url}`,
      { path: url },
      error,
    )
    throw new Retry(failure)
  } finally {
    await reader?.cancel().catch(() => {}) // it has ended, or failed by itself
  }
  const bytes = new Uint8Array(Math.min(size, mostBytes + 1))
  let at = 0
  for (const part of parts) {
    bytes.set(part.subarray(0, bytes.length - at), at)
    at += part.length
    if (at >= bytes.length) break
  }
  return bytes
}

async function stalling<T>(read: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const stall = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`nothing came for ${STALL_MS / 1000} s`)), STALL_MS)
  })
  try {
    return await Promise.race([read, stall])
  } finally {
    clearTimeout(timer)
  }
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
