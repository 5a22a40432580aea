import type { Schema } from 'apache-arrow'
import type { Encoders } from '../../compression/encoders.ts'
import type { RowChunk } from '../chunks/chunkCutter.ts'
import { type EncodedRows, encodeRows } from '../encoding/encodeRows.ts'
import type { ChunkEncoder, EncodedChunk, TableFormat } from '../encoding/tableFormat.ts'
import type { ExportOptions } from '../exportOptions.ts'
import type { OutputBelow } from '../output/outputBelow.ts'
import { FileWriter, type StreamHash, type WrittenFile } from './fileWriter.ts'
import { shardName } from './shardRanges.ts'

export interface SeriesMeans {
  output: OutputBelow
  encoders: Encoders | null
  createHash(): Promise<StreamHash>
}

/** The files of one export, written one after the other. */
export class FileSeries {
  readonly #format: TableFormat
  readonly #schema: Schema
  readonly #options: ExportOptions
  readonly #maxBytes: number
  /** Files there will be; 0 where that is not known before the last one. */
  readonly #expected: number
  readonly #means: SeriesMeans
  readonly #files: WrittenFile[] = []
  #writer: FileWriter | null = null
  /** Of formats whose chunks depend on those before. */
  #encoder: ChunkEncoder | null = null
  #bytesBefore = 0

  /**
   * @param ends `bytes`: a file is ended before the chunk that would take it over these, a single chunk may do so;
   * `count`: how many files there will be, where that is known
   */
  constructor(
    format: TableFormat,
    schema: Schema,
    options: ExportOptions,
    means: SeriesMeans,
    ends: { bytes?: number; count?: number } = {},
  ) {
    this.#format = format
    this.#schema = schema
    this.#options = options
    this.#means = means
    this.#maxBytes = ends.bytes ?? Number.POSITIVE_INFINITY
    this.#expected = ends.count ?? 0
  }

  /** Bytes of all files so far. */
  get bytes(): number {
    return this.#bytesBefore + (this.#writer?.bytes ?? 0)
  }

  /** Appends an encoded chunk. @throws EngineError `sink/*`, `compression/unsupported` */
  async add(chunk: EncodedChunk): Promise<void> {
    if (this.#overflows(chunk)) await this.endFile()
    await (await this.#current()).add(chunk)
  }

  /**
   * Encodes a chunk with the encoder of the file it goes to, and appends it: for formats whose chunks depend on those
   * before.
   * @throws what the format and the sink throw
   */
  async addRows(rows: RowChunk): Promise<EncodedRows> {
    let encoded = this.#encode(rows)
    if (encoded.chunk && this.#overflows(encoded.chunk)) {
      await this.endFile()
      encoded = this.#encode(rows)
    }
    if (encoded.chunk) await (await this.#current()).add(encoded.chunk)
    return encoded
  }

  /** Ends the file under way; the next chunk starts another one. A file that was not begun is empty. */
  async endFile(): Promise<void> {
    const { rows, bytes, sha256 } = await (await this.#current()).close()
    this.#writer = null
    this.#encoder = null
    this.#bytesBefore += bytes
    this.#files.push({ name: this.#nameNow(this.#files.length), rows, bytes, sha256 })
  }

  /** Ends the last file where one is under way, or was never begun, and gives all their names. */
  async finish(): Promise<WrittenFile[]> {
    if (this.#writer || this.#files.length === 0) await this.endFile()
    const count = this.#files.length
    for (const [index, file] of this.#files.entries()) {
      const name = shardName(this.#options, index, count)
      if (name !== file.name) await this.#means.output.rename(file.name, name)
      file.name = name
    }
    return this.#files
  }

  #nameNow(index: number): string {
    return shardName(this.#options, index, this.#expected)
  }

  #overflows(chunk: EncodedChunk): boolean {
    const bytes = chunk.pieces.reduce((sum, piece) => sum + piece.length, 0)
    return this.#writer !== null && this.#writer.rows > 0 && this.#writer.bytes + bytes > this.#maxBytes
  }

  #encode(rows: RowChunk): EncodedRows {
    const { encoders } = this.#means
    this.#encoder ??= this.#format.createEncoder(this.#schema, this.#options, { encoders })
    return encodeRows(rows, this.#encoder, this.#options.compression, encoders)
  }

  async #current(): Promise<FileWriter> {
    if (this.#writer) return this.#writer
    const { output, encoders, createHash } = this.#means
    const file = await output.create(this.#nameNow(this.#files.length))
    const assembler = this.#format.createAssembler(this.#schema, this.#options)
    this.#writer = new FileWriter(file, assembler, await createHash(), this.#options.compression, encoders)
    await this.#writer.start()
    return this.#writer
  }
}
