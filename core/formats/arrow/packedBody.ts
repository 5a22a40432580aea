import type { Codecs } from '../../compression/codecs.ts'
import { EngineError } from '../../errors.ts'
import { codecOf, PREFIX_BYTES, placedError, readPackedLength } from '../../table/ipc/plainBuffers.ts'
import type { BatchHeader, BufferCodecName, BufferRegion } from '../../table/ipc/readMessage.ts'
import { PackedBuffer } from './packedBuffer.ts'

/** Reads bytes `[start, end)` of the body as it is stored. */
type ReadStored = (start: number, end: number) => Promise<Uint8Array>

/** Buffers up to this size are decoded whole, and kept as long as they fit together in a budget. */
const WHOLE_BYTES = 1024 ** 2
const KEPT_BYTES = 32 * 1024 ** 2
/** Decoders of larger ones that wait for their next piece: some mebibytes each. */
const MAX_DECODERS = 24
/** Prefixes are read together where they lie in so short a body. */
const SHORT_BODY_BYTES = 256 * 1024
const CONCURRENT_READS = 32

interface Stored {
  plainStart: number
  plainLength: number
  /** Of the bytes behind the prefix. */
  storedStart: number
  storedLength: number
  isPacked: boolean
}

/**
 * A body of compressed buffers, as if they were not: its plain buffers lie one behind the other, and any of their bytes
 * can be read. Memory is bounded whatever their size.
 */
export class PackedBody {
  /** The batch as it is when its buffers are plain: regions count from 0 in this body. */
  readonly header: BatchHeader
  /** Bytes of all plain buffers. */
  readonly byteLength: number
  private readonly buffers: readonly Stored[]
  private readonly codec: 'lz4_frame' | 'zstd'
  private readonly codecs: Codecs
  private readonly readStored: ReadStored
  private readonly bodyStart: number
  private readonly streams = new Map<Stored, PackedBuffer>()
  private readonly kept = new Map<Stored, Promise<Uint8Array>>()
  private keptBytes = 0

  private constructor(
    header: BatchHeader & { codec: BufferCodecName },
    buffers: readonly Stored[],
    codecs: Codecs,
    readStored: ReadStored,
    bodyStart: number,
  ) {
    this.codec = codecOf[header.codec]
    this.buffers = buffers
    this.codecs = codecs
    this.readStored = readStored
    this.bodyStart = bodyStart
    const last = buffers.at(-1)
    this.byteLength = last ? last.plainStart + last.plainLength : 0
    const regions = buffers.map(({ plainStart, plainLength }) => ({ offset: plainStart, length: plainLength }))
    this.header = { ...header, codec: null, buffers: regions }
  }

  /**
   * Reads the plain lengths of all buffers.
   *
   * @param bodyStart where the body lies in the file, for messages
   * @throws EngineError `format/corrupt`, what reading throws
   */
  static async open(
    header: BatchHeader & { codec: BufferCodecName },
    bodyLength: number,
    codecs: Codecs,
    readStored: ReadStored,
    bodyStart: number,
  ): Promise<PackedBody> {
    const outside = header.buffers.find(({ offset, length }) => offset + length > bodyLength)
    if (outside) {
      const message = `an Arrow batch names bytes up to ${outside.offset + outside.length} of a body of ${bodyLength}`
      throw new EngineError('format/corrupt', message, { byte: bodyStart })
    }
    const body = bodyLength <= SHORT_BODY_BYTES ? await readStored(0, bodyLength) : null
    const read: ReadStored = body ? async (start, end) => body.subarray(start, end) : readStored
    const prefixOf = ({ offset, length }: BufferRegion) => read(offset, offset + Math.min(PREFIX_BYTES, length))
    const buffers: Stored[] = []
    let plainStart = 0
    for (let start = 0; start < header.buffers.length; start += CONCURRENT_READS) {
      const regions = header.buffers.slice(start, start + CONCURRENT_READS)
      const prefixes = await Promise.all(regions.map(prefixOf))
      regions.forEach(({ offset, length }, at) => {
        const { plainLength, isPacked } = readPackedLength(prefixes[at] as Uint8Array, length)
        const prefix = Math.min(PREFIX_BYTES, length)
        buffers.push({ plainStart, plainLength, storedStart: offset + prefix, storedLength: length - prefix, isPacked })
        plainStart += plainLength
      })
    }
    return new PackedBody(header, buffers, codecs, read, bodyStart)
  }

  /** Plain bytes `[start, end)`, which lie in one buffer. */
  read(start: number, end: number): Promise<Uint8Array> {
    const buffer = this.bufferAt(start, end)
    const from = start - buffer.plainStart
    const to = end - buffer.plainStart
    if (!buffer.isPacked) return this.readStored(buffer.storedStart + from, buffer.storedStart + to)
    if (buffer.plainLength <= WHOLE_BYTES) return this.whole(buffer).then((bytes) => bytes.subarray(from, to))
    return this.stream(buffer).read(from, to)
  }

  private bufferAt(start: number, end: number): Stored {
    let low = 0
    let high = this.buffers.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((this.buffers[middle] as Stored).plainStart <= start) low = middle
      else high = middle - 1
    }
    const buffer = this.buffers[low]
    if (buffer && end <= buffer.plainStart + buffer.plainLength) return buffer
    throw new EngineError('format/corrupt', `bytes ${start} to ${end} of ${this.byteLength} are pointed at`)
  }

  private whole(buffer: Stored): Promise<Uint8Array> {
    const known = this.kept.get(buffer)
    if (known) return known
    const { storedStart, storedLength, plainLength } = buffer
    const loading = this.readStored(storedStart, storedStart + storedLength).then((bytes) => {
      try {
        return this.codecs.decompress(this.codec, bytes, plainLength)
      } catch (error) {
        throw placedError(error, this.bodyStart + storedStart)
      }
    })
    this.kept.set(buffer, loading)
    this.keptBytes += plainLength
    for (const old of this.kept.keys()) {
      if (this.keptBytes <= KEPT_BYTES) break
      this.forget(old)
    }
    loading.catch(() => this.forget(buffer))
    return loading
  }

  private forget(buffer: Stored): void {
    if (this.kept.delete(buffer)) this.keptBytes -= buffer.plainLength
  }

  private stream(buffer: Stored): PackedBuffer {
    const known = this.streams.get(buffer)
    const { storedStart, storedLength, plainLength } = buffer
    const place = { codec: this.codec, byteStart: this.bodyStart + storedStart, storedLength, plainLength }
    const read: ReadStored = (start, end) => this.readStored(storedStart + start, storedStart + end)
    const stream = known ?? new PackedBuffer(place, this.codecs, read)
    // The one used last comes last.
    this.streams.delete(buffer)
    this.streams.set(buffer, stream)
    const decoding = [...this.streams.values()].filter(({ isDecoding }) => isDecoding)
    for (const idle of decoding.slice(0, Math.max(0, decoding.length - MAX_DECODERS))) if (idle !== stream) idle.stop()
    return stream
  }
}
