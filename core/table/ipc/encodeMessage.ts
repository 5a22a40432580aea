import { CompressionType, Message, MessageHeader, MetadataVersion, type Schema } from 'apache-arrow'
import {
  BodyCompression,
  BufferRegion,
  DictionaryBatch,
  FieldNode,
  RecordBatch,
} from 'apache-arrow/ipc/metadata/message'
import type { AssembledBatch } from './assembleColumns.ts'
import type { BufferCodecName } from './readMessage.ts'

/** Marks a message since Arrow 0.15, before the length of its metadata. */
const CONTINUATION = -1

/** Ends a stream: a continuation mark and a length of zero. */
export const END_OF_STREAM = Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0)

/** Metadata with its prefix, padded so that a body behind it starts at a multiple of eight bytes. */
function framed(metadata: Uint8Array): Uint8Array<ArrayBuffer> {
  const size = Math.ceil((metadata.length + 8) / 8) * 8
  const bytes = new Uint8Array(size)
  const view = new DataView(bytes.buffer)
  view.setInt32(0, CONTINUATION, true)
  view.setInt32(4, size - 8, true)
  bytes.set(metadata, 8)
  return bytes
}

const codecNumbers: Readonly<Record<BufferCodecName, CompressionType>> = {
  LZ4: CompressionType.LZ4_FRAME,
  ZSTD: CompressionType.ZSTD,
}

function batchHeader(batch: AssembledBatch): RecordBatch {
  const nodes = batch.nodes.map((node) => new FieldNode(node.length, node.nullCount))
  const regions = batch.regions.map((region) => new BufferRegion(region.offset, region.length))
  const compression = batch.codec && new BodyCompression(codecNumbers[batch.codec])
  return new RecordBatch(batch.numRows, nodes, regions, compression, batch.variadicBufferCounts)
}

/** The schema message of a stream. */
export function encodeSchema(schema: Schema): Uint8Array<ArrayBuffer> {
  return framed(Message.encode(new Message(0, MetadataVersion.V5, MessageHeader.Schema, schema)))
}

/** The metadata of a record batch; its body follows. */
export function encodeBatch(batch: AssembledBatch): Uint8Array<ArrayBuffer> {
  const message = new Message(batch.bodyLength, MetadataVersion.V5, MessageHeader.RecordBatch, batchHeader(batch))
  return framed(Message.encode(message))
}

/** The metadata of a dictionary batch; its body, the values, follows. */
export function encodeDictionary(batch: AssembledBatch, id: number, isDelta: boolean): Uint8Array<ArrayBuffer> {
  const header = new DictionaryBatch(batchHeader(batch), id, isDelta)
  const message = new Message(batch.bodyLength, MetadataVersion.V5, MessageHeader.DictionaryBatch, header)
  return framed(Message.encode(message))
}
