import type { StateStore } from '../compression/checkpoints.ts'
import { keep, recall } from './keep.ts'
import type { Scratch } from './scratch.ts'

/** Disk for the states of one source: states of zstd -3 are 2 MiB, so 7 GB of text have one every 36 MiB, 14 GB every 72. */
const STATE_BUDGET_BYTES = 384 * 1024 ** 2

/** States of decoders in scratch, for every thread and the next session. @param group the source's own */
export function scratchStates(scratch: Scratch, group: string): StateStore {
  const keyOf = (plainByte: number) => `${group}/state-${plainByte}`
  return {
    budgetBytes: Math.min(STATE_BUDGET_BYTES, scratch.maxEntryBytes),
    put: ({ plainByte }, state) => keep(scratch, keyOf(plainByte), state),
    async get({ plainByte, stateBytes }) {
      const state = await recall(scratch, keyOf(plainByte))
      return state?.length === stateBytes ? state : null
    },
    drop: ({ plainByte }) => scratch.remove(keyOf(plainByte)).catch(() => {}), // an entry too many does no harm
  }
}
