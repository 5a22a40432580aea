import type { PrivateFiles } from '../platform/web/output/privateFiles.ts'

/** When what a browser is asked to write fails. */
export interface BrowserHostility {
  /** The step that fails, from 0: everything that makes, writes, moves or removes. */
  failAt?: number
  /** Name of the error then. */
  error?: string
  /** From that step on nothing works any more, as if the tab were closed there. */
  isKilled?: boolean
  /** Files cannot be moved. */
  hasNoMove?: boolean
}

/** Folders and files of a browser, in memory, behind the API's handles. `tree` shows what is in them. */
export class MemoryDisk {
  steps = 0
  how: BrowserHostility = {}

  /** A browser that does all it is asked from now on. */
  heal(): void {
    this.how = {}
    this.steps = 0
  }

  async step<T>(act: () => T): Promise<T> {
    return this.stepNow(act)
  }

  stepNow<T>(act: () => T): T {
    const at = this.steps++
    const { failAt = Number.POSITIVE_INFINITY, isKilled, error = 'QuotaExceededError' } = this.how
    if (at === failAt || (isKilled && at > failAt)) throw new DOMException('hostile', error)
    return act()
  }

  get isDead(): boolean {
    const { failAt = Number.POSITIVE_INFINITY, isKilled } = this.how
    return isKilled === true && this.steps > failAt
  }

  look(): void {
    if (this.isDead) throw new DOMException('hostile', 'InvalidStateError')
  }

  folder(name = ''): FileSystemDirectoryHandle & MemoryFolder {
    return new MemoryFolder(this, name) as unknown as FileSystemDirectoryHandle & MemoryFolder
  }
}

const missing = () => new DOMException('no such entry', 'NotFoundError')
const mismatch = () => new DOMException('of another kind', 'TypeMismatchError')

class MemoryFile {
  readonly kind = 'file'
  bytes = new Uint8Array(0)
  place: MemoryFolder
  name: string
  readonly #disk: MemoryDisk

  constructor(disk: MemoryDisk, place: MemoryFolder, name: string) {
    this.#disk = disk
    this.place = place
    this.name = name
  }

  async getFile(): Promise<File> {
    this.#disk.look()
    if (this.place.children.get(this.name) !== this) throw missing()
    return new File([this.bytes], this.name)
  }

  async createWritable() {
    return this.#disk.step(() => {
      const parts: Uint8Array[] = []
      return {
        write: async (what: Blob | string) => {
          const bytes = typeof what === 'string' ? Buffer.from(what) : new Uint8Array(await what.arrayBuffer())
          return this.#disk.step(() => void parts.push(bytes))
        },
        close: () =>
          this.#disk.step(() => {
            this.bytes = new Uint8Array(Buffer.concat(parts))
          }),
        abort: async () => {},
      }
    })
  }

  async createSyncAccessHandle() {
    return this.#disk.step(() => ({
      write: (bytes: Uint8Array, { at }: { at: number }) =>
        this.#disk.stepNow(() => {
          const taken = bytes.subarray(0, 1000) // never all at once
          const grown = new Uint8Array(Math.max(this.bytes.length, at + taken.length))
          grown.set(this.bytes)
          grown.set(taken, at)
          this.bytes = grown
          return taken.length
        }),
      truncate: (size: number) =>
        this.#disk.stepNow(() => {
          this.bytes = this.bytes.slice(0, size)
        }),
      flush: () => this.#disk.stepNow(() => {}),
      close: () => {},
    }))
  }

  async move(folder: MemoryFolder, name: string): Promise<void> {
    if (this.#disk.how.hasNoMove) throw new DOMException('not here', 'NotSupportedError')
    await this.#disk.step(() => {
      if (folder.children.has(name)) throw new DOMException('there is one', 'InvalidModificationError')
      this.place.children.delete(this.name)
      this.place = folder
      this.name = name
      folder.children.set(name, this)
    })
  }
}

export class MemoryFolder {
  readonly kind = 'directory'
  readonly children = new Map<string, MemoryFolder | MemoryFile>()
  readonly name: string
  readonly #disk: MemoryDisk

  constructor(disk: MemoryDisk, name: string) {
    this.#disk = disk
    this.name = name
  }

  async getDirectoryHandle(name: string, { create = false } = {}): Promise<MemoryFolder> {
    this.#disk.look()
    const found = this.children.get(name)
    if (found instanceof MemoryFolder) return found
    if (found) throw mismatch()
    if (!create) throw missing()
    return this.#disk.step(() => {
      const folder = new MemoryFolder(this.#disk, name)
      this.children.set(name, folder)
      return folder
    })
  }

  async getFileHandle(name: string, { create = false } = {}): Promise<MemoryFile> {
    this.#disk.look()
    const found = this.children.get(name)
    if (found instanceof MemoryFile) return found
    if (found) throw mismatch()
    if (!create) throw missing()
    return this.#disk.step(() => {
      const file = new MemoryFile(this.#disk, this, name)
      this.children.set(name, file)
      return file
    })
  }

  async removeEntry(name: string, { recursive = false } = {}): Promise<void> {
    await this.#disk.step(() => {
      const found = this.children.get(name)
      if (!found) throw missing()
      if (found instanceof MemoryFolder && found.children.size > 0 && !recursive) {
        throw new DOMException('not empty', 'InvalidModificationError')
      }
      this.children.delete(name)
    })
  }

  async *entries(): AsyncGenerator<[string, MemoryFolder | MemoryFile]> {
    this.#disk.look()
    for (const entry of [...this.children]) yield entry
  }

  async *keys(): AsyncGenerator<string> {
    for await (const [name] of this.entries()) yield name
  }

  /** Text of every file below, by path. */
  tree(path = ''): Record<string, string> {
    const found: Record<string, string> = {}
    for (const [name, child] of this.children) {
      if (child instanceof MemoryFolder) Object.assign(found, child.tree(`${path}${name}/`))
      else found[path + name] = Buffer.from(child.bytes).toString('latin1')
    }
    return found
  }

  /** Puts files there, by path. */
  async fill(files: Record<string, string>): Promise<void> {
    for (const [path, text] of Object.entries(files)) {
      const parts = path.split('/')
      const name = parts.pop() as string
      let folder: MemoryFolder = this
      for (const part of parts) folder = await folder.getDirectoryHandle(part, { create: true })
      const file = await folder.getFileHandle(name, { create: true })
      file.bytes = new Uint8Array(Buffer.from(text, 'latin1'))
    }
  }
}

/** Private files on such a disk; `closeTab` lets go of every name this tab holds. */
export function memoryPrivateFiles(
  disk: MemoryDisk,
  root: FileSystemDirectoryHandle,
): PrivateFiles & { closeTab(): void } {
  const held = new Map<string, number>()
  let tab = {}
  const request = async (
    name: string,
    options: { mode?: string; ifAvailable?: boolean },
    act: (lock: object | null) => unknown,
  ): Promise<unknown> => {
    if (options.ifAvailable) return act(held.has(name) ? null : {})
    const mine = tab
    held.set(name, (held.get(name) ?? 0) + 1)
    try {
      return await act({})
    } finally {
      const left = (held.get(name) ?? 1) - 1
      // What is killed lets go of nothing; its browser does, when the tab is gone.
      const counts = mine === tab && !disk.isDead
      if (counts && left > 0) held.set(name, left)
      else if (counts) held.delete(name)
    }
  }
  return {
    root: async () => root,
    locks: { request: request as LockManager['request'] },
    closeTab() {
      held.clear()
      tab = {}
    },
  }
}
