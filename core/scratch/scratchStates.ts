import type { Checkpoint, StateStore } from '../compression/checkpoints.ts'
import { keep, recall } from './keep.ts'
import type { Scratch } from './scratch.ts'

/** Disk for the states of one source: states of zstd -3 are 2 MiB, so 7 GB of text have one every 36 MiB, 14 GB every 72. */
const STATE_BUDGET_BYTES = 384 * 1024 ** 2

const listKey = (group: string) => `${group}/checkpoints`

/** Leaves a list of checkpoints whose states are in scratch to whoever reads the same source. */
export async function keepCheckpoints(scratch: Scratch, group: string, list: readonly Checkpoint[]): Promise<void> {
  if (list.length === 0) return
  const plain = list.map(({ edge, ...place }) => ({ ...place, edge: edge && [...edge] }))
  await keep(scratch, listKey(group), new TextEncoder().encode(JSON.stringify(plain)))
}

/** The list that was left; empty where there is none. */
export async function recallCheckpoints(scratch: Scratch, group: string): Promise<Checkpoint[]> {
  const bytes = await recall(scratch, listKey(group))
  if (bytes === null) return []
  const list = JSON.parse(new TextDecoder().decode(bytes)) as (Omit<Checkpoint, 'edge'> & { edge: number[] | null })[]
  return list.map(({ edge, ...place }) => ({ ...place, edge: edge && Uint8Array.from(edge) }))
}

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
