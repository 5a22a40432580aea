import { EngineError } from '../../../../core/errors.ts'
import type { SinkRef } from '../../../protocol/refs.ts'
import type { OutputOptions, Platform } from '../../platform.ts'
import { type FolderPlace, folderTarget, isFolderTaken, refuseTakenFolder } from './folderTarget.ts'
import { mendFolder } from './mendFolder.ts'
import { copyInto, moveInto } from './placeFile.ts'
import { holdName, type PrivateFiles } from './privateFiles.ts'
import { clearStages, downloadFolder, downloadLock } from './stage.ts'
import { type StagedTarget, stagedOutput } from './stagedOutput.ts'
import { webOutputError } from './webOutputError.ts'
import { zipTarget } from './zipTarget.ts'

/** Outputs of the browser: what a dialog granted, and downloads. */
export function webOutputs(files: PrivateFiles): Pick<Platform, 'openOutput' | 'targetExists' | 'mendOutputs'> {
  return {
    async openOutput(ref, options) {
      const target = targetOf(ref, options, files)
      if (ref.kind === 'folder-handle') {
        await coded(ref.name, async () => {
          await mendFolder(placeOf(ref).parent, files)
          await refuseTakenFolder(placeOf(ref), options.overwrite)
        })
      }
      return stagedOutput(target, files)
    },
    // The save dialog asked about a file; a download takes nobody's place.
    targetExists: async (ref) => ref.kind === 'folder-handle' && coded(ref.name, () => isFolderTaken(placeOf(ref))),
    mendOutputs: () => clearStages(files).catch(() => {}), // no private files: nothing of ours is in them
  }
}

async function coded<T>(name: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act()
  } catch (error) {
    throw webOutputError(error, name)
  }
}

function placeOf(ref: Extract<SinkRef, { kind: 'folder-handle' }>): FolderPlace {
  return { parent: ref.handle as FileSystemDirectoryHandle, name: ref.name }
}

/** @throws EngineError `argument/invalid` for a target that does not fit */
function targetOf(ref: SinkRef, { folder, overwrite }: OutputOptions, files: PrivateFiles): StagedTarget {
  if (ref.kind === 'path') {
    throw new EngineError('argument/invalid', `a browser cannot write paths; choose where to save: ${ref.path}`)
  }
  const keep = async (file: FileSystemFileHandle, name: string) => {
    await holdName(files, downloadLock(name)) // it stays as long as this tab
    await moveInto(file, await downloadFolder(files), name)
  }
  const handOver = (file: FileSystemFileHandle) => keep(file, ref.name)
  if (ref.kind === 'folder-handle' && folder) return folderTarget(placeOf(ref), overwrite, files)
  if (ref.kind === 'handle' && !folder)
    return fileTarget(ref.name, (file) => copyInto(file, ref.handle as FileSystemFileHandle), keep)
  if (ref.kind === 'download') return folder ? zipTarget(ref.name, handOver) : fileTarget(ref.name, handOver, keep)
  throw new EngineError(
    'argument/invalid',
    `a ${ref.kind} is no target for a ${folder ? 'folder' : 'file'}: ${ref.name}`,
  )
}

/**
 * A single file. There is no leave to put one beside it.
 * @param keep takes what would be beside it, before the file itself is seen
 */
function fileTarget(
  name: string,
  put: (file: FileSystemFileHandle) => Promise<void>,
  keep: (file: FileSystemFileHandle, name: string) => Promise<void>,
): StagedTarget {
  return {
    name,
    isFolder: false,
    async place(files) {
      const file = files.get('')
      if (!file) throw new EngineError('argument/invalid', `nothing was written: ${name}`, { path: name })
      for (const [suffix, beside] of files) if (suffix !== '') await keep(beside, name + suffix)
      await put(file)
    },
  }
}
