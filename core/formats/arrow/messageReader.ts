import { EngineError } from '../../errors.ts'
import type { ByteSource } from '../../io/byteSource.ts'
import { readFull } from '../../io/readFull.ts'
import { type Message, readMessage } from '../../table/ipc/readMessage.ts'
import type { MessagePlace } from './arrowIndex.ts'

const CONTINUATION = 0xffffffff
/** Read with a message's length, in the hope that its metadata are in it. */
const FIRST_READ_BYTES = 1024
/** Read ahead where the last message was short: many small batches then cost few reads. */
const READ_AHEAD_BYTES = 256 * 1024
const SHORT_MESSAGE_BYTES = 64 * 1024
/** Longest metadata believed: some hundred bytes a column are usual. */
const MAX_METADATA_BYTES = 256 * 1024 ** 2

/** What stands at a place where a message should start. */
export type Found =
  | { kind: 'message'; message: Message; place: MessagePlace; byteEnd: number }
  /** The mark that ends a stream; `byteEnd` is behind it. */
  | { kind: 'end'; byteEnd: number }
  /** The source ends, exactly between two messages. */
  | { kind: 'nothing' }
  /** The source ends inside a message. */
  | { kind: 'cut'; byteEnd: number }

/** Reads the metadata of messages that follow each other, passing over their bodies. */
export class MessageReader {
  private readonly source: ByteSource
  private readonly signal: AbortSignal | undefined
  private chunk: Uint8Array = new Uint8Array(0)
  private chunkStart = 0
  private lastStart = Number.NEGATIVE_INFINITY

  constructor(source: ByteSource, signal?: AbortSignal) {
    this.source = source
    this.signal = signal
  }

  /** Bytes `[start, start + length)`, fewer where the source ends. */
  private async bytes(start: number, length: number): Promise<Uint8Array> {
    const from = start - this.chunkStart
    if (from >= 0 && from + length <= this.chunk.length) return this.chunk.subarray(from, from + length)
    const ahead = start - this.lastStart < SHORT_MESSAGE_BYTES ? READ_AHEAD_BYTES : FIRST_READ_BYTES
    this.chunk = await readFull(this.source, start, start + Math.max(length, ahead), this.signal)
    this.chunkStart = start
    return this.chunk.subarray(0, length)
  }

  /**
   * The message at `byteStart`.
   *
   * @throws EngineError `format/corrupt`, `format/unsupported` for metadata that cannot be right; what the source throws
   */
  async read(byteStart: number): Promise<Found> {
    const start = await this.bytes(byteStart, 8)
    this.lastStart = byteStart
    if (start.length === 0) return { kind: 'nothing' }
    if (start.length < 4) return { kind: 'cut', byteEnd: byteStart + start.length }
    const view = new DataView(start.buffer, start.byteOffset, start.byteLength)
    const marked = view.getUint32(0, true) === CONTINUATION
    if (marked && start.length < 8) return { kind: 'cut', byteEnd: byteStart + start.length }
    const prefix = marked ? 8 : 4
    const length = view.getInt32(prefix - 4, true)
    if (length === 0) return { kind: 'end', byteEnd: byteStart + prefix }
    if (length < 0 || length > MAX_METADATA_BYTES) {
      throw new EngineError('format/corrupt', `an Arrow message claims ${length} bytes of metadata`, {
        byte: byteStart,
      })
    }
    const metadata = await this.bytes(byteStart + prefix, length)
    if (metadata.length < length) return { kind: 'cut', byteEnd: byteStart + prefix + metadata.length }
    const message = readMessage(metadata)
    const place = { byteStart, metadataLength: prefix + length, bodyLength: message.bodyLength }
    const byteEnd = byteStart + place.metadataLength + place.bodyLength
    const known = this.source.byteLength
    if (known !== null && byteEnd > known) return { kind: 'cut', byteEnd: known }
    return { kind: 'message', message, place, byteEnd }
  }
}
