import { EngineError } from '../../../core/errors.ts'
import type { ByteSink } from '../../../core/io/byteSink.ts'
import { memoryScratch } from '../../../core/scratch/memoryScratch.ts'
import { isScratchKey, type Scratch } from '../../../core/scratch/scratch.ts'
import { openBlobSource } from '../blobSource.ts'

const FOLDER = 'scratch'
const BUDGET_BYTES = 2 * 1024 ** 3
/** Of what the browser grants the origin. */
const QUOTA_SHARE = 0.5
const CHECK_BYTES = 64 * 1024 ** 2
/** Where there are no private files: each thread's own memory. */
const MEMORY_BYTES = 64 * 1024 ** 2

/** The origin's private files as scratch; memory where the browser has none or denies them (private windows). */
export function opfsScratch(): Scratch {
  const hasFiles = typeof navigator.storage?.getDirectory === 'function' && typeof FileSystemFileHandle !== 'undefined'
  const canWrite = hasFiles && 'createWritable' in FileSystemFileHandle.prototype
  if (!canWrite) return memoryScratch(MEMORY_BYTES)
  let root: Promise<FileSystemDirectoryHandle> | null = null
  let unchecked = Number.POSITIVE_INFINITY

  async function folderOf(key: string, create: boolean): Promise<{ folder: FileSystemDirectoryHandle; name: string }> {
    if (!isScratchKey(key)) throw new EngineError('argument/invalid', `not a scratch key: ${key}`)
    root ??= navigator.storage.getDirectory().then((home) => home.getDirectoryHandle(FOLDER, { create: true }))
    const [group, name] = key.split('/') as [string, string]
    return { folder: await (await root).getDirectoryHandle(group, { create }), name }
  }

  async function fileOf(key: string): Promise<File | null> {
    try {
      const { folder, name } = await folderOf(key, false)
      return await (await folder.getFileHandle(name)).getFile()
    } catch (error) {
      if (nameOf(error) === 'NotFoundError') return null
      throw new EngineError('source/read', `could not read scratch (${nameOf(error)})`, {}, error)
    }
  }

  async function create(key: string): Promise<ByteSink> {
    const { folder, name } = await folderOf(key, true).catch(fail)
    const handle = await folder.getFileHandle(name, { create: true }).catch(fail)
    // The bytes go to a swap file that replaces the entry when it is closed: whole or not at all.
    const stream = await handle.createWritable().catch(fail)
    let written = 0
    return {
      async write(bytes) {
        written += bytes.length
        await stream.write(bytes as Uint8Array<ArrayBuffer>).catch(fail)
      },
      async close() {
        await stream.close().catch(fail)
        unchecked += written
        if (unchecked < CHECK_BYTES) return
        unchecked = 0
        await evict(await (root as Promise<FileSystemDirectoryHandle>), key.slice(0, key.indexOf('/')))
      },
      async abort() {
        await stream.abort().catch(() => {}) // the swap file goes with the page at the latest
      },
    }
  }

  return {
    isShared: true,
    maxEntryBytes: BUDGET_BYTES,
    create,
    read: async (key) => {
      const file = await fileOf(key)
      return file && new Uint8Array(await file.arrayBuffer())
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
      const file = await fileOf(key)
      return file && openBlobSource(file, key)
    },
    async remove(keyPrefix) {
      const slash = keyPrefix.indexOf('/')
      const start = keyPrefix.slice(slash + 1)
      const found = await folderOf(`${keyPrefix.slice(0, slash)}/x`, false).catch(() => null)
      if (!found) return
      for await (const name of found.folder.keys()) if (name.startsWith(start)) await found.folder.removeEntry(name)
    },
  }
}

/** Removes groups, those written to longest ago first, until the rest is within what the origin may take. */
async function evict(root: FileSystemDirectoryHandle, spared: string): Promise<void> {
  const { quota = BUDGET_BYTES } = await navigator.storage.estimate()
  const budget = Math.min(BUDGET_BYTES, quota * QUOTA_SHARE)
  const groups: { name: string; bytes: number; usedMs: number }[] = []
  for await (const [name, folder] of root.entries()) {
    const group = { name, bytes: 0, usedMs: 0 }
    for await (const entry of (folder as FileSystemDirectoryHandle).values()) {
      const file = await (entry as FileSystemFileHandle).getFile().catch(() => null)
      group.bytes += file?.size ?? 0
      group.usedMs = Math.max(group.usedMs, file?.lastModified ?? 0)
    }
    groups.push(group)
  }
  let sum = groups.reduce((bytes, group) => bytes + group.bytes, 0)
  for (const group of groups.sort((a, b) => a.usedMs - b.usedMs)) {
    if (sum <= budget) break
    if (group.name === spared) continue
    await root.removeEntry(group.name, { recursive: true }).catch(() => {}) // being read: the next one tries again
    sum -= group.bytes
  }
}

const nameOf = (error: unknown) => (error instanceof Error ? error.name : String(error))

function fail(error: unknown): never {
  const full = nameOf(error) === 'QuotaExceededError'
  throw new EngineError(full ? 'sink/full' : 'sink/write', `scratch was not written (${nameOf(error)})`, {}, error)
}
