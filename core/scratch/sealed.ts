import { checksum } from './checksum.ts'

/** `PSk1`; then checksum and length of what follows, 32 and 64 bits, little-endian. */
const MAGIC = 0x316b5350
const HEADER_BYTES = 16

/** Bytes with what is needed to tell that they came back as they were. */
export function seal(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(HEADER_BYTES + bytes.length)
  const view = new DataView(out.buffer)
  view.setUint32(0, MAGIC, true)
  view.setUint32(4, checksum(bytes), true)
  view.setFloat64(8, bytes.length, true)
  out.set(bytes, HEADER_BYTES)
  return out
}

/** The bytes that were sealed; null for anything cut, changed or foreign. */
export function unseal(sealed: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> | null {
  if (sealed.length < HEADER_BYTES) return null
  const view = new DataView(sealed.buffer, sealed.byteOffset, sealed.byteLength)
  const bytes = sealed.subarray(HEADER_BYTES)
  if (view.getUint32(0, true) !== MAGIC || view.getFloat64(8, true) !== bytes.length) return null
  return view.getUint32(4, true) === checksum(bytes) ? bytes : null
}
