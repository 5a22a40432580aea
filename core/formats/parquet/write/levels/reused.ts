/** Memory that one column after the other is put together in: it grows to what the largest needs and stays. */
export class Reused {
  #buffer = new ArrayBuffer(0)

  /** `size` bytes, not cleared, until the next call. */
  bytes(size: number): Uint8Array<ArrayBuffer> {
    if (this.#buffer.byteLength < size) this.#buffer = new ArrayBuffer(Math.ceil(size / 8) * 8)
    return new Uint8Array(this.#buffer, 0, size)
  }

  /** `count` numbers, not cleared, until the next call. */
  numbers(count: number): Int32Array<ArrayBuffer> {
    const bytes = this.bytes(count * 4)
    return new Int32Array(bytes.buffer, 0, count)
  }
}

/** What a leaf of a chunk is put together in. */
export class LeafMemory {
  readonly values = new Reused()
  readonly offsets = new Reused()
  readonly definitions = new Reused()
  readonly repetitions = new Reused()
}
