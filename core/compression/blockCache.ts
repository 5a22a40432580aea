import { concatBytes } from '../io/readFull.ts'

/** Plain bytes are cached in blocks of this size, aligned. */
export const BLOCK_BYTES = 256 * 1024

/** Decoded blocks, the ones used last kept. A block shorter than `BLOCK_BYTES` is the last one of its source. */
export class BlockCache {
  readonly #blocks = new Map<number, Uint8Array<ArrayBuffer>>()
  readonly #maxBlocks: number

  constructor(maxBytes: number) {
    this.#maxBlocks = Math.floor(maxBytes / BLOCK_BYTES)
  }

  get(index: number): Uint8Array<ArrayBuffer> | undefined {
    const block = this.#blocks.get(index)
    if (block) {
      this.#blocks.delete(index)
      this.#blocks.set(index, block)
    }
    return block
  }

  put(index: number, block: Uint8Array<ArrayBuffer>): void {
    this.#blocks.delete(index)
    this.#blocks.set(index, block)
    for (const oldest of this.#blocks.keys()) {
      if (this.#blocks.size <= this.#maxBlocks) break
      this.#blocks.delete(oldest)
    }
  }

  /** A copy of bytes `[start, end)` as far as they are here without a gap, cut at the source's end. */
  copyFrom(start: number, end: number): Uint8Array<ArrayBuffer> {
    const parts: Uint8Array<ArrayBuffer>[] = []
    let at = start
    while (at < end) {
      const index = Math.floor(at / BLOCK_BYTES)
      const block = this.get(index)
      if (!block) break
      const from = at - index * BLOCK_BYTES
      const part = block.slice(from, from + end - at)
      parts.push(part)
      at += part.length
      if (block.length < BLOCK_BYTES) break
    }
    return concatBytes(parts)
  }
}
