import { EngineError } from '../../../core/errors.ts'

/** What the file system said, as a coded error: `source/not-found`, `source/denied`, `source/read`. */
export function sourceError(error: unknown, path: string, byte?: number): EngineError {
  if (error instanceof EngineError) return error
  const code = (error as NodeJS.ErrnoException).code
  const details = byte === undefined ? { path } : { path, byte }
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return new EngineError('source/not-found', `no such file: ${path}`, details, error)
  }
  if (code === 'EACCES' || code === 'EPERM') {
    return new EngineError('source/denied', `permission denied: ${path}`, details, error)
  }
  return new EngineError('source/read', `could not read (${code ?? String(error)}): ${path}`, details, error)
}
