import { type LeafChunk, leafChunk, type PageContext } from '../columns/leafChunk.ts'
import { LeafCursor } from '../columns/leafCursor.ts'
import type { LeafNode } from '../footer/columnTree.ts'
import type { RowGroup } from '../footer/parquetFooter.ts'

/** What cursors that nobody uses may hold, together: bytes of the file, and of the kernels' memory. */
const IDLE_FILE_BYTES = 48 * 1024 ** 2
const IDLE_MEMORY_BYTES = 96 * 1024 ** 2
/** Chunks whose pages stay known. */
const KNOWN_CHUNKS = 4096

const keyOf = (group: number, leaf: LeafNode) => `${group} ${leaf.leaf}`

/**
 * Cursors that scans have left, so that the next scan goes on where one of them stands: scrolling asks for a few rows
 * at a time. What they hold is bounded; those left longest go first.
 */
export class CursorPool {
  readonly #context: PageContext
  readonly #groups: readonly RowGroup[]
  readonly #idle = new Map<LeafCursor, string>()
  readonly #chunks = new Map<string, LeafChunk>()

  constructor(context: PageContext, groups: readonly RowGroup[]) {
    this.#context = context
    this.#groups = groups
  }

  /** A cursor for a leaf of a row group. @throws EngineError `format/corrupt` where its chunk cannot be */
  take(group: number, leaf: LeafNode): LeafCursor {
    const key = keyOf(group, leaf)
    for (const [cursor, other] of this.#idle) {
      if (other !== key) continue
      this.#idle.delete(cursor)
      return cursor
    }
    return new LeafCursor(this.#context, this.#chunk(key, group, leaf))
  }

  #chunk(key: string, group: number, leaf: LeafNode): LeafChunk {
    const known = this.#chunks.get(key)
    if (known) return known
    const { chunks, rowStart, rowEnd } = this.#groups[group] as RowGroup
    const chunk = leafChunk(
      leaf,
      chunks[leaf.leaf] as RowGroup['chunks'][number],
      rowEnd - rowStart,
      this.#context.dataEnd,
    )
    this.#chunks.set(key, chunk)
    for (const old of this.#chunks.keys()) {
      if (this.#chunks.size <= KNOWN_CHUNKS) break
      this.#chunks.delete(old)
    }
    return chunk
  }

  /** Takes cursors back. */
  give(group: number, cursors: Iterable<LeafCursor>): void {
    for (const cursor of cursors) this.#idle.set(cursor, keyOf(group, cursor.chunk.leaf))
    let fileBytes = 0
    for (const cursor of this.#idle.keys()) fileBytes += cursor.bytes.heldBytes
    for (const cursor of this.#idle.keys()) {
      if (fileBytes <= IDLE_FILE_BYTES && this.#context.pages.usedBytes <= IDLE_MEMORY_BYTES) break
      fileBytes -= cursor.bytes.heldBytes
      this.#idle.delete(cursor)
      cursor.free()
    }
  }
}
