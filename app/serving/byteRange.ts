export type RangeRequest =
  | { kind: 'whole' }
  /** Half-open. */
  | { kind: 'part'; byteStart: number; byteEnd: number }
  | { kind: 'unsatisfiable' }

/**
 * A `Range` header against a file of `size` bytes (RFC 9110 §14). One range only: several, another unit, or one that
 * makes no sense are answered like a range outside the file, not with the whole file, which may be of any size.
 */
export function parseRange(header: string | null, size: number): RangeRequest {
  if (header === null) return { kind: 'whole' }
  const match = /^bytes=(\d*)-(\d*)$/.exec(header.trim())
  const first = match?.[1]
  const last = match?.[2]
  if (first === undefined || last === undefined || (first === '' && last === '')) return { kind: 'unsatisfiable' }
  const byteStart = first === '' ? Math.max(0, size - Number(last)) : Number(first)
  const byteEnd = first === '' || last === '' ? size : Math.min(Number(last) + 1, size)
  return byteStart < byteEnd ? { kind: 'part', byteStart, byteEnd } : { kind: 'unsatisfiable' }
}
