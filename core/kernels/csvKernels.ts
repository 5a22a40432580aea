/**
 * Where in a record a byte stands, by the rules of Python's `csv.reader`: a quote opens only at the start of a field,
 * two quotes inside quotes are one, and whatever follows a closing quote is plain text.
 */
export const AT_FIELD_START = 0
export const IN_PLAIN_FIELD = 1
export const IN_QUOTES = 2
/** Behind a quote inside quotes: it closed the field, unless another one follows. */
export const BEHIND_QUOTE = 3

export type CsvState = typeof AT_FIELD_START | typeof IN_PLAIN_FIELD | typeof IN_QUOTES | typeof BEHIND_QUOTE

export interface CsvCut {
  /** How many ends were found. Where that is all there was room for, nothing behind the last one was looked at. */
  count: number
  /** Behind the last byte that was looked at. */
  state: CsvState
  /** Offset of the quote that opened the field the bytes end in; -1 where it opened before them, or none did. */
  openAt: number
}

/** The inner loops of CSV. The implementation in TypeScript is the oracle and the fallback of the one in WASM. */
export interface CsvKernels {
  /**
   * Offsets of the last bytes of the terminators (LF, CRLF, CR outside quotes) that end records, ascending, into `ends`.
   * A CRLF may count as two, with an empty record between: which of them do is up to the implementation.
   * @param delimiter one ASCII byte
   * @param state where the first byte stands
   */
  cut(bytes: Uint8Array, delimiter: number, state: CsvState, ends: Uint32Array): CsvCut
  /** Reads columns at once; null: records are read one by one. */
  readonly window: CsvWindow | null
}

/**
 * A window over consecutive records of a block, divided into fields, from which columns are read at once. Rows count from
 * the first of the window. What a call leaves in `data`, `offsets`, `validity` is valid until the next call.
 */
export interface CsvWindow {
  /** The one who loaded what the window holds; null: nobody. Others may load between two calls. */
  readonly owner: object | null
  /** Bytes a window holds at most: a larger record is not read here. */
  readonly maxBytes: number
  /**
   * Loads records `[from, to)` as far as they fit and divides them.
   * @param starts with `ends`: the n-th record is `bytes[starts[n], ends[n])`; quotes are closed at the end of each
   * @returns how many were loaded
   */
  load(
    owner: object,
    records: { bytes: Uint8Array; starts: Uint32Array; ends: Uint32Array },
    from: number,
    to: number,
    options: { delimiter: number; numColumns: number },
  ): number
  /**
   * The end of the rows from `from` on that can be read here, at most `to`: without stray quotes, text behind closing
   * quotes, malformed UTF-8, and with as many fields as there are columns.
   */
  faultlessEnd(from: number, to: number): number
  /** Bytes, or values of 8 bytes, or bits of booleans. */
  readonly data: Uint8Array<ArrayBuffer>
  /** `data` as doubles. */
  readonly floats: Float64Array<ArrayBuffer>
  /** `data` as halves of 64-bit integers, low first. */
  readonly halves: Int32Array<ArrayBuffer>
  /** Of texts in `data`, the first 0. */
  readonly offsets: Int32Array<ArrayBuffer>
  /** Bits of the values that are not null. */
  readonly validity: Uint8Array<ArrayBuffer>
  readonly nullCount: number
  /** Text of rows `[from, to)`. @returns its bytes */
  readText(column: number, from: number, to: number): number
  /** The others return the first row that does not fit the column, `to` where all do. */
  readIntegers(column: number, from: number, to: number): number
  readFloats(column: number, from: number, to: number): number
  readBooleans(column: number, from: number, to: number): number
  skipNulls(column: number, from: number, to: number): number
  /** @returns the first row that has to be looked at elsewhere, and the `KIND_*` of those before */
  seeKinds(column: number, from: number, to: number): { end: number; kinds: number }
}
