import { throwIfAborted, withAbort } from '../../core/abort.ts'
import { EngineError } from '../../core/errors.ts'
import type { BlobLike } from '../protocol/refs.ts'
import type { OpenedSource } from './platform.ts'

/**
 * A Blob or File as a source. Browsers throw when the file behind a `File` was changed or removed; that is
 * `source/changed`.
 */
export function openBlobSource(blob: BlobLike, name: string): OpenedSource {
  return {
    name,
    path: null,
    identity: blob.lastModified === undefined ? null : JSON.stringify([name, blob.size, blob.lastModified]),
    source: {
      byteLength: blob.size,
      async read(byteStart, byteEnd, signal) {
        throwIfAborted(signal)
        if (!(byteStart >= 0 && byteEnd >= byteStart)) {
          throw new EngineError('argument/invalid', `bad byte range ${byteStart}..${byteEnd}: ${name}`, { path: name })
        }
        const end = Math.min(byteEnd, blob.size)
        if (end <= byteStart) return new Uint8Array(0)
        const buffer = await withAbort(
          blob
            .slice(byteStart, end)
            .arrayBuffer()
            .catch((error: unknown) => {
              throw blobError(error, name, byteStart)
            }),
          signal,
        )
        if (buffer.byteLength !== end - byteStart) throw blobError('it is shorter than it was', name, byteStart)
        return new Uint8Array(buffer)
      },
    },
    close: async () => {},
  }
}

function blobError(error: unknown, name: string, byte: number): EngineError {
  const kind = error instanceof Error ? error.name : String(error)
  const details = { path: name, byte }
  if (kind === 'NotFoundError') return new EngineError('source/changed', `the file is gone: ${name}`, details, error)
  // Chromium reports a file that changed on disk as NotReadableError.
  return new EngineError(
    'source/changed',
    `the file changed or became unreadable (${kind}); open it again: ${name}`,
    details,
    error,
  )
}
