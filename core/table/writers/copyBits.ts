/**
 * Copies bits `[0, count)` of `source`, lowest first as Arrow has them, to bits `[at, at + count)` of `target`, whose bits
 * from `at` on must be 0. Bits of `source` from `count` on do not matter.
 */
export function copyBits(target: Uint8Array, at: number, source: Uint8Array, count: number): void {
  const shift = at & 7
  const bytes = (count + 7) >> 3
  const last = (count & 7) === 0 ? 0xff : (1 << (count & 7)) - 1
  let out = at >> 3
  for (let i = 0; i < bytes; i++) {
    const bits = i === bytes - 1 ? source[i]! & last : source[i]!
    target[out]! |= bits << shift
    if (shift > 0 && bits >> (8 - shift) !== 0) target[out + 1]! |= bits >> (8 - shift)
    out++
  }
}

/** Sets bits `[at, at + count)`. */
export function setBits(target: Uint8Array, at: number, count: number): void {
  let i = at
  const end = at + count
  while (i < end && (i & 7) !== 0) {
    target[i >> 3]! |= 1 << (i & 7)
    i++
  }
  const whole = (end - i) >> 3
  target.fill(0xff, i >> 3, (i >> 3) + whole)
  for (i += whole * 8; i < end; i++) target[i >> 3]! |= 1 << (i & 7)
}
