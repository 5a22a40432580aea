import { MetadataVersion, type RecordBatch, type Schema, type Vector } from 'apache-arrow'
import { EngineError } from '../errors.ts'
import { makeBatch } from './batches.ts'
import { type AssembledBatch, assembleColumns } from './ipc/assembleColumns.ts'
import { dictionaryColumns, withOwnDictionaryIds } from './ipc/dictionaryIds.ts'
import { END_OF_STREAM, encodeBatch, encodeDictionary, encodeSchema } from './ipc/encodeMessage.ts'
import { loadColumns } from './ipc/loadColumns.ts'
import { addDictionary } from './ipc/loadDictionary.ts'
import { readMessage } from './ipc/readMessage.ts'
import { shownSchema } from './ipc/storedTypes.ts'

// Arrow IPC streams held in memory: what travels between threads, and what parquet-wasm hands over.

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(parts.reduce((size, part) => size + Math.ceil(part.length / 8) * 8, 0))
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += Math.ceil(part.length / 8) * 8
  }
  return bytes
}

/** A schema as an IPC stream without batches, in a buffer of its own. */
export function schemaToIpc(schema: Schema): Uint8Array<ArrayBuffer> {
  return joined([encodeSchema(withOwnDictionaryIds(schema)), END_OF_STREAM])
}

/** A batch as an IPC stream (schema, dictionaries, one batch) in a buffer of its own: ready to be transferred. */
export function batchToIpc(batch: RecordBatch): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [encodeSchema(withOwnDictionaryIds(batch.schema))]
  const add = (metadata: Uint8Array, { buffers }: AssembledBatch) => {
    parts.push(metadata)
    for (const buffer of buffers) parts.push(buffer) // a thread's stack may not hold that many arguments
  }
  for (const { id, values } of dictionaryColumns(batch.data.children)) {
    values.data.forEach((chunk, index) => {
      const assembled = assembleColumns([chunk], chunk.length)
      add(encodeDictionary(assembled, id, index > 0), assembled)
    })
  }
  const assembled = assembleColumns(batch.data.children, batch.numRows)
  add(encodeBatch(assembled), assembled)
  return joined([...parts, END_OF_STREAM])
}

/** The schema at the start of an IPC stream. @throws EngineError `format/corrupt`, `format/unsupported` */
export function schemaFromIpc(bytes: Uint8Array): Schema {
  return batchesFromIpc(bytes).schema
}

/**
 * Schema and batches of an IPC stream in memory; the batches share its buffer.
 *
 * @throws EngineError `format/corrupt` when the stream is damaged or cut, `format/unsupported`
 */
export function batchesFromIpc(bytes: Uint8Array): { schema: Schema; batches: RecordBatch[] } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const dictionaries = new Map<number, Vector>()
  const batches: RecordBatch[] = []
  let schema: Schema | null = null
  let at = 0
  const take = (length: number): Uint8Array => {
    if (at + length > bytes.length) {
      throw new EngineError('format/corrupt', `an Arrow stream ends at byte ${bytes.length}, ${at + length} expected`)
    }
    at += length
    return bytes.subarray(at - length, at)
  }
  while (at + 8 <= bytes.length) {
    const metadataLength = view.getInt32(at + 4, true)
    take(8)
    if (metadataLength <= 0) break
    const { header, bodyLength, version } = readMessage(take(metadataLength))
    const body = take(bodyLength)
    if (header.kind === 'schema') schema = header.schema
    else if (!schema) throw new EngineError('format/corrupt', 'an Arrow stream starts without a schema')
    else if (header.batch.codec) throw new EngineError('format/unsupported', 'an Arrow stream in memory is compressed')
    else if (header.kind === 'dictionary') addDictionary(dictionaries, schema, header, body, version)
    else {
      const columns = loadColumns(schema.fields, header.batch, body, dictionaries, version < MetadataVersion.V5)
      batches.push(makeBatch(shownSchema(schema), columns, header.batch.numRows))
    }
  }
  if (!schema) throw new EngineError('format/corrupt', `an Arrow stream of ${bytes.length} bytes has no schema`)
  return { schema: shownSchema(schema), batches }
}
