import { EngineError } from '../../../../core/errors.ts'

/** What the browser said while writing, as a coded error: `sink/denied`, `sink/full`, `sink/write`. */
export function webOutputError(error: unknown, path: string): EngineError {
  if (error instanceof EngineError) return error
  const name = error instanceof Error ? error.name : ''
  switch (name) {
    case 'NotAllowedError':
    case 'SecurityError':
      return new EngineError('sink/denied', `not allowed to write: ${path}`, { path }, error)
    case 'NoModificationAllowedError':
      return new EngineError('sink/denied', `in use, or not allowed to write: ${path}`, { path }, error)
    case 'QuotaExceededError':
      return new EngineError('sink/full', `no space left for: ${path}`, { path }, error)
    case 'NotFoundError':
      return new EngineError('sink/write', `the folder or file is gone: ${path}`, { path }, error)
    default:
      return new EngineError('sink/write', `could not write (${name || String(error)}): ${path}`, { path }, error)
  }
}
