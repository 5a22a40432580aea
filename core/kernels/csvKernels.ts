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
}
