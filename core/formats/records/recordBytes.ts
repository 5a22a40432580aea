import type { RecordExtent } from './recordFormat.ts'

const CARRIAGE_RETURN = 0x0d

/** Whether `bytes[start, end)` holds nothing but bytes flagged in `blank`. */
export function isBlank(bytes: Uint8Array, start: number, end: number, blank: Uint8Array): boolean {
  for (let i = start; i < end; i++) if (blank[bytes[i]!] === 0) return false
  return true
}

/** The end of a record whose newline is at `newline` (or which ends there without one): a CR before it is left out. */
export function trimTerminator(bytes: Uint8Array, start: number, newline: number): number {
  return newline > start && bytes[newline - 1] === CARRIAGE_RETURN ? newline - 1 : newline
}

/**
 * Whether there is a row from `at` to the terminator at `end`. A newline that is no blank makes a row of an empty line; a
 * separator makes none of what is empty before it.
 */
export function holdsRecord(
  bytes: Uint8Array,
  at: number,
  end: number,
  extent: RecordExtent,
  blank: Uint8Array,
): boolean {
  return (blank[bytes[at]!] === 0 && (at < end || extent !== 'separated')) || !isBlank(bytes, at, end, blank)
}

/**
 * Where a record ends whose last byte, its terminator included, is the one before `end`.
 * @param terminated false for a last record that the end of the source ends
 */
export function recordEnd(
  bytes: Uint8Array,
  start: number,
  end: number,
  extent: RecordExtent,
  blank: Uint8Array,
  terminated: boolean,
): number {
  if (extent === 'lines') return trimTerminator(bytes, start, terminated ? end - 1 : end)
  let at = terminated && extent === 'separated' ? end - 1 : end
  while (at > start && blank[bytes[at - 1]!] !== 0) at--
  return at
}

/** Where a record starts that begins at `start` or behind blanks there. */
export function recordStart(
  bytes: Uint8Array,
  start: number,
  end: number,
  extent: RecordExtent,
  blank: Uint8Array,
): number {
  if (extent === 'lines') return start
  let at = start
  while (at < end && blank[bytes[at]!] !== 0) at++
  return at
}

/** Flags for `RecordFormat.blank`. */
export function byteFlags(...flagged: number[]): Uint8Array {
  const flags = new Uint8Array(256)
  for (const byte of flagged) flags[byte] = 1
  return flags
}
