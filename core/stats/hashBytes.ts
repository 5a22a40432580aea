/** A hash of 64 bits, as two halves. Reused: valid until the next call. */
export const hash = { low: 0, high: 0 }

/** Other seeds would give other estimates; these make the same file give the same one every time. */
const SEED_LOW = 0x2545f491
const SEED_HIGH = 0x9e3779b9 | 0

const FACTOR_LOW = 0x239b961b
const FACTOR_HIGH = 0xab0e9789 | 0

let viewed: ArrayBufferLike | null = null
let view: DataView<ArrayBufferLike> = new DataView(new ArrayBuffer(0))

/**
 * Hashes `bytes[start, end)` into `hash`: two lanes of four bytes each, multiplied, rotated and mixed into each other as in
 * MurmurHash3. Not for adversaries.
 */
export function hashBytes(bytes: Uint8Array, start: number, end: number): void {
  if (viewed !== bytes.buffer) {
    viewed = bytes.buffer
    view = new DataView(bytes.buffer)
  }
  const shift = bytes.byteOffset
  let low = SEED_LOW
  let high = SEED_HIGH
  let at = start
  for (; at + 8 <= end; at += 8) {
    low ^= scrambled(view.getInt32(shift + at, true), FACTOR_LOW, FACTOR_HIGH)
    low = (rotated(low, 19) + high) | 0
    low = (Math.imul(low, 5) + 0x561ccd1b) | 0
    high ^= scrambled(view.getInt32(shift + at + 4, true), FACTOR_HIGH, FACTOR_LOW)
    high = (rotated(high, 17) + low) | 0
    high = (Math.imul(high, 5) + 0x0bcaa747) | 0
  }
  let word = 0
  for (let i = 0; at < end; i++) {
    word |= bytes[at++]! << ((i & 3) * 8)
    if (i === 3) {
      low ^= scrambled(word, FACTOR_LOW, FACTOR_HIGH)
      low = rotated(low, 13)
      word = 0
    }
  }
  high ^= scrambled(word, FACTOR_HIGH, FACTOR_LOW)
  low ^= end - start
  high ^= end - start
  low = (low + high) | 0
  high = (high + low) | 0
  low = finished(low)
  high = finished(high)
  low = (low + high) | 0
  high = (high + low) | 0
  hash.low = low >>> 0
  hash.high = high >>> 0
}

function scrambled(word: number, first: number, second: number): number {
  return Math.imul(rotated(Math.imul(word, first), 15), second)
}

function rotated(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by))
}

function finished(word: number): number {
  let h = word
  h ^= h >>> 16
  h = Math.imul(h, 0x85ebca6b)
  h ^= h >>> 13
  h = Math.imul(h, 0xc2b2ae35)
  return h ^ (h >>> 16)
}
