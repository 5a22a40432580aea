import type { RecordBatch, Schema } from 'apache-arrow'
import { EngineError } from '../../../errors.ts'
import type { ChunkEncoder, EncodedChunk } from '../../../export/encoding/tableFormat.ts'
import { type AssembledBatch, assembleColumns } from '../../../table/ipc/assembleColumns.ts'
import { encodeBatch, encodeDictionary } from '../../../table/ipc/encodeMessage.ts'
import { sameFields, schemaText } from '../../../table/schemas.ts'
import { DictionaryWriter } from './dictionaryWriter.ts'
import { joinColumns } from './joinColumns.ts'

/** Where the messages of a chunk are, from its start: what the footer of a file tells of them. */
export interface ArrowBlocks {
  dictionaries: MessagePlace[]
  batch: MessagePlace
}

export interface MessagePlace {
  offset: number
  metadataBytes: number
  bodyBytes: number
}

export type PackBatch = (batch: AssembledBatch) => AssembledBatch

/** Encodes chunks as record batches, one each, with the dictionary batches they need before them. */
export class ArrowEncoder implements ChunkEncoder {
  readonly #schema: Schema
  readonly #pack: PackBatch
  readonly #dictionaries = new DictionaryWriter()

  /** @param pack compresses the buffers of a batch, or leaves them as they are */
  constructor(schema: Schema, pack: PackBatch) {
    this.#schema = schema
    this.#pack = pack
  }

  encode(batches: readonly RecordBatch[]): EncodedChunk {
    const chunk = new MessageList(this.#pack)
    const chunks: Parameters<MessageList['addDictionary']>[0][] = []
    const parts = batches.map((batch) => {
      this.#check(batch)
      const own = this.#dictionaries.add(batch.data.children)
      chunks.push(...own.chunks)
      return own.columns
    })
    const dictionaries = chunks.map((dictionary) => chunk.addDictionary(dictionary))
    const rows = batches.reduce((sum, batch) => sum + batch.numRows, 0)
    const batch = chunk.add(assembleColumns(joinColumns(parts), rows), encodeBatch)
    return {
      rows,
      plainBytes: chunk.bytes,
      details: { dictionaries, batch } satisfies ArrowBlocks,
      pieces: chunk.pieces,
    }
  }

  #check(batch: RecordBatch): void {
    if (sameFields(batch.schema.fields, this.#schema.fields)) return
    const message = `a batch has the columns ${schemaText(batch.schema)}, expected ${schemaText(this.#schema)}`
    throw new EngineError('argument/invalid', message)
  }
}

/** Messages one behind the other. */
class MessageList {
  readonly pieces: Uint8Array<ArrayBuffer>[] = []
  bytes = 0
  readonly #pack: PackBatch

  constructor(pack: PackBatch) {
    this.#pack = pack
  }

  addDictionary({ id, isDelta, values }: ReturnType<DictionaryWriter['add']>['chunks'][number]): MessagePlace {
    return this.add(assembleColumns([values], values.length), (batch) => encodeDictionary(batch, id, isDelta))
  }

  add(plain: AssembledBatch, encode: (batch: AssembledBatch) => Uint8Array): MessagePlace {
    const assembled = this.#pack(plain)
    const metadata = encode(assembled)
    const place = { offset: this.bytes, metadataBytes: metadata.length, bodyBytes: assembled.bodyLength }
    const message = new Uint8Array(metadata.length + assembled.bodyLength)
    message.set(metadata)
    for (const [at, buffer] of assembled.buffers.entries()) {
      message.set(buffer, metadata.length + (assembled.regions[at]?.offset ?? 0))
    }
    this.pieces.push(message)
    this.bytes += message.length
    return place
  }
}
