import type { Issue } from '../issues.ts'

/**
 * What a dataset is inside, in fast-axolotl's names. `arrow` is an IPC file or stream; `feather` an IPC file whose name
 * says Feather (version 2 is nothing else).
 */
export type Format = 'parquet' | 'arrow' | 'feather' | 'csv' | 'json' | 'jsonl' | 'text' | 'hf_dataset'

/** Whether rows of a format are records of text, which take their types from what all of them hold. */
export function isTextFormat(format: Format): boolean {
  return format === 'json' || format === 'jsonl' || format === 'csv' || format === 'text'
}

/** How the file is wrapped. */
export type Compression = 'zstd' | 'gzip'

export interface Detection {
  format: Format
  compression: Compression | null
  by: 'name' | 'content' | 'directory'
  /** Format-specific findings: the CSV delimiter. */
  options: FormatOptions
  /** Why, in one sentence a user can read. */
  reason: string
  /** What a user should know of it: a name that promises something else. About no row in particular. */
  issues: readonly Issue[]
}

export interface FormatOptions {
  /** CSV field separator, one ASCII character. */
  delimiter?: string
  /** Whether the first record of a CSV holds the column names; absent: whether it looks like it. */
  header?: boolean
}
