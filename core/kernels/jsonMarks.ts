/** Where a search for marks stands; changed by it. */
export interface JsonMarkState {
  /** Inside a string, and whether the next byte follows a backslash. */
  inString: boolean
  escaped: boolean
  /** Lists and objects that are open. */
  depth: number
}

/** Where a search stopped: `out` holds `count` marks, and the bytes before `next` were looked at. */
export interface JsonMarks {
  count: number
  next: number
}

/**
 * Finds the marks that tell where the elements of JSON text end: every bracket and brace outside strings, every comma
 * outside strings at depth `commaDepth` (-1: none), and every newline inside a string, which no string may have: the
 * string is taken to end there. A backslash takes its meaning from the byte behind it wherever it stands.
 * A search may stop before the end of the bytes when fewer than 64 places of `out` are left.
 */
export type FindJsonMarks = (
  bytes: Uint8Array,
  from: number,
  commaDepth: number,
  state: JsonMarkState,
  out: Uint32Array,
) => JsonMarks

const NEWLINE = 0x0a
const QUOTE = 0x22
const COMMA = 0x2c
const BACKSLASH = 0x5c

/** The search in plain TypeScript: oracle of the one in WASM, and the fallback. */
export const findJsonMarks: FindJsonMarks = (bytes, from, commaDepth, state, out) => {
  let { inString, escaped, depth } = state
  let count = 0
  let at = from
  for (; at < bytes.length && count < out.length; at++) {
    const byte = bytes[at]!
    const wasEscaped = escaped
    escaped = byte === BACKSLASH && !wasEscaped
    if (byte === QUOTE) {
      if (!wasEscaped) inString = !inString
    } else if (inString) {
      if (byte !== NEWLINE) continue
      inString = false
      out[count++] = at
    } else if (byte === COMMA) {
      if (depth === commaDepth) out[count++] = at
    } else if ((byte | 0x20) === 0x7b) {
      depth++
      out[count++] = at
    } else if ((byte | 0x20) === 0x7d) {
      depth--
      out[count++] = at
    }
  }
  state.inString = inString
  state.escaped = escaped
  state.depth = depth
  return { count, next: at }
}
