export const QUOTE = 0x22
export const NEWLINE = 0x0a

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

/**
 * Offset of the first quote that counting quotes would take for an opening one although it is not at the start of a
 * field, or -1. Up to there, a byte is inside quotes exactly when an odd number of quotes stands before it.
 */
export function findStrayQuote(bytes: Uint8Array, delimiter: number, state: CsvState): number {
  let quoted = state === IN_QUOTES
  let at = bytes.indexOf(QUOTE)
  while (at >= 0) {
    if (!quoted && !mayOpen(bytes, at, delimiter, state)) return at
    quoted = !quoted
    at = nextQuote(bytes, at + 1)
  }
  return -1
}

function mayOpen(bytes: Uint8Array, at: number, delimiter: number, state: CsvState): boolean {
  if (at === 0) return state !== IN_PLAIN_FIELD
  const before = bytes[at - 1]
  return before === delimiter || before === NEWLINE || before === QUOTE
}

/** `indexOf`, without its cost where quotes are close to each other. */
function nextQuote(bytes: Uint8Array, from: number): number {
  const near = Math.min(from + 32, bytes.length)
  for (let i = from; i < near; i++) if (bytes[i] === QUOTE) return i
  return bytes.indexOf(QUOTE, near)
}

/** The state behind the last of some bytes in which `findStrayQuote` found none. */
export function stateBehind(bytes: Uint8Array, delimiter: number, inQuotes: boolean): CsvState {
  if (inQuotes) return IN_QUOTES
  const last = bytes[bytes.length - 1]
  if (last === QUOTE) return BEHIND_QUOTE
  return last === delimiter || last === NEWLINE ? AT_FIELD_START : IN_PLAIN_FIELD
}
