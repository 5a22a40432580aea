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

/** Flags for `RecordFormat.blank`. */
export function byteFlags(...flagged: number[]): Uint8Array {
  const flags = new Uint8Array(256)
  for (const byte of flagged) flags[byte] = 1
  return flags
}
