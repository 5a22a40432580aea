import { checkByteRange } from './byteRange.ts'
import type { ByteSource } from './byteSource.ts'

const NOTHING = new Uint8Array(0)

/**
 * Bytes `[byteStart, byteEnd)` of another source as a source of their own, starting at 0. It ends early where the
 * other source does.
 */
export function sliceSource(source: ByteSource, byteStart: number, byteEnd: number): ByteSource {
  checkByteRange(byteStart, byteEnd)
  const size = byteEnd - byteStart
  return {
    get byteLength() {
      return source.byteLength === null ? null : Math.max(0, Math.min(size, source.byteLength - byteStart))
    },
    async read(start, end, signal) {
      checkByteRange(start, end)
      if (start >= size) return NOTHING
      return source.read(byteStart + start, byteStart + Math.min(end, size), signal)
    },
  }
}
