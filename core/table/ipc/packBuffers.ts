import type { Encoders } from '../../compression/encoders.ts'
import type { AssembledBatch } from './assembleColumns.ts'
import { codecOf, PREFIX_BYTES } from './plainBuffers.ts'
import type { BufferCodecName } from './readMessage.ts'

/** In place of the plain length: what follows is not compressed. */
const NOT_COMPRESSED = -1n
const ALIGNMENT = 8

/**
 * A batch whose buffers are compressed one by one, each behind its plain length (apache/arrow, format/Message.fbs,
 * BodyCompression); those that would not become smaller stay as they are behind -1, and empty ones stay empty.
 * `encodeBatch` and `encodeDictionary` name the codec. What `plainBuffers` undoes.
 *
 * @param batch with plain buffers
 * @throws EngineError `limit/exceeded` for a buffer of more than 1 GiB
 */
export function packBuffers(batch: AssembledBatch, codec: BufferCodecName, encoders: Encoders): AssembledBatch {
  const buffers = batch.buffers.map((bytes) => packBuffer(bytes, codec, encoders))
  let bodyLength = 0
  const regions = buffers.map(({ length }) => {
    const region = { offset: bodyLength, length }
    bodyLength += Math.ceil(length / ALIGNMENT) * ALIGNMENT
    return region
  })
  return { ...batch, buffers, regions, bodyLength, codec }
}

function packBuffer(bytes: Uint8Array, codec: BufferCodecName, encoders: Encoders): Uint8Array {
  if (bytes.length === 0) return bytes
  const packed = encoders.compress(codecOf[codec], bytes)
  const isSmaller = packed.length < bytes.length
  const stored = isSmaller ? packed : bytes
  const buffer = new Uint8Array(PREFIX_BYTES + stored.length)
  new DataView(buffer.buffer).setBigInt64(0, isSmaller ? BigInt(bytes.length) : NOT_COMPRESSED, true)
  buffer.set(stored, PREFIX_BYTES)
  return buffer
}
