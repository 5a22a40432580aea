import { EngineError } from '../../core/errors.ts'
import { sortNaturally } from '../../core/formats/folder/naturalOrder.ts'
import type { SourceRef } from '../protocol/refs.ts'
import type { ListedSource, SourceFolder } from './platform.ts'

/** Files one folder may hold: more are no dataset, and listing them takes memory. */
export const MAX_LISTED = 200_000
/** Folders within folders; deeper ones are a cycle or no dataset. */
export const MAX_FOLDER_DEPTH = 32

/** A folder that came as the list of its files. */
export function listedFiles(ref: Extract<SourceRef, { kind: 'files' }>): SourceFolder {
  const files = ref.files.map(({ path, bytes, source }): ListedSource => ({ path, bytes, source }))
  return {
    name: ref.name,
    path: null,
    files: sortNaturally(files, ({ path }) => path),
    linksLeftOut: 0,
    unreadableFolders: [],
    isPattern: false,
  }
}

/** Whether what lies in a folder of this name is looked at. */
export function isHiddenFolder(name: string): boolean {
  return name.startsWith('.') || name.startsWith('__')
}

export function tooManyFiles(folder: string): EngineError {
  return new EngineError('limit/exceeded', `the folder holds more than ${MAX_LISTED} files: ${folder}`, {
    path: folder,
  })
}

export function tooDeep(folder: string): EngineError {
  return new EngineError('limit/exceeded', `folders lie more than ${MAX_FOLDER_DEPTH} deep in each other: ${folder}`, {
    path: folder,
  })
}
