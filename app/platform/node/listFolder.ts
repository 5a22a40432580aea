import type { Dirent } from 'node:fs'
import { readdir, realpath, stat } from 'node:fs/promises'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import { throwIfAborted } from '../../../core/abort.ts'
import { EngineError } from '../../../core/errors.ts'
import { type Glob, parseGlob } from '../../../core/formats/folder/glob.ts'
import { sortNaturally } from '../../../core/formats/folder/naturalOrder.ts'
import { isHiddenFolder, MAX_FOLDER_DEPTH, MAX_LISTED, tooDeep, tooManyFiles } from '../listedFiles.ts'
import type { ListedSource, SourceFolder } from '../platform.ts'
import { sourceError } from './sourceError.ts'

/** Sizes asked for at a time. */
const STATS_AT_A_TIME = 64

interface Found {
  files: ListedSource[]
  linksLeftOut: number
  unreadableFolders: string[]
}

/**
 * The regular files below a folder; null when the path is no folder. Links to files are followed where they stay below
 * the folder (in a snapshot of the Hugging Face cache: below its repository), links to folders never.
 * @throws EngineError `source/not-found`, `source/denied`, `source/read`, `limit/exceeded`
 */
export async function listFolder(path: string, signal?: AbortSignal): Promise<SourceFolder | null> {
  const root = resolve(path)
  const kind = await stat(root).catch((error) => {
    throw sourceError(error, root)
  })
  if (!kind.isDirectory()) return null
  const found = await walk(root, await linkRoot(root), () => true, isHiddenFolder, signal)
  return { ...sorted(found), name: basename(root) || root, path: root, isPattern: false }
}

/**
 * The files that match an absolute pattern. Links to files are followed, as the user named them.
 * @throws EngineError `argument/invalid` for a pattern with too many braces, `source/*`, `limit/exceeded`
 */
export async function listGlob(pattern: string, signal?: AbortSignal): Promise<SourceFolder> {
  let glob: Glob
  try {
    glob = parseGlob(pattern)
  } catch (error) {
    throw new EngineError('argument/invalid', `${(error as Error).message}: ${pattern}`, { path: pattern }, error)
  }
  const base = resolve(glob.base)
  const hidden = /(^|\/)\\?\./.test(pattern.slice(glob.base.length)) ? () => false : isHiddenFolder
  const isThere = await stat(base).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null // nothing matches
    throw sourceError(error, base)
  })
  const found = isThere?.isDirectory()
    ? await walk(base, null, glob.matches, hidden, signal)
    : { files: [], linksLeftOut: 0, unreadableFolders: [] }
  return { ...sorted(found), name: pattern.split('/').slice(-2).join('/'), path: pattern, isPattern: true }
}

function sorted(found: Found): Found {
  return { ...found, files: sortNaturally(found.files, ({ path }) => path) }
}

/** Where links of a folder may lead: below itself, or below the repository a snapshot of the hub's cache is part of. */
async function linkRoot(root: string): Promise<string> {
  const real = await realpath(root)
  const repository = dirname(dirname(real))
  const isSnapshot = basename(dirname(real)) === 'snapshots'
  const hasBlobs = isSnapshot && (await stat(join(repository, 'blobs')).catch(() => null))?.isDirectory()
  return hasBlobs ? repository : real
}

/** @param within where links to files may lead; null: anywhere */
async function walk(
  root: string,
  within: string | null,
  matches: (path: string) => boolean,
  isHidden: (name: string) => boolean,
  signal: AbortSignal | undefined,
): Promise<Found> {
  const found: Found = { files: [], linksLeftOut: 0, unreadableFolders: [] }
  const waiting = [{ path: root, depth: 0 }]
  for (let folder = waiting.pop(); folder; folder = waiting.pop()) {
    throwIfAborted(signal)
    if (folder.depth > MAX_FOLDER_DEPTH) throw tooDeep(root)
    const { path, depth } = folder
    const entries = await readdir(path, { withFileTypes: true }).catch((error) => {
      if (path === root) throw sourceError(error, root)
      found.unreadableFolders.push(inside(root, path))
      return [] as Dirent[]
    })
    const names: string[] = []
    for (const entry of entries) {
      if (entry.isDirectory()) {
        if (!isHidden(entry.name)) waiting.push({ path: join(path, entry.name), depth: depth + 1 })
      } else if ((entry.isFile() || entry.isSymbolicLink()) && matches(inside(root, join(path, entry.name)))) {
        if (entry.isFile() || within === null) names.push(entry.name)
        else if (await staysBelow(join(path, entry.name), within)) names.push(entry.name)
        else found.linksLeftOut++
      }
    }
    for (let at = 0; at < names.length; at += STATS_AT_A_TIME) {
      throwIfAborted(signal)
      const files = await Promise.all(
        names.slice(at, at + STATS_AT_A_TIME).map(async (name): Promise<ListedSource | null> => {
          const file = join(path, name)
          const bytes = await stat(file).then(
            (kind) => (kind.isFile() ? kind.size : null),
            () => 0, // opening it will tell what is wrong
          )
          return bytes === null ? null : { path: inside(root, file), bytes, source: { kind: 'path', path: file } }
        }),
      )
      for (const file of files) if (file) found.files.push(file)
    }
    if (found.files.length > MAX_LISTED) throw tooManyFiles(root)
  }
  return found
}

/** A link that leads nowhere is kept: it is a file that is missing, which opening will tell. A link to a folder is not. */
async function staysBelow(link: string, within: string): Promise<boolean> {
  try {
    const target = await realpath(link)
    if (!(target === within || target.startsWith(within.endsWith(sep) ? within : within + sep))) return false
    return (await stat(target)).isFile()
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT'
  }
}

function inside(root: string, path: string): string {
  const part = relative(root, path)
  return sep === '/' ? part : part.split(sep).join('/')
}
