import { expect } from 'vitest'
import type { Dataset } from '../dataset/dataset.ts'
import { EngineError } from '../errors.ts'
import type { ByteSource } from '../io/byteSource.ts'
import { edgeRanges, type Read, readAll } from './golden.ts'

/**
 * Every range around the edges of the splits has the rows of a whole scan, in any batch size.
 * @param batchSizesOf batch sizes to read a range of so many rows in
 */
export async function expectSeekEqualsScan(
  dataset: Dataset,
  rows: readonly string[],
  batchSizesOf: (rangeRows: number) => readonly number[] = () => [1, 3, 4096],
): Promise<void> {
  for (const { rowStart, rowEnd } of edgeRanges(dataset)) {
    for (const batchRows of batchSizesOf(rowEnd - rowStart)) {
      const { rows: found, batches } = await readAll(dataset, { rowStart, rowEnd, batchRows })
      expect(found, `${rowStart}..${rowEnd}`).toEqual(rows.slice(rowStart, rowEnd))
      for (const batch of batches) expect(batch.numRows).toBeLessThanOrEqual(batchRows)
    }
  }
}

/** What was read, or the coded error reading ended with. @throws anything else, which is a bug of the reader */
export async function outcomeOf(read: () => Promise<Read>): Promise<Read | EngineError> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof EngineError) return error
    throw error
  }
}

/** Damaged copies of a file: cut at every byte, then each byte with one to eight of its bits turned. */
export function* damaged(bytes: Uint8Array): Generator<{ how: string; bytes: Uint8Array<ArrayBuffer> }> {
  for (let length = 0; length < bytes.length; length++) yield { how: `cut at ${length}`, bytes: bytes.slice(0, length) }
  const masks = [0xff, 0x01, 0x80, 0x20]
  for (let at = 0; at < bytes.length; at++) {
    const copy = Uint8Array.from(bytes)
    copy[at]! ^= masks[at % masks.length]!
    yield { how: `byte ${at} turned`, bytes: copy }
  }
}

/**
 * A source that answers so many reads and then fails the test: what would read on for ever ends by it, whatever the
 * machine's speed.
 */
export function boundedSource(source: ByteSource, maxReads: number): ByteSource {
  let reads = 0
  return {
    byteLength: source.byteLength,
    async read(byteStart, byteEnd, signal) {
      if (++reads > maxReads) throw new Error(`more than ${maxReads} reads`)
      return source.read(byteStart, byteEnd, signal)
    },
  }
}

/** Gives a few bytes a read, another number each time: 1 to `most`. */
export function raggedSource(source: ByteSource, most: number): ByteSource {
  let reads = 0
  return {
    byteLength: source.byteLength,
    read: (byteStart, byteEnd, signal) =>
      source.read(byteStart, Math.min(byteEnd, byteStart + 1 + (reads++ % most)), signal),
  }
}
