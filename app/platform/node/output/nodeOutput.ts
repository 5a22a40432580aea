import { dirname, join } from 'node:path'
import { EngineError } from '../../../../core/errors.ts'
import { MANIFEST_SUFFIX, outputPlace } from '../../../../core/export/output/outputName.ts'
import type { OutputFiles } from '../../../../core/io/outputFiles.ts'
import type { OutputOptions } from '../../platform.ts'
import { openFileSource } from '../fileSource.ts'
import { commitMoves, type Move } from './commitMoves.ts'
import { mendOutputs } from './mendOutputs.ts'
import { outputError } from './outputError.ts'
import { type OutputFs, syncTree, type WriteHandle } from './outputFs.ts'
import { findTarget, refuseTaken } from './outputTarget.ts'
import type { Owner } from './owner.ts'
import { partName } from './partNames.ts'
import type { PendingFolders } from './pendingFolders.ts'
import { writeAll } from './writeText.ts'

export interface OutputMeans {
  fs: OutputFs
  owner: Owner
  /** Null: no list is kept. */
  pending: PendingFolders | null
}

interface PartFile {
  path: string
  handle: WriteHandle | null
}

/**
 * An output on disk. All of it is written beside the target under temporary names, `.NAME.<mark>.packscope-part`, flushed,
 * and renamed when everything is complete (`commitMoves`): the target is the old one or the whole new one, whether the
 * export fails, is killed, or the disk is full. A replaced file's permissions stay, other names of the old file (hard
 * links) keep the old content. The target may be what is being read: it is only touched by the renames, and who has it open
 * goes on reading the old one; on Windows the system may refuse to replace an open file, which is `sink/denied`.
 *
 * @throws EngineError `sink/exists`, `sink/denied`, `sink/full`, `sink/write`, `argument/invalid`
 */
export async function openNodeOutput(
  path: string,
  options: OutputOptions,
  { fs, owner, pending }: OutputMeans,
): Promise<OutputFiles> {
  const { folder, name: targetName } = await findTarget(fs, path, options.folder)
  await mendOutputs(fs, owner, folder)
  const target = await findTarget(fs, path, options.folder)
  await refuseTaken(fs, target, options)
  const mark = await owner.mark()
  const at = (name: string) => join(folder, name)
  const folderPart = at(partName(targetName, mark, 'part'))
  const files = new Map<string, PartFile>()
  let ended = false

  await pending?.add(mark, folder)
  if (options.folder) await coded(fs.makeFolder(folderPart)).catch(abandon)

  async function coded<T>(step: Promise<T>): Promise<T> {
    try {
      return await step
    } catch (error) {
      throw outputError(error, target.path)
    }
  }

  async function abandon(error: unknown): Promise<never> {
    await abort()
    throw error
  }

  async function abort(): Promise<void> {
    if (ended) return
    ended = true
    const attempts = [...files.values()].map(async ({ path: part, handle }) => {
      await handle?.close().catch(() => {}) // a failed one is of no more interest
      await fs.remove(part)
    })
    const outcomes = await Promise.allSettled(attempts)
    const isGone = await fs.remove(folderPart).then(
      () => outcomes.every(({ status }) => status === 'fulfilled'),
      () => false,
    )
    if (isGone) await pending?.remove(mark) // else the next start removes what is left
  }

  function partPath(name: string): string {
    const place = outputPlace(name, options.folder)
    if (place === 'inside') return join(folderPart, name.slice(1))
    return place === 'target' ? folderPart : at(partName(targetName + name, mark, 'part'))
  }

  function closedFile(name: string): PartFile {
    const file = files.get(name)
    if (file && file.handle === null) return file
    throw new EngineError('argument/invalid', `no closed file of this output: ${JSON.stringify(name)}`)
  }

  function moves(): Move[] {
    const beside = [...files.keys()].filter((name) => outputPlace(name, options.folder) === 'beside')
    const gone = files.has(MANIFEST_SUFFIX) ? [] : [MANIFEST_SUFFIX]
    const move = (name: string, isNew: boolean): Move => ({
      part: isNew ? partName(targetName + name, mark, 'part') : null,
      target: targetName + name,
      old: partName(targetName + name, mark, 'old'),
    })
    return [move('', true), ...beside.map((name) => move(name, true)), ...gone.map((name) => move(name, false))]
  }

  return {
    pathOf(name) {
      return outputPlace(name, options.folder) === 'inside' ? join(target.path, name.slice(1)) : target.path + name
    },
    async create(name) {
      const part = partPath(name)
      if (files.has(name)) throw new EngineError('argument/invalid', `written already: ${JSON.stringify(name)}`)
      const replaced = name === '' && target.existing ? target.existing.mode & 0o777 : null
      const file: PartFile = { path: part, handle: null }
      if (outputPlace(name, options.folder) === 'inside') await coded(fs.makeFolder(dirname(part)))
      const handle = await coded(fs.create(part, replaced ?? 0o666))
      if (ended) {
        await handle.close().catch(() => {})
        await fs.remove(part).catch(() => {})
        throw new EngineError('sink/write', `the output was given up: ${target.path}`, { path: target.path })
      }
      file.handle = handle
      files.set(name, file)
      if (replaced !== null) await fs.chmod(part, replaced).catch(() => {}) // a disk without permissions
      return {
        write: (bytes) => coded(writeAll(handle, bytes)),
        async close() {
          await coded(handle.sync())
          file.handle = null
          await coded(handle.close())
        },
      }
    },
    async rename(from, to) {
      const file = closedFile(from)
      const place = outputPlace(to, options.folder)
      if (files.has(to) || place !== outputPlace(from, options.folder)) {
        throw new EngineError('argument/invalid', `cannot become ${JSON.stringify(to)}: ${JSON.stringify(from)}`)
      }
      const part = partPath(to)
      if (place === 'inside') await coded(fs.makeFolder(dirname(part)))
      await coded(fs.rename(file.path, part))
      files.delete(from)
      files.set(to, { path: part, handle: null })
    },
    open: async (name) => openFileSource(closedFile(name).path),
    async commit() {
      try {
        for (const name of files.keys()) closedFile(name)
        if (options.folder) {
          if (target.existing) await fs.chmod(folderPart, target.existing.mode & 0o777).catch(() => {})
          await syncTree(fs, folderPart)
        }
        const record = partName(targetName, mark, 'commit')
        await commitMoves(fs, { folder, record, moves: moves(), overwrite: options.overwrite })
      } catch (error) {
        await abort()
        throw outputError(error, target.path)
      }
      ended = true
      await pending?.remove(mark)
    },
    abort,
  }
}
