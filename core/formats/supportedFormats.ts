/** The names fast-axolotl's `list_supported_formats` gives, in its order. */
const FAST_AXOLOTL = [
  ...['parquet', 'arrow', 'feather', 'csv', 'json', 'jsonl', 'text'],
  ...['parquet.zst', 'parquet.gz', 'arrow.zst', 'arrow.gz', 'json.zst', 'json.gz', 'jsonl.zst', 'jsonl.gz'],
  ...['csv.zst', 'csv.gz', 'text.zst', 'text.gz', 'hf_dataset'],
]

/** What can be read beyond those. */
const OURS = ['tsv', 'tsv.zst', 'tsv.gz', 'feather.zst', 'feather.gz']

/** Names of the formats that can be read: those of fast-axolotl in its order, then ours. */
export const supportedFormats: readonly string[] = [...FAST_AXOLOTL, ...OURS]

/** What can be opened, for messages. */
export const OPENABLE = 'Parquet, Arrow (Feather), CSV, TSV, JSON, JSON Lines and plain text (.txt)'
