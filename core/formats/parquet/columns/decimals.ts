/** Little-endian words of 4 or 8 bytes, widened with their sign to `bytes` (4, 8, 16 or 32). */
export function wideDecimals(values: Uint8Array<ArrayBuffer>, count: number, from: 4 | 8, bytes: number): Uint32Array {
  const words = bytes / 4
  const given = from / 4
  const source = new Int32Array(values.buffer, values.byteOffset, count * given)
  const out = new Int32Array(count * words)
  for (let i = 0; i < count; i++) {
    const sign = (source[i * given + given - 1] as number) >> 31
    for (let word = 0; word < words; word++) {
      out[i * words + word] = word < given ? (source[i * given + word] as number) : sign
    }
  }
  return new Uint32Array(out.buffer)
}

/**
 * Big-endian two's complement numbers of any length, as little-endian ones of `bytes`.
 *
 * @param start where each begins in `values`; asked for `count` too, where the last ends
 * @returns null where one does not fit
 */
export function bigEndianDecimals(
  values: Uint8Array,
  count: number,
  start: (index: number) => number,
  bytes: number,
): Uint32Array | null {
  const out = new Uint8Array(count * bytes)
  for (let i = 0; i < count; i++) {
    const from = start(i)
    const length = start(i + 1) - from
    if (length === 0) continue
    const sign = ((values[from] as number) << 24) >> 31
    // Leading bytes that only repeat the sign say nothing.
    for (let extra = from; extra < from + length - bytes; extra++) {
      if (((values[extra] as number) << 24) >> 24 !== sign) return null
    }
    const at = i * bytes
    for (let byte = 0; byte < bytes; byte++) {
      out[at + byte] = byte < length ? (values[from + length - 1 - byte] as number) : sign
    }
  }
  return new Uint32Array(out.buffer)
}
