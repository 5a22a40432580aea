import type { BufferCodec, Codecs } from '../../compression/codecs.ts'
import { EngineError } from '../../errors.ts'
import type { BatchHeader, BufferCodecName, BufferRegion } from './readMessage.ts'

// Compressed buffers, apache/arrow's format/Message.fbs (BodyCompression): each starts with its plain length as an
// int64; -1 says that the rest is not compressed after all.

/** Bytes of the plain length in front of a buffer. */
export const PREFIX_BYTES = 8
/** Buffers longer than this are not believed; their sum stays a number without rounding. */
const MAX_PLAIN_BYTES = 2 ** 42

export const codecOf: Readonly<Record<BufferCodecName, BufferCodec & ('lz4_frame' | 'zstd')>> = {
  LZ4: 'lz4_frame',
  ZSTD: 'zstd',
}

/** A buffer's plain length, and whether what follows is compressed. */
export interface PackedLength {
  plainLength: number
  isPacked: boolean
}

/**
 * What the first bytes of a buffer of `storedLength` bytes say of it.
 *
 * @param prefix its first 8 bytes, fewer where it is shorter
 * @throws EngineError `format/corrupt`
 */
export function readPackedLength(prefix: Uint8Array, storedLength: number): PackedLength {
  if (storedLength === 0) return { plainLength: 0, isPacked: false }
  if (storedLength < PREFIX_BYTES || prefix.length < PREFIX_BYTES) {
    throw new EngineError('format/corrupt', `a compressed Arrow buffer of ${storedLength} bytes has no length`)
  }
  const length = Number(new DataView(prefix.buffer, prefix.byteOffset, PREFIX_BYTES).getBigInt64(0, true))
  if (length === -1) return { plainLength: storedLength - PREFIX_BYTES, isPacked: false }
  if (length >= 0 && length <= MAX_PLAIN_BYTES) {
    return { plainLength: length, isPacked: length > 0 || storedLength > PREFIX_BYTES }
  }
  throw new EngineError('format/corrupt', `a compressed Arrow buffer claims ${length} plain bytes`)
}

/** An error of a codec as one of the file: `byteStart` is where the codec's bytes lie. */
export function placedError(error: unknown, byteStart: number): unknown {
  if (!(error instanceof EngineError) || error.code !== 'compression/corrupt') return error
  const byte = byteStart + (error.details.byte ?? 0)
  return new EngineError(error.code, `an Arrow buffer is damaged: ${error.message}`, { ...error.details, byte }, error)
}

/**
 * A batch's description with the plain bytes of its compressed buffers; as it is where they are not compressed.
 *
 * @param bodyStart where the body lies in the file, for messages
 * @param maxBytes most plain bytes there may be
 * @throws EngineError `format/corrupt`; `compression/corrupt` (also for another length than was declared);
 * `limit/exceeded`
 */
export function plainBuffers(
  header: BatchHeader,
  body: Uint8Array,
  codecs: Codecs | null,
  bodyStart: number,
  maxBytes: number,
): BatchHeader {
  if (!header.codec) return header
  if (!codecs) throw noCodecs(header.codec)
  const codec = codecOf[header.codec]
  let total = 0
  const unpack = (region: BufferRegion): BufferRegion => {
    const { offset, length } = region
    if (offset + length > body.length) {
      throw new EngineError(
        'format/corrupt',
        `an Arrow batch names bytes up to ${offset + length} of a body of ${body.length}`,
      )
    }
    const stored = body.subarray(offset, offset + length)
    const { plainLength, isPacked } = readPackedLength(stored, length)
    total += plainLength
    if (total > maxBytes) {
      const message = `the buffers of an Arrow batch or dictionary come to more than ${maxBytes} bytes`
      throw new EngineError('limit/exceeded', message, { byte: bodyStart, feature: 'buffers' })
    }
    const packed = stored.subarray(Math.min(PREFIX_BYTES, length))
    if (!isPacked) return { offset: 0, length: plainLength, bytes: packed }
    try {
      return { offset: 0, length: plainLength, bytes: codecs.decompress(codec, packed, plainLength) }
    } catch (error) {
      throw placedError(error, bodyStart + offset + PREFIX_BYTES)
    }
  }
  return { ...header, codec: null, buffers: header.buffers.map(unpack) }
}

export function noCodecs(codec: BufferCodecName): EngineError {
  const message = `the Arrow buffers are compressed with ${codec}, and decoders of compressed data are missing here`
  return new EngineError('compression/unsupported', message, { feature: codec })
}
