/**
 * Finds a run of bytes, by Horspool's rule: the byte under the end of the needle says how far it may be moved.
 * @param needle at least one byte
 * @returns gives the offset of the first place where it stands; -1: nowhere
 */
export function byteFinder(needle: Uint8Array): (bytes: Uint8Array) => number {
  const { length } = needle
  const last = needle[length - 1] as number
  if (length === 1) return (bytes) => bytes.indexOf(last)
  const moves = new Int32Array(256).fill(length)
  for (let i = 0; i < length - 1; i++) moves[needle[i] as number] = length - 1 - i
  return (bytes) => {
    for (let end = length - 1; end < bytes.length; ) {
      const byte = bytes[end] as number
      if (byte === last && standsBefore(bytes, end, needle)) return end - length + 1
      end += moves[byte] as number
    }
    return -1
  }
}

/** Whether all of the needle but its last byte stands before `end`. */
function standsBefore(bytes: Uint8Array, end: number, needle: Uint8Array): boolean {
  const start = end - needle.length + 1
  for (let i = needle.length - 2; i >= 0; i--) if (bytes[start + i] !== needle[i]) return false
  return true
}
