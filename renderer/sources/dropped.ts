/** What was dropped: files to open, and folders to open as one dataset each. */
export interface Dropped {
  files: File[]
  folders: DroppedFolder[]
}

/** A dropped folder, in the ways browsers give it; which of them lasts is seen later. */
export interface DroppedFolder {
  name: string
  /** The desktop can tell its path. */
  asFile: File | null
  /** Browsers that hand out handles. */
  handle: Promise<unknown> | null
  /** All others: its files can be listed. */
  entry: DroppedEntry
}

/** The part of a `FileSystemEntry` that listing needs. */
export interface DroppedEntry {
  isDirectory: boolean
  name: string
  createReader?(): { readEntries(found: (entries: DroppedEntry[]) => void, failed: (error: Error) => void): void }
  file?(found: (file: File) => void, failed: (error: Error) => void): void
}

/** The part of a `DataTransfer` that reading a drop needs. */
export interface DropLike {
  items: ArrayLike<{
    kind: string
    getAsFile(): File | null
    webkitGetAsEntry(): DroppedEntry | null
    getAsFileSystemHandle?(): Promise<unknown>
  }>
}

/** Reads a drop. Must run before the first await of the handler: afterwards the browser empties the drop. */
export function readDrop(drop: DropLike): Dropped {
  const files: File[] = []
  const folders: DroppedFolder[] = []
  for (const item of Array.from(drop.items)) {
    if (item.kind !== 'file') continue
    const entry = item.webkitGetAsEntry()
    if (entry?.isDirectory) {
      const handle = item.getAsFileSystemHandle?.().catch(() => null) ?? null
      folders.push({ name: entry.name, asFile: item.getAsFile(), handle, entry })
      continue
    }
    const file = item.getAsFile()
    if (file) files.push(file)
  }
  return { files, folders }
}

/** True when what is dragged over the window holds files, as far as the browser tells before the drop. */
export function holdsFiles(types: readonly string[]): boolean {
  return types.includes('Files')
}

/** More files than any folder of a dataset has. */
const MAX_FILES = 200_000

/**
 * All files below a dropped folder, hidden folders left out.
 * @throws Error what the browser says of a folder that cannot be read, or that it holds too many files
 */
export async function filesBelow(folder: DroppedEntry): Promise<{ path: string; file: File }[]> {
  const files: { path: string; file: File }[] = []
  const waiting = [{ entry: folder, path: '' }]
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    for (const entry of await entriesOf(next.entry)) {
      const path = next.path === '' ? entry.name : `${next.path}/${entry.name}`
      if (!entry.isDirectory) files.push({ path, file: await fileOf(entry) })
      else if (!entry.name.startsWith('.')) waiting.push({ entry, path })
      if (files.length > MAX_FILES) throw new Error(`the folder holds more than ${MAX_FILES} files`)
    }
  }
  return files
}

/** A reader gives some entries at a time, and none at the end. */
async function entriesOf(folder: DroppedEntry): Promise<DroppedEntry[]> {
  const reader = folder.createReader?.()
  const all: DroppedEntry[] = []
  for (;;) {
    const some = await new Promise<DroppedEntry[]>((found, failed) =>
      reader ? reader.readEntries(found, failed) : found([]),
    )
    if (some.length === 0) return all
    all.push(...some)
  }
}

function fileOf(entry: DroppedEntry): Promise<File> {
  return new Promise((found, failed) => {
    if (entry.file) entry.file(found, failed)
    else failed(new Error(`${entry.name} is no file`))
  })
}
