/**
 * Jaccard similarity of two sets: what both have over what either has.
 * @param a different numbers, ascending; as `b`, and at least one of them not empty
 * @param least similarities below it may come out as 0: sets that cannot reach it are not read to their ends
 */
export function jaccard(a: Float64Array, b: Float64Array, least = 0): number {
  const both = a.length + b.length
  // shared / (both - shared) >= least  <=>  shared >= least / (1 + least) · both; one less, lest rounding decides.
  const needed = (least / (1 + least)) * both - 1
  if (Math.min(a.length, b.length) < needed) return 0
  let shared = 0
  let i = 0
  let j = 0
  while (i < a.length && j < b.length) {
    const x = a[i] as number
    const y = b[j] as number
    if (x === y) {
      shared++
      i++
      j++
    } else {
      if (x < y) i++
      else j++
      if (shared + Math.min(a.length - i, b.length - j) < needed) return 0
    }
  }
  return shared / (both - shared)
}
