import { MetadataVersion, type Schema } from 'apache-arrow'
import { EngineError } from '../../errors.ts'
import { FlatTable } from './flatBuffer.ts'
import { readSchema } from './readSchema.ts'

// Field slots are those of Message.fbs (apache/arrow, format/Message.fbs).

/** A buffer of a batch: bytes `[offset, offset + length)` of the message's body. */
export interface BufferRegion {
  offset: number
  length: number
  /** The bytes themselves, where they are not in the body as they are: of compressed buffers, the plain ones. */
  bytes?: Uint8Array
}

/** How buffers are compressed: LZ4 frames or zstd frames, each behind its plain length. */
export type BufferCodecName = 'LZ4' | 'ZSTD'

/** Length and null count of one column or nested column. */
export interface FieldNode {
  length: number
  nullCount: number
}

/** What a record batch's metadata says of its body. */
export interface BatchHeader {
  numRows: number
  nodes: FieldNode[]
  buffers: BufferRegion[]
  /** Null when buffers are stored plainly. */
  codec: BufferCodecName | null
  /** How many data buffers each view column has. */
  variadicBufferCounts: number[]
}

export type MessageHeader =
  | { kind: 'schema'; schema: Schema }
  | { kind: 'batch'; batch: BatchHeader }
  | { kind: 'dictionary'; id: number; isDelta: boolean; batch: BatchHeader }

export interface Message {
  version: MetadataVersion
  /** Bytes that follow the metadata. */
  bodyLength: number
  header: MessageHeader
}

const SCHEMA = 1
const DICTIONARY_BATCH = 2
const RECORD_BATCH = 3
const codecNames = ['LZ4', 'ZSTD'] as const

/** BodyCompression: the codec, and the method, of which there is one (buffer by buffer). */
function readCodec(compression: FlatTable): BufferCodecName {
  const number = compression.uint8(0, 0)
  const codec = codecNames[number]
  if (codec && compression.uint8(1, 0) === 0) return codec
  const feature = codec ? `compression method ${compression.uint8(1, 0)}` : `codec ${number}`
  throw new EngineError('format/unsupported', `Arrow buffers are compressed with the unknown ${feature}`, { feature })
}

function readBatchHeader(table: FlatTable): BatchHeader {
  const nodes = table.vector(1, 16)
  const buffers = table.vector(2, 16)
  const variadic = table.vector(4, 8)
  const compression = table.table(3)
  return {
    numRows: table.count(0),
    nodes: Array.from({ length: nodes.length }, (_, index) => ({
      length: table.countAt(nodes.start + index * 16),
      nullCount: table.countAt(nodes.start + index * 16 + 8),
    })),
    buffers: Array.from({ length: buffers.length }, (_, index) => ({
      offset: table.countAt(buffers.start + index * 16),
      length: table.countAt(buffers.start + index * 16 + 8),
    })),
    codec: compression ? readCodec(compression) : null,
    variadicBufferCounts: Array.from({ length: variadic.length }, (_, index) =>
      table.countAt(variadic.start + index * 8),
    ),
  }
}

function readHeader(message: FlatTable, version: MetadataVersion): MessageHeader {
  const kind = message.uint8(1, 0)
  const header = message.table(2)
  if (!header) throw new EngineError('format/corrupt', 'an Arrow message has no header')
  if (kind === SCHEMA) return { kind: 'schema', schema: readSchema(header, version) }
  if (kind === RECORD_BATCH) return { kind: 'batch', batch: readBatchHeader(header) }
  if (kind === DICTIONARY_BATCH) {
    const data = header.table(1)
    if (!data) throw new EngineError('format/corrupt', 'an Arrow dictionary has no values')
    return { kind: 'dictionary', id: header.count(0), isDelta: header.bool(2), batch: readBatchHeader(data) }
  }
  throw new EngineError('format/unsupported', `an Arrow message of kind ${kind}`, { feature: `message kind ${kind}` })
}

/**
 * An Arrow IPC message from its metadata bytes, every offset checked.
 *
 * @throws EngineError `format/corrupt`; `format/unsupported` for versions before 0.8 (V4), tensors and what
 * `readSchema` refuses
 */
export function readMessage(metadata: Uint8Array): Message {
  const table = FlatTable.root(metadata)
  const version = table.int16(0, 0) as MetadataVersion
  if (version !== MetadataVersion.V4 && version !== MetadataVersion.V5) {
    throw new EngineError('format/unsupported', `Arrow metadata version ${version + 1}, expected 4 or 5`, {
      feature: `metadata version ${version + 1}`,
    })
  }
  return { version, bodyLength: table.count(3), header: readHeader(table, version) }
}
