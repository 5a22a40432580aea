import { EngineError } from '../../../../core/errors.ts'
import type { SinkRef } from '../../../protocol/refs.ts'
import type { OutputOptions, Platform } from '../../platform.ts'
import { copyInto, moveInto } from './placeFile.ts'
import { clearStages, downloadFolder, downloadLock } from './stage.ts'
import { type StagedTarget, stagedOutput } from './stagedOutput.ts'
import { holdName } from './webLocks.ts'

/** Outputs of the browser: what a save dialog granted, and downloads. */
export function webOutputs(): Pick<Platform, 'openOutput' | 'targetExists' | 'mendOutputs'> {
  return {
    openOutput: async (ref, options) => stagedOutput(targetOf(ref, options)),
    targetExists: async () => false, // the save dialog asked; a download takes nobody's place
    mendOutputs: () => clearStages().catch(() => {}), // no private files: nothing of ours is in them
  }
}

function targetOf(ref: SinkRef, { folder }: OutputOptions): StagedTarget {
  if (ref.kind === 'path') {
    throw new EngineError('argument/invalid', `a browser cannot write paths; choose where to save: ${ref.path}`)
  }
  const { name } = ref
  if (folder || ref.kind === 'folder-handle') {
    throw new EngineError('argument/invalid', `this build does not write folders in the browser: ${name}`)
  }
  return ref.kind === 'handle' ? handleTarget(ref.handle as FileSystemFileHandle) : downloadTarget(name)
}

/** A file the user chose: its bytes go to a swap file, which takes its place when it is complete. */
function handleTarget(handle: FileSystemFileHandle): StagedTarget {
  return {
    name: handle.name,
    isFolder: false,
    takesSiblings: false,
    place: async (files) => copyInto(files.get('') as FileSystemFileHandle, handle),
  }
}

/** A file that waits in the origin's private files until the page hands it over; it stays as long as this tab. */
function downloadTarget(name: string): StagedTarget {
  return {
    name,
    isFolder: false,
    takesSiblings: false,
    async place(files) {
      await holdName(downloadLock(name))
      await moveInto(files.get('') as FileSystemFileHandle, await downloadFolder(), name)
    },
  }
}
