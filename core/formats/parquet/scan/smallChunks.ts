import type { ByteSource } from '../../../io/byteSource.ts'
import { readFull } from '../../../io/readFull.ts'
import type { ChunkBytes } from '../pages/chunkBytes.ts'

/** Chunks up to this are read whole, together with their neighbours. */
const SMALL_BYTES = 256 * 1024
/** Bytes between chunks that are read along rather than passed over, and the most that is read at once. */
const GAP_BYTES = 16 * 1024
const MOST_BYTES = 4 * 1024 ** 2

/** Runs of neighbouring chunks, by where they lie. */
export function neighbours<T extends { byteStart: number; byteEnd: number }>(chunks: readonly T[]): T[][] {
  const runs: T[][] = []
  for (const chunk of [...chunks].sort((left, right) => left.byteStart - right.byteStart)) {
    const run = runs.at(-1)
    const first = run?.[0]
    const last = run?.at(-1)
    const joins =
      first && last && chunk.byteStart - last.byteEnd <= GAP_BYTES && chunk.byteEnd - first.byteStart <= MOST_BYTES
    if (joins) run.push(chunk)
    else runs.push([chunk])
  }
  return runs
}

/**
 * Reads the small ones of some chunks that nothing was read of yet, neighbours in one go: a row group of many columns
 * takes few reads, a file of many row groups no more than one for each.
 *
 * @throws what the source throws; `AbortError`
 */
export async function readSmallChunks(
  source: ByteSource,
  chunks: readonly ChunkBytes[],
  signal?: AbortSignal,
): Promise<void> {
  const small = chunks.filter(
    ({ byteStart, byteEnd, heldBytes }) => byteEnd - byteStart <= SMALL_BYTES && heldBytes === 0,
  )
  for (const run of neighbours(small)) {
    const start = (run[0] as ChunkBytes).byteStart
    const end = run.reduce((last, chunk) => Math.max(last, chunk.byteEnd), 0) // there may be too many for arguments
    const bytes = await readFull(source, start, end, signal)
    for (const chunk of run) chunk.setWhole(bytes.subarray(chunk.byteStart - start, chunk.byteEnd - start))
  }
}
