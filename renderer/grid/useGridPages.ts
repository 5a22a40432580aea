import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { Page } from '../../app/protocol/datasets.ts'
import { blocksOf } from './pagePlan.ts'
import { PAGE_ROWS, PageCache, type ReadRows } from './pages.ts'

/** A window that jumps again within this time is still on its way somewhere else, ms. */
const JUMP_PAUSE_MS = 60

export interface GridPagesOptions {
  numRows: number
  schemaVersion: number
  firstPage: Page | null
  readRows: ReadRows
  onReadError: (error: unknown, rowStart: number, rowEnd: number) => void
  /** Pages came: draw again. */
  onChange: () => void
}

export interface GridPages {
  cache: PageCache
  /** Says what is on screen. While the window flies past (scrollbar drag) nothing is asked for until it pauses. */
  want: (rowStart: number, rowEnd: number, columns: readonly string[]) => void
}

/** The page cache of a mounted grid. The grid is mounted anew for another dataset. */
export function useGridPages(options: GridPagesOptions): GridPages {
  const latest = useRef(options)
  useLayoutEffect(() => {
    latest.current = options
  })
  const [cache] = useState(() => {
    const made = new PageCache({
      read: (rowStart, rowEnd, columns, signal) => latest.current.readRows(rowStart, rowEnd, columns, signal),
      onChange: () => latest.current.onChange(),
      onError: (error, rowStart, rowEnd) => latest.current.onReadError(error, rowStart, rowEnd),
    })
    if (options.firstPage !== null) made.seed(options.firstPage)
    return made
  })
  const { numRows, schemaVersion } = options
  useLayoutEffect(() => cache.setExtent(numRows, schemaVersion), [cache, numRows, schemaVersion])

  const [wanter] = useState(() => new Wanter(cache))
  useEffect(() => () => wanter.stop(), [wanter])
  return { cache, want: wanter.want }
}

class Wanter {
  readonly #cache: PageCache
  #timer: ReturnType<typeof setTimeout> | undefined
  #firstBlock = 0
  #endBlock = 0
  #jumpedAt = Number.NEGATIVE_INFINITY

  constructor(cache: PageCache) {
    this.#cache = cache
  }

  readonly want = (rowStart: number, rowEnd: number, columns: readonly string[]): void => {
    const [first, end] = blocksOf(rowStart, rowEnd, PAGE_ROWS)
    const jumped = end < this.#firstBlock || first > this.#endBlock
    const now = performance.now()
    const flying = now - this.#jumpedAt < JUMP_PAUSE_MS
    this.#firstBlock = first
    this.#endBlock = end
    if (jumped) this.#jumpedAt = now
    clearTimeout(this.#timer)
    if (flying) this.#timer = setTimeout(() => this.#cache.want(rowStart, rowEnd, columns), JUMP_PAUSE_MS)
    else this.#cache.want(rowStart, rowEnd, columns)
  }

  stop(): void {
    clearTimeout(this.#timer)
    this.#cache.release()
  }
}
