import type { RecordBatch, Schema } from 'apache-arrow'
import type { Encoders } from '../../compression/encoders.ts'
import type { PageEncoder } from '../../kernels/pageEncoder.ts'
import type { TextKernel } from '../../kernels/textKernel.ts'
import type { ExportOptions } from '../exportOptions.ts'
import type { LostValues } from './lostValues.ts'

/**
 * What encoding a format may use. Bytes must not depend on it: where something is missing, the format throws a coded error
 * or computes the same without.
 */
export interface EncodeMeans {
  /** Compressors; null where they do not run. */
  encoders: Encoders | null
  /** Writes JSON Lines and CSV; null or missing: they are written without, more slowly. */
  text?: TextKernel | null
  /** The loops that write Parquet pages; without them they are the slower ones in TypeScript. */
  pageEncoder?: PageEncoder
}

/** What a file learns of one chunk of its rows: clonable, as chunks are encoded in workers. */
export interface ChunkFacts {
  rows: number
  /** Bytes of the chunk as the format wrote them, before the whole file is compressed. */
  plainBytes: number
  /** The format's own: places of batches, a row group's metadata. Offsets are from the start of the chunk. */
  details: unknown
  /** Values that stand for less in the file than they were: to be told as issues (`lossIssue`). Missing: none. */
  lost?: readonly LostValues[]
}

export interface EncodedChunk extends ChunkFacts {
  /** To be written one after the other, as they are. Each has a buffer of its own, so that it can be transferred. */
  pieces: Uint8Array<ArrayBuffer>[]
}

/**
 * A format to write, in two halves: chunks of rows are encoded anywhere, in any order; a file is put together from them
 * in row order by one thread. Neither looks at a clock, a locale or a number of workers: the same rows in the same chunks
 * are the same bytes.
 */
export interface TableFormat {
  /**
   * Whether the format can hold these columns.
   *
   * @throws EngineError `format/unsupported` with the column in `details.feature` and the reason in words
   */
  check(schema: Schema, options: ExportOptions): void
  /**
   * Most rows and bytes (of Arrow buffers) of one chunk: a record batch, a row group, a part of a text. The caller cuts
   * rows into chunks the same way whatever batches they come in.
   */
  chunkLimits(schema: Schema, options: ExportOptions): { rows: number; bytes: number }
  /**
   * Whether chunks of such columns depend on those before (dictionaries that grow): then one encoder must be given every
   * chunk of a file, in order.
   */
  isOrdered(schema: Schema, options: ExportOptions): boolean
  createEncoder(schema: Schema, options: ExportOptions, means: EncodeMeans): ChunkEncoder
  createAssembler(schema: Schema, options: ExportOptions): FileAssembler
}

export interface ChunkEncoder {
  /**
   * @param batches of the encoder's schema, together within `chunkLimits`; at least one row
   * @throws EngineError `format/unsupported` for values the format cannot hold, with the row inside the chunk in
   * `details.row`; `limit/exceeded`
   */
  encode(batches: readonly RecordBatch[]): EncodedChunk
}

/** One file. Its bytes are `start()`, the pieces of every chunk, `end()`; nothing in between. */
export interface FileAssembler {
  start(): Uint8Array<ArrayBuffer>
  /** Told of every chunk, in order. @throws EngineError `format/unsupported` for what cannot stand where it would */
  add(chunk: ChunkFacts): void
  /** Call once, last. @throws EngineError `limit/exceeded` for more than the format can count */
  end(): Uint8Array<ArrayBuffer>
}
