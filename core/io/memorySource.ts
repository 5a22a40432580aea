import { throwIfAborted } from '../abort.ts'
import { checkByteRange } from './byteRange.ts'
import type { ByteSource } from './byteSource.ts'

/** Bytes already in memory, as a source. Reads are copies, so that callers may keep, change or transfer them. */
export function memorySource(bytes: Uint8Array): ByteSource {
  return {
    byteLength: bytes.length,
    async read(byteStart, byteEnd, signal) {
      throwIfAborted(signal)
      checkByteRange(byteStart, byteEnd)
      const copy = new Uint8Array(Math.max(0, Math.min(byteEnd, bytes.length) - byteStart))
      copy.set(bytes.subarray(byteStart, byteStart + copy.length))
      return copy
    },
  }
}
