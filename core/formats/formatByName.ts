import type { Compression, Format } from './format.ts'

/** What a file's name says of its content. */
export interface NamedFormat {
  format: Format
  /** The suffix that says so, as people know it: `.jsonl`. */
  suffix: string
  /** CSV field separator that the suffix implies. */
  delimiter?: string
}

/** Suffixes as fast-axolotl knows them, and the usual ones it does not know. */
const suffixes: Readonly<Record<string, Omit<NamedFormat, 'suffix'>>> = {
  '.parquet': { format: 'parquet' },
  '.pq': { format: 'parquet' },
  '.arrow': { format: 'arrow' },
  '.arrows': { format: 'arrow' },
  '.ipc': { format: 'arrow' },
  '.feather': { format: 'feather' },
  '.csv': { format: 'csv' },
  '.tsv': { format: 'csv', delimiter: '\t' },
  '.tab': { format: 'csv', delimiter: '\t' },
  '.jsonl': { format: 'jsonl' },
  '.ndjson': { format: 'jsonl' },
  '.json': { format: 'json' },
  '.txt': { format: 'text' },
  '.text': { format: 'text' },
}

const COMPRESSION_SUFFIX = /\.(gz|gzip|zst|zstd)$/

/** The compression a name's last suffix stands for; null for all other names. */
export function compressionByName(name: string): Compression | null {
  const suffix = COMPRESSION_SUFFIX.exec(name.toLowerCase())?.[1]
  if (suffix === undefined) return null
  return suffix.startsWith('gz') ? 'gzip' : 'zstd'
}

/** The format a name's suffix stands for, a suffix of compression passed over; null for all other names. */
export function formatByName(name: string): NamedFormat | null {
  const base = name.toLowerCase().replace(COMPRESSION_SUFFIX, '')
  const suffix = base.slice(base.lastIndexOf('.'))
  const named = Object.hasOwn(suffixes, suffix) ? suffixes[suffix] : undefined
  return named ? { ...named, suffix } : null
}
