import { throwIfAborted } from '../abort.ts'
import type { ByteSource } from './byteSource.ts'
import { readFull } from './readFull.ts'

export interface StreamRange {
  /** First byte; default 0. */
  byteStart?: number
  /** One past the last byte; default: where the source ends. */
  byteEnd?: number
  /** Size of the first chunk. */
  firstChunkBytes: number
  /** Later chunks double up to this size. */
  chunkBytes: number
  signal?: AbortSignal
}

export interface ByteChunk {
  bytes: Uint8Array<ArrayBuffer>
  /** Offset of `bytes[0]` in the source. */
  byteStart: number
}

/**
 * The range as consecutive chunks, none empty. From the second chunk on, the next one is being read while the
 * consumer works; before that nothing is read ahead, so that looking at a few rows stays one read.
 */
export async function* streamBytes(source: ByteSource, range: StreamRange): AsyncGenerator<ByteChunk, void, void> {
  const { byteStart = 0, firstChunkBytes, chunkBytes, signal } = range
  const end = Math.min(range.byteEnd ?? Number.MAX_SAFE_INTEGER, source.byteLength ?? Number.MAX_SAFE_INTEGER)
  let size = Math.min(firstChunkBytes, chunkBytes)
  const readAt = (at: number) => {
    const chunk = readFull(source, at, Math.min(at + size, end), signal)
    size = Math.min(size * 2, chunkBytes)
    return chunk
  }

  let ahead: Promise<Uint8Array<ArrayBuffer>> | null = null
  let at = byteStart
  for (let chunks = 0; at < end; chunks++) {
    throwIfAborted(signal)
    const bytes: Uint8Array<ArrayBuffer> = await (ahead ?? readAt(at))
    ahead = null
    if (bytes.length === 0) return
    const chunk = { bytes, byteStart: at }
    at += bytes.length
    if (chunks > 0 && at < end) {
      ahead = readAt(at)
      ahead.catch(() => {}) // told when its turn comes; nobody may come when the consumer leaves early
    }
    yield chunk
  }
}
