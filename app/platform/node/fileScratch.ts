import { randomBytes } from 'node:crypto'
import { open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { EngineError } from '../../../core/errors.ts'
import type { ByteSink } from '../../../core/io/byteSink.ts'
import { isScratchKey, type Scratch } from '../../../core/scratch/scratch.ts'
import { openFileSource } from './fileSource.ts'
import { evict, makePrivateFolder, PART_SUFFIX, touch } from './scratchFolder.ts'

/** Writing so much more looks for what to evict. */
const CHECK_BYTES = 64 * 1024 ** 2

/**
 * Scratch in a folder: a folder per group, a file per entry, each written under another name and renamed, so that
 * processes and threads at once see whole entries or none. Groups not used for longest are removed when all of it is
 * over the budget.
 */
export function fileScratch(root: string, budgetBytes: number): Scratch {
  let unchecked = Number.POSITIVE_INFINITY // the first write looks at what is there

  async function noteWritten(group: string, bytes: number): Promise<void> {
    unchecked += bytes
    await touch(join(root, group))
    if (unchecked < Math.min(CHECK_BYTES, budgetBytes / 8)) return
    unchecked = 0
    await evict(root, budgetBytes, group, Date.now())
  }

  async function create(key: string): Promise<ByteSink> {
    const { group, path } = placeOf(root, key)
    const part = `${path}.${randomBytes(6).toString('hex')}${PART_SUFFIX}`
    const handle = await wrapErrors(key, async () => {
      await makePrivateFolder(join(root, group))
      return open(part, 'wx', 0o600)
    })
    let written = 0
    const discard = async () => {
      await handle.close().catch(() => {}) // closed already when the rename failed
      await rm(part, { force: true }).catch(() => {}) // left to the next eviction
    }
    return {
      async write(bytes) {
        if (written + bytes.length > budgetBytes) {
          throw new EngineError('sink/full', `the scratch folder may take ${budgetBytes} bytes`, { path: root })
        }
        written += bytes.length
        await wrapErrors(key, () => handle.writeFile(bytes))
      },
      async close() {
        try {
          await handle.close()
          await rename(part, path)
        } catch (error) {
          await discard()
          throw scratchError(key, error)
        }
        await noteWritten(group, written)
      },
      abort: discard,
    }
  }

  return {
    isShared: true,
    maxEntryBytes: budgetBytes,
    create,
    async read(key) {
      const { group, path } = placeOf(root, key)
      const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null
        throw new EngineError('source/read', `could not read (${error.code}): ${path}`, { path }, error)
      })
      if (bytes) await touch(join(root, group))
      return bytes && new Uint8Array(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.byteLength)
    },
    async write(key, bytes) {
      const sink = await create(key)
      try {
        await sink.write(bytes)
      } catch (error) {
        await sink.abort()
        throw error
      }
      await sink.close()
    },
    async open(key) {
      const { group, path } = placeOf(root, key)
      try {
        const opened = await openFileSource(path)
        await touch(join(root, group))
        return opened
      } catch (error) {
        if (error instanceof EngineError && error.code === 'source/not-found') return null
        throw error
      }
    },
    async remove(keyPrefix) {
      const slash = keyPrefix.indexOf('/')
      const group = keyPrefix.slice(0, slash)
      const start = keyPrefix.slice(slash + 1)
      if (!isScratchKey(`${group}/${start || 'x'}`))
        throw new EngineError('argument/invalid', `not a scratch key: ${keyPrefix}`)
      if (start === '') {
        await rm(join(root, group), { recursive: true, force: true })
        return
      }
      for (const name of await readdir(join(root, group)).catch(() => [] as string[])) {
        if (name.startsWith(start)) await rm(join(root, group, name), { force: true })
      }
    },
  }
}

function placeOf(root: string, key: string): { group: string; path: string } {
  if (!isScratchKey(key)) throw new EngineError('argument/invalid', `not a scratch key: ${key}`)
  return { group: key.slice(0, key.indexOf('/')), path: join(root, ...key.split('/')) }
}

async function wrapErrors<T>(key: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run()
  } catch (error) {
    throw scratchError(key, error)
  }
}

function scratchError(key: string, error: unknown): EngineError {
  const { code } = error as NodeJS.ErrnoException
  const full = code === 'ENOSPC' || code === 'EDQUOT'
  return new EngineError(full ? 'sink/full' : 'sink/write', `scratch entry ${key} was not written (${code})`, {}, error)
}
