/** What can be written, in the names of the command line. A TSV is CSV with tabs; Feather an Arrow file by another name. */
export const EXPORT_FORMATS = [
  'arrow',
  'arrow-stream',
  'feather',
  'parquet',
  'jsonl',
  'csv',
  'tsv',
  'text',
  'hf_dataset',
] as const
export type ExportFormat = (typeof EXPORT_FORMATS)[number]

/** Around a whole file, told by a further suffix: `.gz`, `.zst`. */
export type FileCompression = 'gzip' | 'zstd'

/** Inside a file: of Arrow's buffers (`lz4` is LZ4 frames) or of Parquet's pages (`lz4` is LZ4_RAW). */
export type Codec = 'none' | 'snappy' | 'gzip' | 'lz4' | 'zstd'

/** The codecs a format can have inside; the first is the usual one. `load_from_disk` reads more, other readers do not. */
export const CODECS: Readonly<Record<ExportFormat, readonly Codec[]>> = {
  arrow: ['none', 'lz4', 'zstd'],
  'arrow-stream': ['none', 'lz4', 'zstd'],
  feather: ['lz4', 'zstd', 'none'],
  parquet: ['zstd', 'snappy', 'gzip', 'lz4', 'none'],
  jsonl: ['none'],
  csv: ['none'],
  tsv: ['none'],
  text: ['none'],
  hf_dataset: ['none'],
}

/** Several files instead of one: by rows, by bytes of a file (about: a file ends where a batch or row group ends), by count. */
export type ShardSize = { by: 'rows'; rows: number } | { by: 'bytes'; bytes: number } | { by: 'count'; count: number }

/** How a dataset is written; plain data that stands in a manifest and gives the same bytes each time. */
export interface ExportOptions {
  format: ExportFormat
  /** Null for none. Not for `hf_dataset`. */
  compression: FileCompression | null
  /** One of `CODECS[format]`. */
  codec: Codec
  /** Parquet: most rows of a row group; null: as many as fit the usual budget of bytes. */
  rowGroupRows: number | null
  /** Null: one file (`hf_dataset`: shards as `save_to_disk` makes them by default). */
  shardSize: ShardSize | null
  /** Lists, structs and maps in CSV, TSV and text: refused with the reason, or written as JSON. */
  nested: 'refuse' | 'json'
  /** CSV, TSV: whether the first line names the columns. */
  header: boolean
  /** `hf_dataset`: the integer types and columns that `datasets` makes itself, or those Axolotl's prepared data have. */
  preset: 'datasets' | 'axolotl' | null
}

/** Whether what is written is a folder of files, and not one file. */
export function makesFolder({ format, shardSize }: ExportOptions): boolean {
  return format === 'hf_dataset' || shardSize !== null
}

/** The options of a format where nothing else is said. */
export function usualExportOptions(format: ExportFormat): ExportOptions {
  return {
    format,
    compression: null,
    codec: CODECS[format][0] as Codec,
    rowGroupRows: null,
    shardSize: null,
    nested: 'refuse',
    header: true,
    preset: format === 'hf_dataset' ? 'datasets' : null,
  }
}
