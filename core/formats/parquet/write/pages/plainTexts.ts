/** Shorter texts are copied byte by byte: a view of them would cost more. */
const SHORT = 24

/** Writes texts `[from, to)` with a length of four bytes in front of each. The oracle of the loop in WASM. */
export function plainTexts(bytes: Uint8Array, offsets: Int32Array, from: number, to: number, out: Uint8Array): void {
  let at = 0
  for (let i = from; i < to; i++) {
    const start = offsets[i] as number
    const end = offsets[i + 1] as number
    const length = end - start
    out[at] = length
    out[at + 1] = length >> 8
    out[at + 2] = length >> 16
    out[at + 3] = length >>> 24
    at += 4
    if (length > SHORT) out.set(bytes.subarray(start, end), at)
    else for (let byte = 0; byte < length; byte++) out[at + byte] = bytes[start + byte] as number
    at += length
  }
}
