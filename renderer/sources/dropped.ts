/** What was dropped: files to open, and the names of folders, which cannot be opened as a whole. */
export interface Dropped {
  files: File[]
  folders: string[]
}

/** The part of a `DataTransfer` that reading a drop needs. */
export interface DropLike {
  items: ArrayLike<{
    kind: string
    getAsFile(): File | null
    webkitGetAsEntry(): { isDirectory: boolean; name: string } | null
  }>
}

/** Reads a drop. Must run before the first await of the handler: afterwards the browser empties the drop. */
export function readDrop(drop: DropLike): Dropped {
  const files: File[] = []
  const folders: string[] = []
  for (const item of Array.from(drop.items)) {
    if (item.kind !== 'file') continue
    const entry = item.webkitGetAsEntry()
    if (entry?.isDirectory) {
      folders.push(entry.name)
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
