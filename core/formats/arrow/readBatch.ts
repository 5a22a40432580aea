import { type Field, MetadataVersion, type RecordBatch, type Schema, type Vector } from 'apache-arrow'
import type { Codecs } from '../../compression/codecs.ts'
import { EngineError } from '../../errors.ts'
import type { ByteSource } from '../../io/byteSource.ts'
import { readFull } from '../../io/readFull.ts'
import type { ReadMemory } from '../../io/reusingSource.ts'
import { columnIndexes, makeBatch } from '../../table/batches.ts'
import { type ColumnLayout, columnLayouts } from '../../table/ipc/columnLayout.ts'
import { loadColumns } from '../../table/ipc/loadColumns.ts'
import { noCodecs, plainBuffers } from '../../table/ipc/plainBuffers.ts'
import { type BatchHeader, type Message, readMessage } from '../../table/ipc/readMessage.ts'
import { readWindow } from '../../table/ipc/readWindow.ts'
import type { BatchEntry, MessagePlace } from './arrowIndex.ts'
import { PackedBody } from './packedBody.ts'

/** A message with its body. */
export interface ReadMessage {
  message: Message
  body: Uint8Array
}

export type ReadMessageBody = (place: MessagePlace) => Promise<ReadMessage>

async function readExactly(source: ByteSource, byteStart: number, byteEnd: number): Promise<Uint8Array> {
  const bytes = await readFull(source, byteStart, byteEnd)
  if (bytes.length === byteEnd - byteStart) return bytes
  const at = byteStart + bytes.length
  throw new EngineError('source/changed', `the source ended at byte ${at}, ${byteEnd} bytes were expected`, {
    byte: at,
  })
}

/** The message whose metadata, with their length in front, are `bytes`. */
function messageOf(bytes: Uint8Array): Message {
  const marked = bytes[0] === 0xff && bytes[1] === 0xff && bytes[2] === 0xff && bytes[3] === 0xff
  return readMessage(bytes.subarray(marked ? 8 : 4))
}

/** Most plain bytes of a dictionary, or of a batch that is read whole. */
const MAX_WHOLE_BYTES = 1024 ** 3

/**
 * Reads a message found before, with all of its body; compressed buffers become plain.
 *
 * @throws EngineError `format/corrupt`, `compression/corrupt`, `limit/exceeded`, what the source throws
 */
export async function readMessageAt(
  source: ByteSource,
  place: MessagePlace,
  codecs: Codecs | null,
): Promise<ReadMessage> {
  const { byteStart, metadataLength, bodyLength } = place
  const bytes = await readExactly(source, byteStart, byteStart + metadataLength + bodyLength)
  const message = messageOf(bytes.subarray(0, metadataLength))
  const body = bytes.subarray(metadataLength)
  const { header } = message
  if (header.kind === 'schema' || !header.batch.codec) return { message, body }
  const batch = plainBuffers(header.batch, body, codecs, byteStart + metadataLength, MAX_WHOLE_BYTES)
  return { message: { ...message, header: { ...header, batch } }, body }
}

/** A batch whose columns can be read row by row. */
export interface BatchLayout {
  version: MetadataVersion
  columns: ColumnLayout[]
  /** Bytes `[start, end)` of its plain body, inside one buffer. */
  read(start: number, end: number): Promise<Uint8Array>
}

/** Reads parts of the body of a batch whose buffers are not compressed. */
export function bodyReader(source: ByteSource, { byteStart, metadataLength }: BatchEntry): BatchLayout['read'] {
  const bodyStart = byteStart + metadataLength
  return (start, end) => readExactly(source, bodyStart + start, bodyStart + end)
}

function batchHeader(message: Message, byte: number): BatchHeader {
  if (message.header.kind === 'batch') return message.header.batch
  throw new EngineError('source/changed', `there is no record batch at byte ${byte} any more`, { byte })
}

/**
 * Where the columns of a batch lie; reads its metadata only, and the plain lengths of compressed buffers.
 *
 * @param stored the schema as columns are stored
 */
export async function readLayout(
  source: ByteSource,
  entry: BatchEntry,
  stored: Schema,
  codecs: Codecs | null,
): Promise<BatchLayout> {
  const bodyStart = entry.byteStart + entry.metadataLength
  const { version, header } = messageOf(await readExactly(source, entry.byteStart, bodyStart))
  const batch = batchHeader({ version, header, bodyLength: entry.bodyLength }, entry.byteStart)
  const read = bodyReader(source, entry)
  const hasUnionBitmaps = version < MetadataVersion.V5
  const { codec } = batch
  if (codec === null) {
    return { version, columns: columnLayouts(stored.fields, batch, entry.bodyLength, hasUnionBitmaps), read }
  }
  if (!codecs) throw noCodecs(codec)
  const body = await PackedBody.open({ ...batch, codec }, entry.bodyLength, codecs, read, bodyStart)
  return {
    version,
    columns: columnLayouts(stored.fields, body.header, body.byteLength, hasUnionBitmaps),
    read: (start, end) => body.read(start, end),
  }
}

/**
 * A whole batch.
 *
 * @param stored the schema as columns are stored
 * @param schema as it is shown
 * @throws EngineError `format/corrupt`, `compression/corrupt`, what the source throws
 */
export async function readBatch(
  source: ByteSource,
  entry: BatchEntry,
  { stored, schema }: { stored: Schema; schema: Schema },
  dictionaries: ReadonlyMap<number, Vector>,
  codecs: Codecs | null,
): Promise<RecordBatch> {
  const { message, body } = await readMessageAt(source, entry, codecs)
  const header = batchHeader(message, entry.byteStart)
  const columns = loadColumns(stored.fields, header, body, dictionaries, message.version < MetadataVersion.V5)
  return makeBatch(schema, columns, header.numRows)
}

/**
 * Rows `[rowStart, rowEnd)` of some columns of a batch.
 *
 * @param memory what the batch is made in; null: its own
 * @throws EngineError `format/corrupt`, `compression/corrupt`, what the source throws
 */
export async function readBatchWindow(
  layout: BatchLayout,
  dictionaries: ReadonlyMap<number, Vector>,
  window: {
    stored: Schema
    /** The wanted columns as they are shown. */
    projected: Schema
    columns: readonly string[] | undefined
    rowStart: number
    rowEnd: number
  },
  memory: ReadMemory | null = null,
): Promise<RecordBatch> {
  const { stored, projected, columns, rowStart, rowEnd } = window
  const wanted = columns ? columnIndexes(stored, columns) : stored.fields.map((_, index) => index)
  const hasUnionBitmaps = layout.version < MetadataVersion.V5
  const layouts = wanted.map((index) => layout.columns[index] as ColumnLayout)
  const { header, body } = await readWindow(layouts, rowStart, rowEnd, layout.read, hasUnionBitmaps, memory)
  const fields = wanted.map((index) => stored.fields[index] as Field)
  return makeBatch(projected, loadColumns(fields, header, body, dictionaries, hasUnionBitmaps), rowEnd - rowStart)
}
