import type { ByteSource } from './byteSource.ts'

/** Pieces of typed arrays are to lie at multiples of this. */
const ALIGNMENT = 8

/**
 * Memory that is handed out piece by piece, and all of it again after `reset`: for whoever reads much and keeps none of
 * it. Fresh memory takes the system longer to hand out than a file takes to read. It grows to what was taken at most
 * between two resets.
 */
export class ReadMemory {
  #bytes = new Uint8Array(0)
  #taken = 0

  /** What was taken may be overwritten from now on. */
  reset(): void {
    if (this.#taken > this.#bytes.length) this.#bytes = new Uint8Array(this.#taken)
    this.#taken = 0
  }

  /** Bytes of any content, at a multiple of 8. */
  take(length: number): Uint8Array<ArrayBuffer> {
    const start = Math.ceil(this.#taken / ALIGNMENT) * ALIGNMENT
    this.#taken = start + length
    return this.#taken <= this.#bytes.length ? this.#bytes.subarray(start, this.#taken) : new Uint8Array(length)
  }
}

/**
 * A source whose reads take their memory from `memory`: what they return is good until that is reset. After an aborted read
 * the memory may still be written to.
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
      const target = memory.take(length)
      return target.subarray(0, await source.readInto(target, byteStart, signal))
    },
  }
}
