import { EngineError } from '../../../errors.ts'
import type { ByteSource } from '../../../io/byteSource.ts'
import { readFull } from '../../../io/readFull.ts'
import { ThriftCut } from '../thrift/compactReader.ts'
import { type PageHeader, readPageHeader } from './pageHeader.ts'

/** Read at once where reading starts somewhere new; it doubles while reading goes on forward. */
const FIRST_BYTES = 64 * 1024
const MOST_BYTES = 1024 * 1024
/** Pages of more are read one by one. */
const LARGE_BYTES = 256 * 1024
/** What a header is looked for in at first, and the longest there may be: statistics of long texts are part of it. */
const HEADER_BYTES = 1024
const MAX_HEADER_BYTES = 64 * 1024 ** 2

/** Old writers left the header of the dictionary out of a chunk's size, so that its last page reaches beyond it. */
const UNCOUNTED_BYTES = 100

/** A page and where it lies. */
export interface PagePlace {
  /** Offset of the header in the file. */
  byteStart: number
  /** One past the page: the next one's header, or the end of the chunk. */
  byteEnd: number
  bodyStart: number
  header: PageHeader
}

/**
 * The bytes of one column chunk, read in growing blocks while they are taken in order. One block is held.
 */
export class ChunkBytes {
  readonly byteStart: number
  readonly byteEnd: number
  readonly #source: ByteSource
  readonly #readEnd: number
  #block: Uint8Array = new Uint8Array(0)
  #blockStart: number
  #ahead = FIRST_BYTES
  /** Of the page seen last, with its header. */
  #pageBytes = 0

  /** @param dataEnd one past the last byte of any page of the file */
  constructor(source: ByteSource, byteStart: number, byteEnd: number, dataEnd: number) {
    this.#source = source
    this.#readEnd = Math.min(dataEnd, byteEnd + UNCOUNTED_BYTES)
    this.byteStart = byteStart
    this.byteEnd = byteEnd
    this.#blockStart = byteStart
  }

  /** Bytes of the block it holds. */
  get heldBytes(): number {
    return this.#block.length
  }

  /** Lets go of a block that is large because a page is: what was read is in use elsewhere by now. */
  dropLarge(): void {
    if (this.#block.length <= 2 * MOST_BYTES) return
    this.#block = new Uint8Array(0)
    this.#blockStart = this.byteStart
  }

  /** Gives it the whole chunk's bytes, read elsewhere. */
  setWhole(bytes: Uint8Array): void {
    this.#block = bytes
    this.#blockStart = this.byteStart
  }

  #corrupt(at: number, length: number): EngineError {
    const message = `a Parquet page names bytes ${at} to ${at + length} of a column chunk that ends at ${this.byteEnd}`
    return new EngineError('format/corrupt', message, { byte: at })
  }

  /**
   * Bytes `[at, at + length)`, good until the next read.
   *
   * @param isHop what lies behind them is not wanted next, where pages are large
   * @throws EngineError `format/corrupt` where they reach out of the chunk; what the source throws; `AbortError`
   */
  async read(at: number, length: number, signal?: AbortSignal, isHop = false): Promise<Uint8Array> {
    if (at < this.byteStart || length < 0 || at + length > this.#readEnd) throw this.#corrupt(at, length)
    const blockEnd = this.#blockStart + this.#block.length
    if (at < this.#blockStart || at + length > blockEnd) {
      const goesOn = at >= this.#blockStart && at <= blockEnd
      this.#ahead = goesOn ? Math.min(this.#ahead * 2, MOST_BYTES) : FIRST_BYTES
      // A page at a time where they are large; a little that is there already is read again rather than moved.
      const isLarge = this.#pageBytes > LARGE_BYTES
      const ahead = isLarge ? (isHop ? 0 : this.#pageBytes + (this.#pageBytes >> 3)) : this.#ahead
      const rest = goesOn ? this.#block.subarray(at - this.#blockStart) : this.#block.subarray(0, 0)
      const kept = rest.length * 4 > Math.max(length, ahead) ? rest : rest.subarray(0, 0)
      const from = at + kept.length
      const end = Math.max(at + length, Math.min(this.byteEnd, from + ahead))
      const read = await readFull(this.#source, from, end, signal)
      if (read.length < end - from) throw this.#corrupt(at, length)
      this.#block = joined(kept, read)
      this.#blockStart = at
    }
    return this.#block.subarray(at - this.#blockStart, at - this.#blockStart + length)
  }

  /**
   * The header at `at`, and where its page lies.
   *
   * @param isHop the next that is wanted is the header behind the page, not the page
   * @throws EngineError `format/corrupt`, `limit/exceeded`; what the source throws; `AbortError`
   */
  async readHeader(at: number, signal?: AbortSignal, isHop = false): Promise<PagePlace> {
    for (let size = HEADER_BYTES; ; size *= 8) {
      // Beyond the chunk only where it says too little: there may be nothing to read for.
      const end = size === HEADER_BYTES && at < this.byteEnd ? this.byteEnd : this.#readEnd
      const length = Math.min(size, end - at)
      const bytes = await this.read(at, length, signal, isHop)
      try {
        const { header, headerBytes } = readPageHeader(bytes, at)
        this.#pageBytes = Math.min(headerBytes + header.storedSize, MOST_BYTES * 4)
        const bodyStart = at + headerBytes
        const byteEnd = bodyStart + header.storedSize
        if (byteEnd > this.#readEnd) throw this.#corrupt(bodyStart, header.storedSize)
        return { byteStart: at, byteEnd, bodyStart, header }
      } catch (error) {
        if (!(error instanceof ThriftCut) || at + length >= this.#readEnd || size >= MAX_HEADER_BYTES) throw error
      }
    }
  }
}

function joined(kept: Uint8Array, read: Uint8Array): Uint8Array {
  if (kept.length === 0) return read
  const whole = new Uint8Array(kept.length + read.length)
  whole.set(kept)
  whole.set(read, kept.length)
  return whole
}
