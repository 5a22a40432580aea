import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { EngineError } from '../../../../core/errors.ts'
import type { SinkRef } from '../../../protocol/refs.ts'
import type { Platform } from '../../platform.ts'
import { mendOutputs } from './mendOutputs.ts'
import { openNodeOutput } from './nodeOutput.ts'
import { outputFs } from './outputFs.ts'
import { findTarget, isTaken } from './outputTarget.ts'
import { thisProcess } from './owner.ts'
import { pendingFolders } from './pendingFolders.ts'

/** An export waits so long at most for what others left. */
const MEND_MS = 5000
/** In scratch, where no group is called so. */
const LIST_FOLDER = '.exports'

/**
 * Outputs of a process.
 * @param scratchDir where the list of folders with unfinished exports is kept; null: none is
 */
export function nodeOutputs(scratchDir: string | null): Pick<Platform, 'openOutput' | 'targetExists' | 'mendOutputs'> {
  const pending = scratchDir === null ? null : pendingFolders(join(scratchDir, LIST_FOLDER))
  let mended: Promise<void> | null = null

  async function mendAll(): Promise<void> {
    for (const { mark, folder } of (await pending?.list()) ?? []) {
      if ((await thisProcess.isRunning(mark)) !== false) continue
      if (await mendOutputs(outputFs, thisProcess, folder)) await pending?.remove(mark)
    }
  }

  const mendOnce = () => {
    mended ??= mendAll()
    return mended
  }

  return {
    async openOutput(ref, options) {
      const path = pathOf(ref)
      // A disk of the list that does not answer is no reason to wait for ever.
      await Promise.race([mendOnce(), setTimeout(MEND_MS, undefined, { ref: false })])
      return openNodeOutput(path, options, { fs: outputFs, owner: thisProcess, pending })
    },
    targetExists: async (ref, folder) => isTaken(outputFs, await findTarget(outputFs, pathOf(ref), folder)),
    mendOutputs: mendOnce,
  }
}

function pathOf(ref: SinkRef): string {
  if (ref.kind === 'path') return ref.path
  throw new EngineError('argument/invalid', `a ${ref.kind} target needs a browser`)
}
