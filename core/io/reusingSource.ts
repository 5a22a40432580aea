import type { ByteSource } from './byteSource.ts'

/** Memory that reads go into one after the other; it grows to the longest of them. */
export interface ReadMemory {
  bytes: Uint8Array<ArrayBuffer>
}

/**
 * A source whose reads all lie in the same memory: what one returned is overwritten by the next, so they must not
 * overlap in time. For whoever reads much and keeps none of it: fresh memory takes the system longer to hand out than a
 * file takes to read. `memory` may serve another source afterwards, unless a read was aborted.
 * @returns the source itself where it cannot read into memory it is given
 */
export function reusingSource(source: ByteSource, memory: ReadMemory): ByteSource {
  if (!source.readInto) return source
  return {
    get byteLength() {
      return source.byteLength
    },
    get damage() {
      return source.damage ?? null
    },
    async read(byteStart, byteEnd, signal) {
      const length = byteEnd - byteStart
      if (!(length > 0) || !source.readInto) return source.read(byteStart, byteEnd, signal)
      if (memory.bytes.length < length) memory.bytes = new Uint8Array(length)
      const target = memory.bytes.subarray(0, length)
      return target.subarray(0, await source.readInto(target, byteStart, signal))
    },
  }
}
