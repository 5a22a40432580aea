import { withAbort } from '../abort.ts'
import { checkByteRange } from './byteRange.ts'
import type { ByteSource } from './byteSource.ts'
import { concatBytes, readFull } from './readFull.ts'

export interface CacheOptions {
  /** Size of a page; default 256 KiB. */
  pageBytes?: number
  /** Most bytes kept; default 64 MiB. */
  maxBytes?: number
}

type Page = Promise<Uint8Array<ArrayBuffer>>

/**
 * A source that keeps the pages read last, so that scrolling back and forth does not read again. Reads longer than
 * a quarter of the cache pass through without touching it: a long scan must not drive out what the viewport needs.
 * A page wanted by several readers is read once; an abort ends the wait of its own reader only. Pages that failed
 * are not kept.
 */
export function cachedSource(source: ByteSource, options: CacheOptions = {}): ByteSource {
  const { pageBytes = 256 * 1024, maxBytes = 64 * 1024 ** 2 } = options
  const maxPages = Math.max(1, Math.floor(maxBytes / pageBytes))
  const pages = new Map<number, Page>() // in order of last use

  const pageAt = (index: number): Page => {
    const known = pages.get(index)
    pages.delete(index)
    const page = known ?? readFull(source, index * pageBytes, (index + 1) * pageBytes)
    pages.set(index, page)
    if (!known) {
      page.catch(() => {
        if (pages.get(index) === page) pages.delete(index)
      })
      for (const oldest of pages.keys()) {
        if (pages.size <= maxPages) break
        pages.delete(oldest)
      }
    }
    return page
  }

  return {
    get byteLength() {
      return source.byteLength
    },
    async read(byteStart, byteEnd, signal) {
      checkByteRange(byteStart, byteEnd)
      if ((byteEnd - byteStart) * 4 > maxBytes) return source.read(byteStart, byteEnd, signal)
      const end = Math.min(byteEnd, source.byteLength ?? byteEnd)
      const wanted: Page[] = []
      const firstPage = Math.floor(byteStart / pageBytes)
      for (let index = firstPage; index * pageBytes < end; index++) wanted.push(pageAt(index))
      const parts: Uint8Array<ArrayBuffer>[] = []
      for (const [i, page] of wanted.entries()) {
        const bytes = await withAbort(page, signal)
        const pageStart = (firstPage + i) * pageBytes
        parts.push(bytes.slice(Math.max(0, byteStart - pageStart), Math.max(0, end - pageStart)))
        if (bytes.length < pageBytes) break
      }
      return parts.length === 0 ? new Uint8Array(0) : concatBytes(parts)
    },
  }
}
