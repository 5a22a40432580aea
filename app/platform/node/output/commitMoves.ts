import { join } from 'node:path'
import { EngineError } from '../../../../core/errors.ts'
import type { OutputFs } from './outputFs.ts'
import { writeText } from './writeText.ts'

/** One file or folder to be made visible. Names in one folder. */
export interface Move {
  /** Null: nothing new comes in its place; what is there is of the output before. */
  part: string | null
  target: string
  /** Where what is there now waits until all is done. */
  old: string
}

/** What is renamed to what, as it is kept beside the target meanwhile. The first is the target itself. */
export interface CommitRecord {
  moves: Move[]
}

export interface CommitPlan extends CommitRecord {
  folder: string
  record: string
  /** Whether what is there may be replaced. */
  overwrite: boolean
}

/**
 * Makes an output visible. The order keeps a manifest from standing beside data it is not of, whenever the process is
 * killed: the files beside the old target are put aside first, then the new target takes its place, by one rename, then
 * come the new files beside it. The record says what was under way: as long as the target's part is there, it was not
 * replaced, and the next start puts everything back; from then on it brings the rest in (`mendCommit`). A file has a second
 * name while it is replaced, so that there is one at every moment; a folder is away between two renames.
 *
 * @throws whatever the file system says; everything is back as it was then, but for the parts
 */
export async function commitMoves(fs: OutputFs, { folder, record, moves, overwrite }: CommitPlan): Promise<void> {
  const at = (name: string) => join(folder, name)
  const [target, ...siblings] = moves as [Move & { part: string }, ...Move[]]
  const undo: (() => Promise<void>)[] = []
  const olds: string[] = []
  const putAside = async ({ target: name, old }: Move) => {
    await fs.rename(at(name), at(old))
    olds.push(old)
    undo.push(() => fs.rename(at(old), at(name)))
  }
  try {
    undo.push(() => fs.remove(at(record)))
    await writeText(fs, at(record), JSON.stringify({ moves } satisfies CommitRecord))
    await fs.syncFolder(folder)
    for (const move of siblings) if (await present(fs, at(move.target), overwrite)) await putAside(move)
    const kind = await present(fs, at(target.target), overwrite)
    const hasTwoNames = kind === 'file' && (await linked(fs, at(target.target), at(target.old)))
    if (hasTwoNames) olds.push(target.old)
    if (kind !== null && !hasTwoNames) await putAside(target)
    if (hasTwoNames) undo.push(() => putBack(fs, at(target.old), at(target.target)))
    await fs.rename(at(target.part), at(target.target))
    if (!hasTwoNames) undo.push(() => fs.rename(at(target.target), at(target.part)))
    for (const { part, target: name } of siblings) {
      if (part === null) continue
      await fs.rename(at(part), at(name))
      undo.push(() => fs.rename(at(name), at(part)))
    }
    await fs.syncFolder(folder)
  } catch (error) {
    for (const step of undo.reverse()) await step().catch(() => {}) // the record is the last: the next start tries again
    throw error
  }
  // All is visible and on disk. What cannot be removed now goes at the next start.
  await Promise.all(olds.map((old) => fs.remove(at(old)))).then(
    () => fs.remove(at(record)).catch(() => {}),
    () => {},
  )
}

/** Back over whatever has its name now; the same file by both names stays, and loses the second. */
async function putBack(fs: OutputFs, old: string, target: string): Promise<void> {
  await fs.rename(old, target)
  await fs.remove(old)
}

async function present(fs: OutputFs, path: string, overwrite: boolean): Promise<'file' | 'folder' | null> {
  const found = await fs.facts(path)
  if (found === null) return null
  if (!overwrite && !(await isEmptyFolder(fs, path, found.kind))) {
    throw new EngineError('sink/exists', `something of this name appeared while writing: ${path}`, { path })
  }
  return found.kind === 'folder' ? 'folder' : 'file'
}

async function isEmptyFolder(fs: OutputFs, path: string, kind: string): Promise<boolean> {
  return kind === 'folder' && (await fs.names(path)).length === 0
}

/** Whether the file has a second name now: some file systems have none, and then it is put aside. */
async function linked(fs: OutputFs, from: string, to: string): Promise<boolean> {
  return fs.link(from, to).then(
    () => true,
    () => false,
  )
}
