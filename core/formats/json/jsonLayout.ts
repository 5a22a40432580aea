/** How a JSON text holds rows. */
export interface JsonLayout {
  /** `array`: the elements of one array; `values`: whole values, one after the other. */
  kind: 'array' | 'values'
  /** Offset behind the opening bracket, or of the first value. */
  dataStart: number
  /** The key whose array holds the rows; null where the array is all there is. */
  key: string | null
  /** What the first row is: an object, or a value that becomes a column of its own. */
  rows: 'objects' | 'texts' | 'others'
  /** The first byte of the first row. */
  opener: number
  /** Whitespace before the first row on its line; null when it does not begin a line. */
  indent: number | null
}

/** Name of the column of rows that are no objects. Hugging Face `datasets` calls a list of strings so, too. */
export function valueColumn(layout: JsonLayout): string {
  return layout.rows === 'texts' ? 'text' : 'value'
}

/** What the rows are, for people. */
export function layoutText({ kind, key }: JsonLayout): string {
  if (kind === 'values') return 'a JSON document'
  return key === null ? 'one JSON array' : `a JSON document whose rows are in ${JSON.stringify(key)}`
}
