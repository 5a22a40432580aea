import type { LengthRun } from '../lengths/lengthRuns.ts'
import { FirstFit } from './firstFit.ts'

/**
 * First fit over lengths that are sorted, longest first.
 * @param count items of all runs
 * @returns the pack of each item in the order of the runs; empty when `counting`
 */
export function firstFitDecreasing(
  runs: readonly LengthRun[],
  count: number,
  capacity: number,
  counting: boolean,
): { packs: number; packOf: Uint32Array<ArrayBuffer> } {
  const bins = new FirstFit(capacity, Number.POSITIVE_INFINITY)
  bins.start(runs.at(-1)?.length ?? 0)
  const packOf = new Uint32Array(counting ? 0 : count)
  for (const { length, start, count: items } of runs) {
    // First fit puts equal lengths in the same pack until it is full.
    for (let placed = 0; placed < items; placed += bins.placed) {
      const pack = bins.place(length, items - placed)
      if (!counting) packOf.fill(pack, start + placed, start + placed + bins.placed)
    }
  }
  return { packs: bins.bins, packOf }
}
