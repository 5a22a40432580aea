/** Whole numbers of 1 and 2 bytes, at any address. */
export function narrowNumbers(
  bytes: Uint8Array,
  width: number,
  widen: 'signed' | 'unsigned',
): Int8Array | Uint8Array | Int16Array | Uint16Array {
  const own = bytes.byteOffset % width === 0 ? bytes : bytes.slice()
  const { byteOffset, byteLength } = own
  const buffer = own.buffer as ArrayBuffer
  if (width === 1) return widen === 'signed' ? new Int8Array(buffer, byteOffset, byteLength) : own
  const Numbers = widen === 'signed' ? Int16Array : Uint16Array
  return new Numbers(buffer, byteOffset, byteLength >> 1)
}
