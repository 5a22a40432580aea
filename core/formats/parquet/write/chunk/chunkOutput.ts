/** Smaller pieces are gathered: a chunk of many columns has hundreds of thousands. */
const GATHER_BYTES = 256 * 1024
const SMALL_BYTES = 16 * 1024

/** The bytes of a chunk, one after the other, in buffers that can be transferred. */
export class ChunkOutput {
  readonly #pieces: Uint8Array<ArrayBuffer>[] = []
  #gathered = new Uint8Array(0)
  #used = 0
  /** Bytes so far. */
  position = 0

  /** Appends bytes. Large ones are kept where they have a buffer to themselves, so they must not change any more. */
  push(bytes: Uint8Array): void {
    this.position += bytes.length
    if (bytes.length > SMALL_BYTES) {
      this.#flush()
      this.#pieces.push(ownBuffer(bytes))
      return
    }
    if (this.#used + bytes.length > this.#gathered.length) {
      this.#flush()
      this.#gathered = new Uint8Array(GATHER_BYTES)
    }
    this.#gathered.set(bytes, this.#used)
    this.#used += bytes.length
  }

  #flush(): void {
    if (this.#used > 0) this.#pieces.push(this.#gathered.slice(0, this.#used))
    this.#used = 0
  }

  finish(): Uint8Array<ArrayBuffer>[] {
    this.#flush()
    return this.#pieces
  }
}

function ownBuffer(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const { buffer } = bytes
  const isWhole = buffer instanceof ArrayBuffer && buffer.byteLength === bytes.length
  return isWhole ? (bytes as Uint8Array<ArrayBuffer>) : bytes.slice()
}
