import { MetadataVersion, type RecordBatch, type Schema } from 'apache-arrow'
import { FileBlock, Footer } from 'apache-arrow/ipc/metadata/file'
import { EngineError } from '../../errors.ts'
import type { ByteSink } from '../../io/byteSink.ts'
import { type AssembledBatch, assembleColumns } from '../../table/ipc/assembleColumns.ts'
import { withOwnDictionaryIds } from '../../table/ipc/dictionaryIds.ts'
import { END_OF_STREAM, encodeBatch, encodeDictionary, encodeSchema } from '../../table/ipc/encodeMessage.ts'
import { sameFields, schemaText } from '../../table/schemas.ts'
import { DictionaryWriter } from './dictionaryWriter.ts'

/** `arrow`: an IPC file (Feather 2). `arrow-stream`: an IPC stream, as Hugging Face datasets keep. */
export type ArrowKind = 'arrow' | 'arrow-stream'

export interface ArrowWriter {
  /**
   * Appends a batch; resolves when the sink takes more. One at a time.
   * @throws EngineError `argument/invalid` when its columns are not the schema's; `limit/exceeded` when dictionaries of
   * all batches together outgrow their keys; what the sink throws
   */
  write(batch: RecordBatch): Promise<void>
  /** Writes the end; the sink is the caller's to close. @throws what the sink throws */
  close(): Promise<{ bytes: number; rows: number }>
}

const MAGIC = new TextEncoder().encode('ARROW1')
const padding = new Uint8Array(8)
/** Smaller buffers are gathered, so that a sink is not called for every few bytes. */
const GATHER_BYTES = 64 * 1024

/** Counts what goes to a sink and gathers small pieces. */
class CountedSink {
  bytes = 0
  private readonly sink: ByteSink
  private readonly gathered = new Uint8Array(GATHER_BYTES)
  private gatheredBytes = 0

  constructor(sink: ByteSink) {
    this.sink = sink
  }

  async write(piece: Uint8Array): Promise<void> {
    this.bytes += piece.length
    if (this.gatheredBytes + piece.length > GATHER_BYTES) await this.flush()
    if (piece.length > GATHER_BYTES) return this.sink.write(piece)
    this.gathered.set(piece, this.gatheredBytes)
    this.gatheredBytes += piece.length
  }

  async flush(): Promise<void> {
    if (this.gatheredBytes > 0) await this.sink.write(this.gathered.subarray(0, this.gatheredBytes))
    this.gatheredBytes = 0
  }
}

class IpcWriter implements ArrowWriter {
  private readonly kind: ArrowKind
  private readonly schema: Schema
  private readonly sink: CountedSink
  private readonly dictionaries = new DictionaryWriter()
  private readonly dictionaryBlocks: FileBlock[] = []
  private readonly batchBlocks: FileBlock[] = []
  private started = false
  private rows = 0

  constructor(kind: ArrowKind, schema: Schema, sink: ByteSink) {
    this.kind = kind
    this.schema = withOwnDictionaryIds(schema)
    this.sink = new CountedSink(sink)
  }

  private async start(): Promise<void> {
    if (this.started) return
    this.started = true
    if (this.kind === 'arrow') {
      await this.sink.write(MAGIC)
      await this.sink.write(padding.subarray(0, 2))
    }
    await this.sink.write(encodeSchema(this.schema))
  }

  private async message(metadata: Uint8Array, batch: AssembledBatch, blocks: FileBlock[]): Promise<void> {
    blocks.push(new FileBlock(metadata.length, batch.bodyLength, this.sink.bytes))
    await this.sink.write(metadata)
    for (const buffer of batch.buffers) {
      await this.sink.write(buffer)
      await this.sink.write(padding.subarray(0, -buffer.length & 7))
    }
  }

  async write(batch: RecordBatch): Promise<void> {
    if (!sameFields(batch.schema.fields, this.schema.fields)) {
      const message = `a batch has the columns ${schemaText(batch.schema)}, expected ${schemaText(this.schema)}`
      throw new EngineError('argument/invalid', message)
    }
    await this.start()
    const { columns, chunks } = this.dictionaries.add(batch.data.children)
    for (const { id, isDelta, values } of chunks) {
      const assembled = assembleColumns([values], values.length)
      await this.message(encodeDictionary(assembled, id, isDelta), assembled, this.dictionaryBlocks)
    }
    const assembled = assembleColumns(columns, batch.numRows)
    await this.message(encodeBatch(assembled), assembled, this.batchBlocks)
    this.rows += batch.numRows
  }

  async close(): Promise<{ bytes: number; rows: number }> {
    await this.start()
    await this.sink.write(END_OF_STREAM)
    if (this.kind === 'arrow') {
      const footer = Footer.encode(new Footer(this.schema, MetadataVersion.V5, this.batchBlocks, this.dictionaryBlocks))
      await this.sink.write(footer)
      await this.sink.write(new Uint8Array(Int32Array.of(footer.length).buffer))
      await this.sink.write(MAGIC)
    }
    await this.sink.flush()
    return { bytes: this.sink.bytes, rows: this.rows }
  }
}

/**
 * Writes batches as Arrow IPC, one at a time: memory holds a batch and the dictionaries. The same batches give the
 * same bytes. Batches that come with different dictionaries are brought onto one, which grows by deltas.
 */
export function writeArrow(kind: ArrowKind, schema: Schema, sink: ByteSink): ArrowWriter {
  return new IpcWriter(kind, schema, sink)
}
