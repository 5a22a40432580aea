import { MetadataVersion, type RecordBatch, type Schema, type Vector } from 'apache-arrow'
import { EngineError } from '../../errors.ts'
import type { ByteSource } from '../../io/byteSource.ts'
import { readFull } from '../../io/readFull.ts'
import { columnIndexes, makeBatch } from '../../table/batches.ts'
import { type ColumnLayout, columnLayouts } from '../../table/ipc/columnLayout.ts'
import { loadColumns } from '../../table/ipc/loadColumns.ts'
import { type BatchHeader, type Message, readMessage } from '../../table/ipc/readMessage.ts'
import { readWindow } from '../../table/ipc/readWindow.ts'
import type { BatchEntry, MessagePlace } from './arrowIndex.ts'

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

/** Reads a message found before, with all of its body. @throws EngineError `format/corrupt`, what the source throws */
export async function readMessageAt(source: ByteSource, place: MessagePlace): Promise<ReadMessage> {
  const { byteStart, metadataLength, bodyLength } = place
  const bytes = await readExactly(source, byteStart, byteStart + metadataLength + bodyLength)
  return { message: messageOf(bytes.subarray(0, metadataLength)), body: bytes.subarray(metadataLength) }
}

/** A batch whose columns can be read row by row. */
export interface BatchLayout {
  version: MetadataVersion
  columns: ColumnLayout[]
}

function batchHeader(message: Message, byte: number): BatchHeader {
  if (message.header.kind === 'batch') return message.header.batch
  throw new EngineError('source/changed', `there is no record batch at byte ${byte} any more`, { byte })
}

/** Where the columns of a batch lie; reads its metadata only. */
export async function readLayout(source: ByteSource, entry: BatchEntry, schema: Schema): Promise<BatchLayout> {
  const message = messageOf(await readExactly(source, entry.byteStart, entry.byteStart + entry.metadataLength))
  const { version } = message
  const header = batchHeader(message, entry.byteStart)
  return { version, columns: columnLayouts(schema.fields, header, entry.bodyLength, version < MetadataVersion.V5) }
}

/** A whole batch. @throws EngineError `format/corrupt`, what the source throws */
export async function readBatch(
  source: ByteSource,
  entry: BatchEntry,
  schema: Schema,
  dictionaries: ReadonlyMap<number, Vector>,
): Promise<RecordBatch> {
  const { message, body } = await readMessageAt(source, entry)
  const header = batchHeader(message, entry.byteStart)
  const columns = loadColumns(schema.fields, header, body, dictionaries, message.version < MetadataVersion.V5)
  return makeBatch(schema, columns, header.numRows)
}

/** Rows `[rowStart, rowEnd)` of some columns of a batch. @throws EngineError `format/corrupt`, what the source throws */
export async function readBatchWindow(
  source: ByteSource,
  entry: BatchEntry,
  layout: BatchLayout,
  dictionaries: ReadonlyMap<number, Vector>,
  window: {
    schema: Schema
    projected: Schema
    columns: readonly string[] | undefined
    rowStart: number
    rowEnd: number
  },
): Promise<RecordBatch> {
  const { schema, projected, columns, rowStart, rowEnd } = window
  const bodyStart = entry.byteStart + entry.metadataLength
  const wanted = columns ? columnIndexes(schema, columns) : schema.fields.map((_, index) => index)
  const hasUnionBitmaps = layout.version < MetadataVersion.V5
  const { header, body } = await readWindow(
    wanted.map((index) => layout.columns[index]!),
    rowStart,
    rowEnd,
    (start, end) => readExactly(source, bodyStart + start, bodyStart + end),
    hasUnionBitmaps,
  )
  return makeBatch(
    projected,
    loadColumns(projected.fields, header, body, dictionaries, hasUnionBitmaps),
    rowEnd - rowStart,
  )
}
