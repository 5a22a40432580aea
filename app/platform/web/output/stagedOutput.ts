import { EngineError } from '../../../../core/errors.ts'
import { outputPlace } from '../../../../core/export/output/outputName.ts'
import type { OutputFile, OutputFiles } from '../../../../core/io/outputFiles.ts'
import { openBlobSource } from '../../blobSource.ts'
import { holdName, type PrivateFiles } from './privateFiles.ts'
import { makeStage, removeStage, stageLock } from './stage.ts'
import { openStagedFile } from './stagedFile.ts'
import { webOutputError } from './webOutputError.ts'

/** Where staged files go when all are complete. */
export interface StagedTarget {
  /** For people. */
  name: string
  isFolder: boolean
  /**
   * Puts the files, by their names in the output, where they belong; may move them away.
   * @param mark of this output, for temporary names; its stage is held until this resolves
   * @param stage a private folder that goes afterwards
   */
  place(files: ReadonlyMap<string, FileSystemFileHandle>, mark: string, stage: FileSystemDirectoryHandle): Promise<void>
}

/**
 * An output of the browser. Its files are written to the origin's private files first, where they can be read back, which
 * what a save dialog grants does not allow before it is visible; `commit` brings them to their place. A stage is held by a
 * lock: when its tab is gone, the next start removes it.
 */
export async function stagedOutput(target: StagedTarget, privateFiles: PrivateFiles): Promise<OutputFiles> {
  const mark = crypto.randomUUID().replaceAll('-', '').slice(0, 12)
  const release = await holdName(privateFiles, stageLock(mark))
  const files = new Map<string, { handle: FileSystemFileHandle; open: OutputFile | null }>()
  let made = 0
  let ended = false
  const stage = await coded(makeStage(privateFiles, mark)).catch((error) => {
    release()
    throw error
  })

  async function coded<T>(step: Promise<T>): Promise<T> {
    try {
      return await step
    } catch (error) {
      throw webOutputError(error, target.name)
    }
  }

  async function end(): Promise<void> {
    if (ended) return
    ended = true
    for (const { open } of files.values()) await open?.close().catch(() => {})
    await removeStage(privateFiles, mark).catch(() => {}) // the next start tries again
    release()
  }

  function closedFile(name: string): FileSystemFileHandle {
    const file = files.get(name)
    if (file && file.open === null) return file.handle
    throw new EngineError('argument/invalid', `no closed file of this output: ${JSON.stringify(name)}`)
  }

  return {
    pathOf: () => null,
    async create(name) {
      outputPlace(name, target.isFolder)
      if (ended || files.has(name)) {
        throw new EngineError('argument/invalid', `cannot be written to this output: ${JSON.stringify(name)}`)
      }
      const handle = await coded(stage.getFileHandle(`${made++}`, { create: true }))
      const open = await openStagedFile(handle, target.name)
      const file: { handle: FileSystemFileHandle; open: OutputFile | null } = { handle, open }
      if (ended) {
        await open.close().catch(() => {})
        throw new EngineError('sink/write', `the output was given up: ${target.name}`, { path: target.name })
      }
      files.set(name, file)
      return {
        write: open.write,
        async close() {
          file.open = null
          await open.close()
        },
      }
    },
    async rename(from, to) {
      const handle = closedFile(from)
      if (files.has(to) || outputPlace(from, target.isFolder) !== outputPlace(to, target.isFolder)) {
        throw new EngineError('argument/invalid', `cannot become ${JSON.stringify(to)}: ${JSON.stringify(from)}`)
      }
      files.delete(from)
      files.set(to, { handle, open: null })
    },
    async open(name) {
      const file = await closedFile(name).getFile()
      return openBlobSource(file, name)
    },
    async commit() {
      try {
        const names = [...files.keys()]
        await coded(target.place(new Map(names.map((name) => [name, closedFile(name)])), mark, stage))
      } finally {
        await end()
      }
    },
    abort: end,
  }
}
