import type { BlobSlices } from './sourceBlob.ts'

/** The part of parquet-wasm this project uses, injected so that core needs to know nothing of how WASM is loaded. */
export interface ParquetModule {
  ParquetFile: { fromFile(file: BlobSlices): Promise<ParquetFileHandle> }
}
export interface ParquetReadOptions {
  batchSize?: number
  rowGroups?: number[]
  limit?: number
  offset?: number
  /** Dotted paths of columns; a name also selects every path below it, so `a` selects a column called `a.b` too. */
  columns?: string[]
}
/** Data in WASM memory. `intoIPCStream` hands it over as Arrow IPC bytes and frees it. */
export interface ParquetData {
  intoIPCStream(): Uint8Array
}
export interface ParquetFileHandle {
  metadata(): ParquetMetadataHandle
  schema(): ParquetData
  read(options?: ParquetReadOptions): Promise<ParquetData>
  /** One item per record batch. With several row groups `offset` is applied to each, so one is asked for at a time. */
  stream(options?: ParquetReadOptions): Promise<ParquetStream>
  free(): void
}
/** The part of `ReadableStream` that is used. */
export interface ParquetStream {
  getReader(): {
    read(): Promise<{ done: boolean; value?: ParquetData }>
    cancel(): Promise<void>
  }
}
export interface ParquetMetadataHandle {
  fileMetadata(): { numRows(): number; createdBy(): string | undefined }
  numRowGroups(): number
  rowGroup(index: number): ParquetRowGroupHandle
}
export interface ParquetRowGroupHandle {
  numRows(): number
  numColumns(): number
  totalByteSize(): number
  column(index: number): { columnPath(): string[]; compressedSize(): number; uncompressedSize(): number }
}
