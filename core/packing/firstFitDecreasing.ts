import { FirstFit } from './firstFit.ts'

/**
 * First fit over lengths that are sorted, longest first.
 * @returns the pack of each length; empty when `counting`
 */
export function firstFitDecreasing(
  descending: Uint32Array,
  capacity: number,
  counting: boolean,
): { packs: number; packOf: Uint32Array<ArrayBuffer> } {
  const bins = new FirstFit(capacity, Number.POSITIVE_INFINITY)
  bins.start(descending.at(-1) ?? 0)
  const packOf = new Uint32Array(counting ? 0 : descending.length)
  for (let start = 0; start < descending.length; ) {
    // First fit puts equal lengths in the same pack until it is full, so they are placed a run at a time.
    const length = descending[start] as number
    const end = runEnd(descending, start)
    while (start < end) {
      const pack = bins.place(length, end - start)
      if (!counting) packOf.fill(pack, start, start + bins.placed)
      start += bins.placed
    }
  }
  return { packs: bins.bins, packOf }
}

/** Behind the last of the equal values that begin at `start`. */
export function runEnd(values: Uint32Array, start: number): number {
  let end = start + 1
  while (end < values.length && values[end] === values[start]) end++
  return end
}
