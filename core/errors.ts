/** What went wrong, as a stable identifier that scripts and the interface match on. Never match on messages. */
export type ErrorCode =
  | 'source/not-found'
  | 'source/denied'
  | 'source/read'
  | 'source/changed'
  | 'format/unknown'
  | 'format/corrupt'
  | 'format/unsupported'
  | 'compression/corrupt'
  | 'compression/unsupported'
  | 'argument/invalid'
  | 'limit/exceeded'
  | 'sink/denied'
  | 'sink/exists'
  | 'sink/full'
  | 'sink/write'
  | 'canceled'
  | 'internal'

/** Where and what, as plain clonable data: it crosses the wire with the error. */
export interface ErrorDetails {
  /** Path, URL or name of the source or sink concerned. */
  path?: string
  /** 0-based row in the dataset concerned. */
  row?: number
  /** Plain (decompressed) byte offset in the source concerned. */
  byte?: number
  /** The format feature, codec, option or column concerned. */
  feature?: string
}

/** The one error class. Messages give expected and actual numbers and name the file last. */
export class EngineError extends Error {
  readonly code: ErrorCode
  readonly details: ErrorDetails

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = 'EngineError'
    this.code = code
    this.details = details
  }
}

/** True for the error an aborted `AbortSignal` throws; cancellation is never reported as a failure. */
export function isAbortError(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError'
}

/** An `AbortError` as the platform would throw it. */
export function abortError(message = 'canceled'): Error {
  return new DOMException(message, 'AbortError')
}

/** Whatever was thrown, as a coded error: coded ones and aborts pass through, the rest become `internal`. */
export function toEngineError(error: unknown): Error {
  if (error instanceof EngineError || isAbortError(error)) return error as Error
  return new EngineError('internal', error instanceof Error ? error.message : String(error), {}, error)
}
