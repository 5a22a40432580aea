/** Names of what this build reads, in the order of fast-axolotl's `list_supported_formats` (axolotl-semantics §1.3). */
export const supportedFormats: readonly string[] = ['parquet', 'arrow', 'csv', 'jsonl']
