import {
  AT_FIELD_START,
  BEHIND_QUOTE,
  type CsvCut,
  type CsvKernels,
  type CsvState,
  IN_PLAIN_FIELD,
  IN_QUOTES,
} from '../../kernels/csvKernels.ts'

export const QUOTE = 0x22
export const NEWLINE = 0x0a
export const CARRIAGE_RETURN = 0x0d

/** The kernels of CSV in plain TypeScript: byte by byte, state by state. */
export const scalarCsvKernels: CsvKernels = { cut, window: null }

function cut(bytes: Uint8Array, delimiter: number, from: CsvState, ends: Uint32Array): CsvCut {
  let count = 0
  let state: CsvState = from
  let openAt = -1
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]!
    if (state === IN_QUOTES) {
      if (byte === QUOTE) state = BEHIND_QUOTE
    } else if (byte === NEWLINE || byte === CARRIAGE_RETURN) {
      state = AT_FIELD_START
      if (byte === CARRIAGE_RETURN && bytes[i + 1] === NEWLINE) continue
      ends[count++] = i
      if (count === ends.length) break
    } else if (byte === delimiter) state = AT_FIELD_START
    else if (byte !== QUOTE || state === IN_PLAIN_FIELD) state = IN_PLAIN_FIELD
    else {
      if (state === AT_FIELD_START) openAt = i
      state = IN_QUOTES
    }
  }
  return { count, state, openAt: state === IN_QUOTES || state === BEHIND_QUOTE ? openAt : -1 }
}
