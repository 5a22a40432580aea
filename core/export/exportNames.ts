import type { ExportFormat, FileCompression } from './exportOptions.ts'

/** How names of files of a format end; a folder's name ends as it likes. */
export const FORMAT_SUFFIX: Readonly<Record<ExportFormat, string>> = {
  arrow: '.arrow',
  'arrow-stream': '.arrows',
  feather: '.feather',
  parquet: '.parquet',
  jsonl: '.jsonl',
  csv: '.csv',
  tsv: '.tsv',
  text: '.txt',
  hf_dataset: '',
}

export const COMPRESSION_SUFFIX: Readonly<Record<FileCompression, string>> = { gzip: '.gz', zstd: '.zst' }

const BY_SUFFIX: Readonly<Record<string, ExportFormat>> = {
  arrow: 'arrow',
  ipc: 'arrow',
  arrows: 'arrow-stream',
  feather: 'feather',
  parquet: 'parquet',
  jsonl: 'jsonl',
  ndjson: 'jsonl',
  csv: 'csv',
  tsv: 'tsv',
  txt: 'text',
}

const COMPRESSIONS: Readonly<Record<string, FileCompression>> = {
  gz: 'gzip',
  gzip: 'gzip',
  zst: 'zstd',
  zstd: 'zstd',
}

/** What the end of a name says is to be written; `suffix` is the one it went by, lower case, without the dot. */
export interface NamedFormat {
  /** Null: it says nothing, or what cannot be written. */
  format: ExportFormat | null
  compression: FileCompression | null
  suffix: string
}

/** The format by the suffix of a file name or path: `a.csv.gz` is CSV in gzip. */
export function formatByName(name: string): NamedFormat {
  const words = (name.split(/[\\/]/).pop() as string).split('.').slice(1)
  const last = words.at(-1)?.toLowerCase() ?? ''
  const compression = Object.hasOwn(COMPRESSIONS, last) ? (COMPRESSIONS[last] as FileCompression) : null
  const suffix = (compression ? words.at(-2)?.toLowerCase() : last) ?? ''
  const format = Object.hasOwn(BY_SUFFIX, suffix) ? (BY_SUFFIX[suffix] as ExportFormat) : null
  return { format, compression, suffix }
}
