import { type LeafChunk, leafChunk, type PageContext } from '../columns/leafChunk.ts'
import { LeafCursor } from '../columns/leafCursor.ts'
import type { LeafNode } from '../footer/columnTree.ts'
import type { RowGroup } from '../footer/parquetFooter.ts'

/** What cursors that nobody uses may hold, together: bytes of the file, and of the kernels' memory. */
const IDLE_FILE_BYTES = 32 * 1024 ** 2
const IDLE_MEMORY_BYTES = 128 * 1024 ** 2
/** Chunks whose pages stay known. */
const KNOWN_CHUNKS = 4096

const keyOf = (group: number, leaf: LeafNode) => `${group} ${leaf.leaf}`

/**
 * Cursors that scans have left, so that the next scan goes on where one of them stands: scrolling asks for a few rows
 * at a time. One is kept for a leaf of a row group; what they hold is bounded, and those left longest go first.
 */
export class CursorPool {
  readonly #context: PageContext
  readonly #groups: readonly RowGroup[]
  readonly #idle = new Map<string, { cursor: LeafCursor; fileBytes: number }>()
  readonly #chunks = new Map<string, LeafChunk>()
  #fileBytes = 0

  constructor(context: PageContext, groups: readonly RowGroup[]) {
    this.#context = context
    this.#groups = groups
  }

  /** A cursor for a leaf of a row group. @throws EngineError `format/corrupt` where its chunk cannot be */
  take(group: number, leaf: LeafNode): LeafCursor {
    const key = keyOf(group, leaf)
    return this.#remove(key) ?? new LeafCursor(this.#context, this.#chunk(key, group, leaf))
  }

  #remove(key: string): LeafCursor | null {
    const idle = this.#idle.get(key)
    if (!idle) return null
    this.#idle.delete(key)
    this.#fileBytes -= idle.fileBytes
    return idle.cursor
  }

  #chunk(key: string, group: number, leaf: LeafNode): LeafChunk {
    const known = this.#chunks.get(key)
    if (known) return known
    const { chunks, rowStart, rowEnd } = this.#groups[group] as RowGroup
    const own = chunks[leaf.leaf] as RowGroup['chunks'][number]
    const chunk = leafChunk(leaf, own, rowEnd - rowStart, this.#context.dataEnd)
    this.#chunks.set(key, chunk)
    for (const old of this.#chunks.keys()) {
      if (this.#chunks.size <= KNOWN_CHUNKS) break
      this.#chunks.delete(old)
    }
    return chunk
  }

  /** Takes cursors back. */
  give(group: number, cursors: Iterable<LeafCursor>): void {
    for (const cursor of cursors) {
      const key = keyOf(group, cursor.chunk.leaf)
      this.#remove(key)?.free() // two scans read the same: the later one is where reading goes on
      const fileBytes = cursor.bytes.heldBytes
      this.#idle.set(key, { cursor, fileBytes })
      this.#fileBytes += fileBytes
    }
    this.shrink(IDLE_MEMORY_BYTES)
  }

  /** Lets go of idle cursors until the kernels' memory in use is no more than `memoryBytes`, or none is left. */
  shrink(memoryBytes: number): void {
    for (const key of this.#idle.keys()) {
      if (this.#fileBytes <= IDLE_FILE_BYTES && this.#context.pages.usedBytes <= memoryBytes) break
      this.#remove(key)?.free()
    }
  }
}
