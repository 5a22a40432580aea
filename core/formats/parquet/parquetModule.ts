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
  columns?: string[]
  concurrency?: number
}
export interface ParquetFileHandle {
  metadata(): ParquetMetadataHandle
  schema(): { intoIPCStream(): Uint8Array }
  read(options?: ParquetReadOptions): Promise<{ intoIPCStream(): Uint8Array; free(): void }>
  free(): void
}
export interface ParquetMetadataHandle {
  fileMetadata(): { numRows(): number; createdBy(): string | undefined }
  numRowGroups(): number
  rowGroup(index: number): {
    numRows(): number
    numColumns(): number
    totalByteSize(): number
    column(index: number): { columnPath(): string[]; compressedSize(): number; uncompressedSize(): number }
  }
}
