// Output bit by bit, the lowest first; bits that make no whole byte stay for the next piece.

export let bitBuffer: u64 = 0
export let bitCount: u32 = 0
/** Where the next byte goes. */
export let byteEnd: usize = 0

export function startBits(): void {
  bitBuffer = 0
  bitCount = 0
}

export function continueAt(out: usize): void {
  byteEnd = out
}

/** Takes what an inner loop kept to itself. */
export function setBits(buffer: u64, count: u32, end: usize): void {
  bitBuffer = buffer
  bitCount = count
  byteEnd = end
}

/** At most 32 bits. */
export function putBits(value: u32, count: u32): void {
  bitBuffer |= (value as u64) << bitCount
  bitCount += count
  store<u64>(byteEnd, bitBuffer)
  const whole = bitCount & ~7
  byteEnd += whole >>> 3
  bitBuffer >>= whole
  bitCount &= 7
}

/** Fills the byte up with zeros. */
export function alignToByte(): void {
  if (bitCount > 0) putBits(0, 8 - bitCount)
}
