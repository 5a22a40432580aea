import { throwIfAborted } from '../../../core/abort.ts'
import { EngineError } from '../../../core/errors.ts'
import { sortNaturally } from '../../../core/formats/folder/naturalOrder.ts'
import { isHiddenFolder, MAX_FOLDER_DEPTH, MAX_LISTED, tooDeep, tooManyFiles } from '../listedFiles.ts'
import type { ListedSource, SourceFolder } from '../platform.ts'

/** `FileSystemDirectoryHandle` can be walked, which the DOM's own types do not say. */
type Walkable = FileSystemDirectoryHandle & {
  values(): AsyncIterable<FileSystemFileHandle | FileSystemDirectoryHandle>
}

/**
 * The files below a folder the user chose or dropped. The browser follows no links out of it.
 * @throws EngineError `source/denied`, `source/not-found`, `source/read`, `limit/exceeded`; `AbortError`
 */
export async function listHandle(root: FileSystemDirectoryHandle, signal?: AbortSignal): Promise<SourceFolder> {
  const files: ListedSource[] = []
  const waiting = [{ handle: root as Walkable, path: '', depth: 0 }]
  for (let folder = waiting.pop(); folder; folder = waiting.pop()) {
    if (folder.depth > MAX_FOLDER_DEPTH) throw tooDeep(root.name)
    try {
      for await (const entry of folder.handle.values()) {
        throwIfAborted(signal)
        const path = folder.path === '' ? entry.name : `${folder.path}/${entry.name}`
        if (entry.kind === 'directory') {
          if (!isHiddenFolder(entry.name)) waiting.push({ handle: entry as Walkable, path, depth: folder.depth + 1 })
          continue
        }
        const file = await entry.getFile()
        files.push({ path, bytes: file.size, source: { kind: 'file', file, name: entry.name } })
        if (files.length > MAX_LISTED) throw tooManyFiles(root.name)
      }
    } catch (error) {
      throw folderError(error, folder.path || root.name)
    }
  }
  return {
    name: root.name,
    path: null,
    files: sortNaturally(files, ({ path }) => path),
    linksLeftOut: 0,
    unreadableFolders: [],
    isPattern: false,
  }
}

function folderError(error: unknown, path: string): unknown {
  const name = error instanceof Error ? error.name : ''
  if (error instanceof EngineError || name === 'AbortError') return error
  if (name === 'NotAllowedError') {
    return new EngineError(
      'source/denied',
      `the browser no longer has permission; open the folder again: ${path}`,
      { path },
      error,
    )
  }
  if (name === 'NotFoundError')
    return new EngineError('source/not-found', `the folder is gone: ${path}`, { path }, error)
  return new EngineError(
    'source/read',
    `could not read the folder (${name || String(error)}): ${path}`,
    { path },
    error,
  )
}
