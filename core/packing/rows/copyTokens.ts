/**
 * Up to so many items a loop is about as quick as a view on the source and a call to copy it, and leaves nothing to
 * collect: views of thousands of rows cost more than the copies where the machine is busy.
 */
const SHORT_COPY = 96
/** The same for a call to fill. */
const SHORT_FILL = 40

/** Copies `source[from, from + length)` to `out` from `at`. */
export function copyTokens(source: Int32Array, from: number, length: number, out: Int32Array, at: number): void {
  if (length > SHORT_COPY) {
    out.set(source.subarray(from, from + length), at)
    return
  }
  const end = from + length
  let read = from
  let write = at
  for (; read < end - 7; read += 8, write += 8) {
    out[write] = source[read] as number
    out[write + 1] = source[read + 1] as number
    out[write + 2] = source[read + 2] as number
    out[write + 3] = source[read + 3] as number
    out[write + 4] = source[read + 4] as number
    out[write + 5] = source[read + 5] as number
    out[write + 6] = source[read + 6] as number
    out[write + 7] = source[read + 7] as number
  }
  for (; read < end; read++, write++) out[write] = source[read] as number
}

/** Writes `value` to `out[start, end)`. */
export function fillTokens(out: Int32Array | Int8Array, value: number, start: number, end: number): void {
  if (end - start > SHORT_FILL) out.fill(value, start, end)
  else for (let i = start; i < end; i++) out[i] = value
}
