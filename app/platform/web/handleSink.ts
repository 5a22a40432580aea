import { EngineError } from '../../../core/errors.ts'
import type { ByteSink } from '../../../core/io/byteSink.ts'

/** Where downloads wait in the origin's private files until the page has handed them over. */
export const DOWNLOAD_FOLDER = 'exports'

/**
 * Writes through the File System Access API, which keeps the bytes in a swap file and replaces the target when the
 * stream closes: the target is the old file or the whole new one.
 * @throws EngineError `sink/denied`, `sink/full`, `sink/write`
 */
export async function openHandleSink(handle: FileSystemFileHandle): Promise<ByteSink> {
  if (typeof handle.createWritable !== 'function') {
    throw new EngineError('sink/denied', `this browser cannot write files in place: ${handle.name}`, {
      path: handle.name,
    })
  }
  const failed = (error: unknown): never => {
    throw sinkError(error, handle.name)
  }
  const stream = await handle.createWritable().catch(failed)
  return {
    write: (bytes) => stream.write(bytes as Uint8Array<ArrayBuffer>).catch(failed),
    close: () => stream.close().catch(failed),
    abort: () => stream.abort().catch(() => {}), // the swap file is gone with the page at the latest
  }
}

/** A file in the origin's private file system, for browsers without a save picker. */
export async function openDownloadSink(name: string): Promise<ByteSink> {
  const root = await navigator.storage.getDirectory()
  const folder = await root.getDirectoryHandle(DOWNLOAD_FOLDER, { create: true })
  const handle = await folder.getFileHandle(name, { create: true })
  const sink = await openHandleSink(handle)
  return {
    ...sink,
    async abort() {
      await sink.abort()
      await folder.removeEntry(name).catch(() => {}) // an empty leftover of ours
    },
  }
}

function sinkError(error: unknown, path: string): EngineError {
  const name = error instanceof Error ? error.name : ''
  if (name === 'NotAllowedError' || name === 'NoModificationAllowedError') {
    return new EngineError('sink/denied', `not allowed to write: ${path}`, { path }, error)
  }
  if (name === 'QuotaExceededError') return new EngineError('sink/full', `no space left for: ${path}`, { path }, error)
  return new EngineError('sink/write', `could not write (${name || String(error)}): ${path}`, { path }, error)
}
