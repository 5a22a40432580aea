/** Names of the formats this build reads, in the order of fast-axolotl's `list_supported_formats`. */
export const supportedFormats: readonly string[] = ['parquet', 'arrow', 'feather', 'csv', 'json', 'jsonl', 'text']

/** What can be opened, for messages. */
export const OPENABLE = 'Parquet, Arrow (Feather), CSV, TSV, JSON, JSON Lines and plain text (.txt)'
