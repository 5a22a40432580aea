import { moveInto } from './placeFile.ts'

/** Files below a folder, in no order that can be relied on. @param path of the folder, for the paths given */
export async function* filesBelow(
  folder: FileSystemDirectoryHandle,
  path = '',
): AsyncGenerator<{ path: string; handle: FileSystemFileHandle }> {
  for await (const [name, entry] of folder.entries()) {
    const below = path === '' ? name : `${path}/${name}`
    if (entry.kind === 'directory') yield* filesBelow(entry as FileSystemDirectoryHandle, below)
    else yield { path: below, handle: entry as FileSystemFileHandle }
  }
}

/** The folder a file's path names, and the file's own name in it. */
export async function folderOf(
  root: FileSystemDirectoryHandle,
  path: string,
  create: boolean,
): Promise<{ folder: FileSystemDirectoryHandle; name: string }> {
  const parts = path.split('/')
  const name = parts.pop() as string
  let folder = root
  for (const part of parts) folder = await folder.getDirectoryHandle(part, { create })
  return { folder, name }
}

/** Text of a file by its path; null where there is none. */
export async function textAt(root: FileSystemDirectoryHandle, path: string): Promise<string | null> {
  try {
    const { folder, name } = await folderOf(root, path, false)
    return await (await (await folder.getFileHandle(name)).getFile()).text()
  } catch {
    return null
  }
}

/** Moves every file of a folder to the same path in another, over what is there; those that `isLast` says, last. */
export async function moveFiles(
  from: FileSystemDirectoryHandle,
  to: FileSystemDirectoryHandle,
  isLast: (path: string) => boolean = () => false,
): Promise<void> {
  const files = []
  for await (const file of filesBelow(from)) files.push(file)
  files.sort((a, b) => Number(isLast(a.path)) - Number(isLast(b.path)) || (a.path < b.path ? -1 : 1))
  for (const { path, handle } of files) {
    const { folder, name } = await folderOf(to, path, true)
    await moveInto(handle, folder, name)
    // Where it was copied, it is there twice until now: a file that is there is whole.
    const old = await folderOf(from, path, false)
    await old.folder.removeEntry(old.name).catch(() => {}) // moved
  }
}

/** The folder of this name; null where there is none. @throws `TypeMismatchError` for a file */
export async function folderAt(
  parent: FileSystemDirectoryHandle,
  name: string,
): Promise<FileSystemDirectoryHandle | null> {
  try {
    return await parent.getDirectoryHandle(name)
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
}

/** Removes a file or a folder with all in it; none is no error. */
export async function removeIfThere(parent: FileSystemDirectoryHandle, name: string): Promise<void> {
  await parent.removeEntry(name, { recursive: true }).catch((error) => {
    if (!isMissing(error)) throw error
  })
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && error.name === 'NotFoundError'
}
