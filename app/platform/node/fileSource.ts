import { type FileHandle, open, stat } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { throwIfAborted } from '../../../core/abort.ts'
import { EngineError } from '../../../core/errors.ts'
import type { OpenedSource } from '../platform.ts'
import { sourceError } from './sourceError.ts'

/** How long a look at size and mtime stays good: a rewrite under our feet is noticed within this many ms. */
const STAT_TTL_MS = 500

/**
 * A file on disk as a source. Its size is fixed at opening; when the file is rewritten, cut or replaced in place,
 * reads throw `source/changed` instead of showing bytes of two versions.
 * @throws EngineError `source/not-found`, `source/denied`, `argument/invalid` for a directory, `source/read`
 */
export async function openFileSource(path: string): Promise<OpenedSource> {
  const full = resolve(path)
  const handle = await openForReading(full)
  const opened = await handle.stat()
  if (!opened.isFile()) {
    await handle.close()
    const what = opened.isDirectory() ? 'a directory' : 'not a regular file'
    throw new EngineError('argument/invalid', `this is ${what}; open a file: ${full}`, { path: full })
  }
  let checkedAt = Date.now()
  let closed = false

  async function assertUnchanged(): Promise<void> {
    const now = await handle.stat()
    checkedAt = Date.now()
    if (now.size === opened.size && now.mtimeMs === opened.mtimeMs) return
    throw new EngineError(
      'source/changed',
      `the file changed while it was open (${opened.size} bytes then, ${now.size} now); open it again: ${full}`,
      { path: full },
    )
  }

  return {
    name: basename(full),
    path: full,
    identity: JSON.stringify([full, opened.size, opened.mtimeMs]),
    source: {
      byteLength: opened.size,
      async read(byteStart, byteEnd, signal) {
        throwIfAborted(signal)
        if (!(byteStart >= 0 && byteEnd >= byteStart)) {
          throw new EngineError('argument/invalid', `bad byte range ${byteStart}..${byteEnd}: ${full}`, { path: full })
        }
        if (closed) throw new EngineError('source/read', `the file is closed: ${full}`, { path: full })
        const wanted = Math.max(0, Math.min(byteEnd, opened.size) - byteStart)
        const bytes = new Uint8Array(new ArrayBuffer(wanted))
        let filled = 0
        while (filled < wanted) {
          const bytesRead = await readInto(handle, bytes, filled, byteStart + filled, full)
          throwIfAborted(signal)
          if (bytesRead === 0) break
          filled += bytesRead
        }
        if (filled < wanted || Date.now() - checkedAt > STAT_TTL_MS) await assertUnchanged()
        return filled < wanted ? bytes.subarray(0, filled) : bytes
      },
    },
    async close() {
      if (closed) return
      closed = true
      await handle.close()
    },
  }
}

async function openForReading(full: string): Promise<FileHandle> {
  try {
    // Opening a FIFO would wait for a writer for ever, so look before opening.
    const kind = await stat(full)
    if (!kind.isFile() && !kind.isDirectory()) {
      throw new EngineError('argument/invalid', `this is not a regular file: ${full}`, { path: full })
    }
    return await open(full, 'r')
  } catch (error) {
    throw sourceError(error, full)
  }
}

async function readInto(handle: FileHandle, bytes: Uint8Array, at: number, position: number, full: string) {
  try {
    return (await handle.read(bytes, at, bytes.length - at, position)).bytesRead
  } catch (error) {
    throw sourceError(error, full, position)
  }
}
