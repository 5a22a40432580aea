/** Up to so many items a loop is quicker than a view on the source and a call to copy it. */
const SHORT = 40

/** Copies `source[from, from + length)` to `out` from `at`. */
export function copyTokens(source: Int32Array, from: number, length: number, out: Int32Array, at: number): void {
  if (length > SHORT) out.set(source.subarray(from, from + length), at)
  else for (let i = 0; i < length; i++) out[at + i] = source[from + i] as number
}

/** Writes `value` to `out[start, end)`. */
export function fillTokens(out: Int32Array | Int8Array, value: number, start: number, end: number): void {
  if (end - start > SHORT) out.fill(value, start, end)
  else for (let i = start; i < end; i++) out[i] = value
}
