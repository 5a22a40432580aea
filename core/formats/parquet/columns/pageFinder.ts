import type { ChunkBytes, PagePlace } from '../pages/chunkBytes.ts'
import type { LeafChunk, PageContext } from './leafChunk.ts'
import { loadStarts } from './leafChunk.ts'
import { damagedPage, loadRepetitions } from './loadedPage.ts'

/** Levels looked at at a time. */
const LEVELS = 16 * 1024

/** Where a search for a row ended: the page it is in, or the last one that could be found before it. */
export interface PageStart {
  byteStart: number
  row: number
}

const isData = ({ header }: PagePlace) => header.kind === 'data' || header.kind === 'data2'

/** One past the last row of a page whose first is known; null where only its levels say it. */
export function rowEndOf(chunk: LeafChunk, place: PagePlace, rowStart: number): number | null {
  const { header } = place
  if (header.kind === 'data2') return rowStart + header.numRows
  return chunk.leaf.maxRepetition === 0 ? rowStart + header.numValues : null
}

/** The first row behind a known page; null where the next page is not known. */
export function knownRowEnd({ starts, isIndexed, numRows }: LeafChunk, byteStart: number): number | null {
  if (!starts) return null
  const page = starts.byteStarts.indexOf(byteStart)
  if (page < 0) return null
  return starts.rowStarts[page + 1] ?? (isIndexed ? numRows : null)
}

/** Remembers a page found by reading on from the one before it. */
export function noteStart(chunk: LeafChunk, before: number, found: PageStart): void {
  const { starts, isIndexed } = chunk
  if (isIndexed || starts?.byteStarts.at(-1) !== before || found.byteStart <= before) return
  starts.byteStarts.push(found.byteStart)
  starts.rowStarts.push(found.row)
}

/**
 * The page with a row: from the file's own index, or by going from page to page, of which only first-version pages with
 * lists must be looked into. What is found stays known.
 *
 * @param onPage told of every page looked at, so that a failure can be told from those before it
 * @throws EngineError `format/*`, `compression/*`; what the source throws; `AbortError`
 */
export async function findPage(
  context: PageContext,
  bytes: ChunkBytes,
  chunk: LeafChunk,
  row: number,
  onPage: (start: PageStart) => void,
  signal?: AbortSignal,
): Promise<PageStart> {
  if (row > 0) await loadStarts(chunk, context, signal)
  chunk.starts ??= { byteStarts: [chunk.byteStart], rowStarts: [0] }
  const { byteStarts, rowStarts } = chunk.starts
  const last = (): PageStart => ({ byteStart: byteStarts.at(-1) as number, row: rowStarts.at(-1) as number })
  while (!chunk.isIndexed && last().row <= row) {
    onPage(last())
    const next = await nextStart(context, bytes, chunk, last(), signal)
    if (!next) break
    byteStarts.push(next.byteStart)
    rowStarts.push(next.row)
  }
  // The last page that begins at or before the row: pages in which no row begins have the same first row as the next.
  let low = 0
  let high = rowStarts.length
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if ((rowStarts[middle] as number) <= row) low = middle
    else high = middle
  }
  return { byteStart: byteStarts[low] as number, row: rowStarts[low] as number }
}

/** The page behind one; null behind the last. */
async function nextStart(
  context: PageContext,
  bytes: ChunkBytes,
  chunk: LeafChunk,
  { byteStart, row }: PageStart,
  signal?: AbortSignal,
): Promise<PageStart | null> {
  const { maxRepetition } = chunk.leaf
  let place = await bytes.readHeader(byteStart, signal, maxRepetition === 0)
  while (!isData(place)) {
    if (place.byteEnd >= chunk.byteEnd) return null
    place = await bytes.readHeader(place.byteEnd, signal, maxRepetition === 0)
  }
  if (place.byteEnd >= chunk.byteEnd) return null
  const end = rowEndOf(chunk, place, row) ?? row + (await countRows(context, bytes, chunk, place, signal))
  return { byteStart: place.byteEnd, row: end }
}

/** Rows that begin in a page, by its levels. */
async function countRows(
  context: PageContext,
  bytes: ChunkBytes,
  chunk: LeafChunk,
  place: PagePlace,
  signal?: AbortSignal,
): Promise<number> {
  const { pages } = context
  const { owned, state } = await loadRepetitions(context, bytes, place, chunk, signal)
  owned.push(pages.alloc(LEVELS))
  const levels = owned.at(-1) as number
  try {
    let rows = 0
    for (let left = place.header.numValues; left > 0; left -= LEVELS) {
      const count = Math.min(LEVELS, left)
      if (pages.hybridBytes(state, levels, count) !== count) {
        throw damagedPage(place.byteStart, 'ends in the middle of its levels')
      }
      rows += count - pages.countAtLeast(levels, count, 1)
    }
    return rows
  } finally {
    for (const address of owned) pages.free(address)
  }
}
