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

  async function readInto(bytes: Uint8Array<ArrayBuffer>, byteStart: number, signal?: AbortSignal): Promise<number> {
    throwIfAborted(signal)
    if (!(byteStart >= 0)) throw badRange(byteStart, byteStart + bytes.length, full)
    if (closed) throw new EngineError('source/read', `the file is closed: ${full}`, { path: full })
    const wanted = Math.max(0, Math.min(bytes.length, opened.size - byteStart))
    let filled = 0
    while (filled < wanted) {
      const bytesRead = await readOnce(handle, bytes, filled, wanted, byteStart, full)
      throwIfAborted(signal)
      if (bytesRead === 0) break
      filled += bytesRead
    }
    if (filled < wanted || Date.now() - checkedAt > STAT_TTL_MS) await assertUnchanged()
    return filled
  }

  return {
    name: basename(full),
    path: full,
    identity: JSON.stringify([full, opened.size, opened.mtimeMs]),
    source: {
      byteLength: opened.size,
      async read(byteStart, byteEnd, signal) {
        if (!(byteStart >= 0 && byteEnd >= byteStart)) throw badRange(byteStart, byteEnd, full)
        const wanted = Math.max(0, Math.min(byteEnd, opened.size) - byteStart)
        const bytes = new Uint8Array(new ArrayBuffer(wanted))
        const filled = await readInto(bytes, byteStart, signal)
        return filled < wanted ? bytes.subarray(0, filled) : bytes
      },
      readInto,
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

function badRange(byteStart: number, byteEnd: number, full: string): EngineError {
  return new EngineError('argument/invalid', `bad byte range ${byteStart}..${byteEnd}: ${full}`, { path: full })
}

/** Reads some of the bytes `[at, end)` of what is wanted from `byteStart` on. */
async function readOnce(
  handle: FileHandle,
  bytes: Uint8Array,
  at: number,
  end: number,
  byteStart: number,
  full: string,
) {
  try {
    return (await handle.read(bytes, at, end - at, byteStart + at)).bytesRead
  } catch (error) {
    throw sourceError(error, full, byteStart + at)
  }
}
