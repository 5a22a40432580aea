import { randomBytes } from 'node:crypto'
import { open, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { EngineError } from '../../../core/errors.ts'
import type { ByteSink } from '../../../core/io/byteSink.ts'

/**
 * Writes beside the target under a temporary name, flushes to disk, then renames: the target is the old file or the
 * whole new one, never a part. Leftovers of a killed process are recognisable: `.NAME.<random>.packscope-part`.
 * @throws EngineError `sink/denied`, `sink/full`, `sink/write`, `argument/invalid`
 */
export async function openFileSink(path: string): Promise<ByteSink> {
  const target = resolve(path)
  const existing = await stat(target).catch(() => null)
  if (existing && !existing.isFile()) {
    throw new EngineError('argument/invalid', `the target exists and is not a file: ${target}`, { path: target })
  }
  const part = join(dirname(target), `.${basename(target)}.${randomBytes(6).toString('hex')}.packscope-part`)
  const handle = await open(part, 'wx').catch((error) => {
    throw sinkError(error, target)
  })
  return {
    async write(bytes) {
      let written = 0
      while (written < bytes.length) {
        const step = await handle.write(bytes, written, bytes.length - written).catch((error) => {
          throw sinkError(error, target)
        })
        written += step.bytesWritten
      }
    },
    async close() {
      try {
        await handle.sync()
        await handle.close()
        await rename(part, target)
      } catch (error) {
        await discard()
        throw sinkError(error, target)
      }
    },
    abort: discard,
  }

  async function discard(): Promise<void> {
    await handle.close().catch(() => {}) // already closed when the rename failed
    await rm(part, { force: true }).catch(() => {}) // nothing more can be done; the name tells what it is
  }
}

function sinkError(error: unknown, path: string): EngineError {
  if (error instanceof EngineError) return error
  const code = (error as NodeJS.ErrnoException).code
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return new EngineError('sink/denied', `not allowed to write: ${path}`, { path }, error)
  }
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new EngineError('sink/full', `no space left for: ${path}`, { path }, error)
  }
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return new EngineError('sink/write', `the folder does not exist: ${dirname(path)}`, { path }, error)
  }
  return new EngineError('sink/write', `could not write (${code ?? String(error)}): ${path}`, { path }, error)
}
