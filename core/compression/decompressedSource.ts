import { throwIfAborted } from '../abort.ts'
import { checkByteRange } from '../io/byteRange.ts'
import type { ByteSource, SourceDamage } from '../io/byteSource.ts'
import { concatBytes } from '../io/readFull.ts'
import { BLOCK_BYTES, BlockCache } from './blockCache.ts'
import { Checkpoints, memoryStates } from './checkpoints.ts'
import { CursorPool, type CursorsInput } from './cursorPool.ts'
import type { DecodeCursor } from './decodeCursor.ts'

/** A read up to this long is a look: it is answered from decoded blocks, and leaves its blocks behind. */
const LOOK_BYTES = 1024 ** 2
/** A scan's bytes are decoded straight into pieces of at most this size. */
const PIECE_BYTES = 4 * 1024 ** 2
/** Decoded blocks kept: what a far jump decodes on its way stays, so that scrolling on and back is local. */
const CACHE_BYTES = 48 * 1024 ** 2
/** States kept where the caller has no better place. */
const MEMORY_STATE_BYTES = 32 * 1024 ** 2

const NOTHING = new Uint8Array(0)

export interface DecompressedOptions extends Omit<CursorsInput, 'checkpoints'> {
  /** Known and new checkpoints; default: kept in memory, 32 MiB of states. */
  checkpoints?: Checkpoints
  /** Most decoded bytes kept; default 48 MiB. */
  cacheBytes?: number
  /** Whether decoding new ground leaves checkpoints behind; default true. */
  makesCheckpoints?: boolean
}

/** A compressed source in plain coordinates. */
export interface DecompressedSource extends ByteSource {
  readonly packed: ByteSource
  readonly checkpoints: Checkpoints
  /** Compressed bytes behind which the furthest reader is; for progress. */
  readonly packedEnd: number
  readonly damage: SourceDamage | null
  /** Frees the decoders. */
  close(): void
}

/**
 * What a compressed source holds, as a source: forward reads go on where the last one ended, others start at the
 * nearest checkpoint. Several readers may be at work; memory is a few decoders, the blocks kept and what is asked for.
 *
 * `byteLength` is null until the end was seen. A stream that is cut or damaged ends before the damage: everything
 * decodable before stays readable, and `damage` says where and why.
 */
export function decompressedSource(options: DecompressedOptions): DecompressedSource {
  const { packed, checkpoints = new Checkpoints(memoryStates(MEMORY_STATE_BYTES)) } = options
  return new Decompressed({ ...options, packed, checkpoints })
}

class Decompressed implements DecompressedSource {
  byteLength: number | null = null
  damage: SourceDamage | null = null
  packedEnd = 0
  readonly packed: ByteSource
  readonly checkpoints: Checkpoints
  readonly #cursors: CursorPool
  readonly #cache: BlockCache
  readonly #makesCheckpoints: boolean

  constructor(options: DecompressedOptions & CursorsInput) {
    this.packed = options.packed
    this.checkpoints = options.checkpoints
    this.#cursors = new CursorPool(options)
    this.#cache = new BlockCache(options.cacheBytes ?? CACHE_BYTES)
    this.#makesCheckpoints = options.makesCheckpoints ?? true
  }

  close(): void {
    this.#cursors.close()
  }

  async read(byteStart: number, byteEnd: number, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
    throwIfAborted(signal)
    checkByteRange(byteStart, byteEnd)
    const end = Math.min(byteEnd, this.byteLength ?? byteEnd)
    if (byteStart >= end) return NOTHING
    const isLook = end - byteStart <= LOOK_BYTES
    // A look decodes whole blocks, so the beginning of what comes next is often there already.
    const known = isLook || !this.#cursors.standsAt(byteStart) ? this.#cache.copyFrom(byteStart, end) : NOTHING
    const from = byteStart + known.length
    if (from === end || from === this.byteLength) return known
    const cursor = await this.#cursors.take(from, isLook ? 'look' : 'scan', signal)
    try {
      const rest = await (isLook ? this.#look(cursor, from, end, signal) : this.#scan(cursor, from, end, signal))
      return known.length === 0 ? rest : concatBytes([known, rest])
    } finally {
      this.#cursors.give(cursor)
    }
  }

  /** Decodes block by block, keeping every whole block on the way. */
  async #look(cursor: DecodeCursor, start: number, end: number, signal: AbortSignal | undefined) {
    const out = new Uint8Array(end - start)
    let filled = 0
    while (cursor.plainAt < end && !cursor.ended) {
      const at = cursor.plainAt
      const index = Math.floor(at / BLOCK_BYTES)
      const piece = new Uint8Array((index + 1) * BLOCK_BYTES - at)
      const length = await this.#fill(cursor, piece, signal)
      const bytes = length < piece.length ? piece.slice(0, length) : piece
      if (at === index * BLOCK_BYTES) this.#cache.put(index, bytes)
      const part = bytes.subarray(Math.max(0, start - at), Math.max(0, end - at))
      if (part.length > 0) out.set(part, Math.max(0, at - start))
      filled += part.length
    }
    return out.subarray(0, filled)
  }

  /** Decodes past `start` without keeping anything, then into pieces that are the result. */
  async #scan(cursor: DecodeCursor, start: number, end: number, signal: AbortSignal | undefined) {
    const passed = cursor.plainAt < start ? new Uint8Array(Math.min(BLOCK_BYTES, start - cursor.plainAt)) : null
    while (passed && cursor.plainAt < start && !cursor.ended) {
      await this.#fill(cursor, passed.subarray(0, start - cursor.plainAt), signal)
    }
    const parts: Uint8Array<ArrayBuffer>[] = []
    while (cursor.plainAt < end && !cursor.ended) {
      const piece = new Uint8Array(Math.min(PIECE_BYTES, end - cursor.plainAt))
      const length = await this.#fill(cursor, piece, signal)
      parts.push(piece.subarray(0, length))
    }
    return concatBytes(parts)
  }

  async #fill(cursor: DecodeCursor, output: Uint8Array, signal: AbortSignal | undefined): Promise<number> {
    const length = await cursor.fill(output, signal, () => this.#noteEdge(cursor))
    this.packedEnd = Math.max(this.packedEnd, cursor.packedAt)
    if (cursor.ended) this.#noteEnd(cursor)
    else await this.#saveState(cursor)
    return length
  }

  #noteEdge({ plainAt, packedAt, decoder, ended }: DecodeCursor): void {
    if (!this.#makesCheckpoints || ended || !decoder.atMemberEdge || !this.checkpoints.wantsEdge(plainAt)) return
    this.checkpoints.addEdge(plainAt, packedAt, decoder.saveState())
  }

  async #saveState({ plainAt, packedAt, decoder }: DecodeCursor): Promise<void> {
    if (!this.#makesCheckpoints || !this.checkpoints.wantsState(plainAt, decoder.stateBytes)) return
    await this.checkpoints.addState(plainAt, packedAt, decoder.saveState())
  }

  #noteEnd({ plainAt, packedAt, damage }: DecodeCursor): void {
    if (this.byteLength !== null) return
    this.byteLength = plainAt
    if (damage === null) return
    this.damage = {
      byte: plainAt,
      packedByte: damage.details.byte ?? packedAt,
      code: damage.code,
      message: damage.message,
    }
  }
}
