import {
  chmod,
  type FileHandle,
  link,
  lstat,
  mkdir,
  open,
  readdir,
  readFile,
  readlink,
  rename,
  rm,
  stat,
} from 'node:fs/promises'
import { join } from 'node:path'

/** A file being written. */
export interface WriteHandle {
  /** Writes the beginning of `bytes`. @returns how many, at least one */
  write(bytes: Uint8Array): Promise<number>
  sync(): Promise<void>
  close(): Promise<void>
}

export interface FileFacts {
  kind: 'file' | 'folder' | 'link' | 'other'
  /** Permission bits. */
  mode: number
  /** Number of the device it lies on. */
  device: number
  changedMs: number
}

/** What writing an output asks of the file system; tests have one that fails at any step. */
export interface OutputFs {
  /** A new file. @throws what the system says, also where it exists */
  create(path: string, mode: number): Promise<WriteHandle>
  /** A new folder, with those above it. */
  makeFolder(path: string): Promise<void>
  /** @param mode permission bits */
  chmod(path: string, mode: number): Promise<void>
  rename(from: string, to: string): Promise<void>
  /** A second name for a file. */
  link(from: string, to: string): Promise<void>
  /** A file or a whole folder; none is no error. */
  remove(path: string): Promise<void>
  /** Flushes the names in a folder to disk, where the system can. */
  syncFolder(path: string): Promise<void>
  /** Facts of what a name is, or (`follow`) of what it leads to; null where there is nothing. */
  facts(path: string, follow?: boolean): Promise<FileFacts | null>
  names(path: string): Promise<string[]>
  readLink(path: string): Promise<string>
  /** Null where there is no such file. */
  readText(path: string): Promise<string | null>
}

/** Folders cannot be opened on Windows, nor flushed on some network file systems. */
const NO_FOLDER_SYNC = new Set(['EISDIR', 'EPERM', 'EACCES', 'EINVAL', 'ENOTSUP', 'EBADF'])

export const outputFs: OutputFs = {
  create: async (path, mode) => writeHandle(await open(path, 'wx', mode)),
  async makeFolder(path) {
    try {
      await mkdir(path) // says what is wrong; a recursive one calls a read-only folder missing
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code === 'ENOENT') await mkdir(path, { recursive: true })
      else if (code !== 'EEXIST') throw error
    }
  },
  chmod,
  rename,
  link,
  remove: (path) => rm(path, { recursive: true, force: true }),
  async syncFolder(path) {
    let handle: FileHandle | null = null
    try {
      handle = await open(path, 'r')
      await handle.sync()
    } catch (error) {
      if (!NO_FOLDER_SYNC.has((error as NodeJS.ErrnoException).code ?? '')) throw error
    } finally {
      await handle?.close()
    }
  },
  async facts(path, follow = false) {
    try {
      const found = await (follow ? stat(path) : lstat(path))
      const kind = found.isFile() ? 'file' : found.isDirectory() ? 'folder' : found.isSymbolicLink() ? 'link' : 'other'
      return { kind, mode: found.mode & 0o7777, device: found.dev, changedMs: found.mtimeMs }
    } catch (error) {
      return noneIfMissing(error)
    }
  },
  names: (path) => readdir(path),
  readLink: (path) => readlink(path),
  readText: (path) => readFile(path, 'utf8').catch(noneIfMissing),
}

function writeHandle(handle: FileHandle): WriteHandle {
  return {
    write: async (bytes) => (await handle.write(bytes, 0, bytes.length)).bytesWritten,
    sync: () => handle.sync(),
    close: () => handle.close(),
  }
}

function noneIfMissing(error: unknown): null {
  const { code } = error as NodeJS.ErrnoException
  if (code === 'ENOENT' || code === 'ENOTDIR') return null
  throw error
}

/** Flushes the names in a folder and in all folders below it. */
export async function syncTree(fs: OutputFs, path: string): Promise<void> {
  for (const name of await fs.names(path)) {
    const below = join(path, name)
    if ((await fs.facts(below))?.kind === 'folder') await syncTree(fs, below)
  }
  await fs.syncFolder(path)
}
