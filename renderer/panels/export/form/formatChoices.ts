import type { Codec, ExportFormat, ExportOptions, FileCompression } from '../../../../core/export/exportOptions.ts'

interface FormatChoice {
  value: ExportFormat
  label: string
  /** Suffix, what it is, who reads it. */
  hint: string
}

/** In the order they are offered. */
export const FORMAT_CHOICES: readonly FormatChoice[] = [
  { value: 'arrow', label: 'Arrow file', hint: '.arrow · random access; pyarrow.ipc.open_file, polars.read_ipc' },
  { value: 'arrow-stream', label: 'Arrow stream', hint: '.arrows · read front to back; datasets.Dataset.from_file' },
  { value: 'feather', label: 'Feather', hint: '.feather · an Arrow file, compressed inside; pandas.read_feather' },
  { value: 'parquet', label: 'Parquet', hint: '.parquet · compressed columns; every data tool' },
  { value: 'jsonl', label: 'JSONL', hint: '.jsonl · one JSON object a line; datasets, Axolotl, jq' },
  { value: 'csv', label: 'CSV', hint: '.csv · commas, quotes as in RFC 4180; spreadsheets' },
  { value: 'tsv', label: 'TSV', hint: '.tsv · the same with tabs' },
  { value: 'text', label: 'Text', hint: '.txt · one column, one row a line' },
  { value: 'hf_dataset', label: 'Hugging Face', hint: 'folder · datasets.load_from_disk, Axolotl' },
]

export const CODEC_NAMES: Readonly<Record<Codec, string>> = {
  none: 'none',
  snappy: 'Snappy',
  gzip: 'gzip',
  lz4: 'LZ4',
  zstd: 'Zstandard',
}

/** What is around the whole file, by the suffix it adds. */
export type Around = FileCompression | 'none'
export const AROUNDS: readonly Around[] = ['none', 'gzip', 'zstd']
export const AROUND_NAMES: Readonly<Record<Around, string>> = {
  none: 'none',
  gzip: 'gzip (.gz)',
  zstd: 'Zstandard (.zst)',
}

export const PRESETS = ['datasets', 'axolotl'] as const
export type Preset = NonNullable<ExportOptions['preset']>
export const PRESET_NAMES: Readonly<Record<Preset, string>> = { datasets: 'for datasets', axolotl: 'for Axolotl' }
export const PRESET_HINTS: Readonly<Record<Preset, string>> = {
  datasets: 'columns keep their types',
  axolotl: 'integers as in its prepared data: input_ids int32, attention_mask int8, labels int64',
}

export function formatLabel(format: ExportFormat): string {
  return FORMAT_CHOICES.find(({ value }) => value === format)?.label ?? format
}

/** Formats of lines, where lists and structs need to be written as something else. */
export function isFlat(format: ExportFormat): boolean {
  return format === 'csv' || format === 'tsv' || format === 'text'
}

export function hasHeader(format: ExportFormat): boolean {
  return format === 'csv' || format === 'tsv'
}
