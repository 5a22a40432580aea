/** 32-bit halves at any address. */
function halvesOf(bytes: Uint8Array): Int32Array {
  const own = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice()
  return new Int32Array(own.buffer, own.byteOffset, own.byteLength >> 2)
}

const SIGN_BIT = -0x80000000

/**
 * Least and greatest of whole numbers of 4 or 8 bytes, at least one. Those of 8 by their halves: big integers would be made
 * for each. The oracle of the loop in WASM.
 */
export function wordExtremes(bytes: Uint8Array, width: 4 | 8, isSigned: boolean): { min: Uint8Array; max: Uint8Array } {
  const words = halvesOf(bytes)
  const step = width >> 2
  const flip = isSigned ? 0 : SIGN_BIT
  let min = 0
  let max = 0
  let minHigh = (words[step - 1] as number) ^ flip
  let maxHigh = minHigh
  // The lower half has no sign; numbers of four bytes have none.
  let minLow = step === 2 ? (words[0] as number) ^ SIGN_BIT : 0
  let maxLow = minLow
  for (let at = step; at < words.length; at += step) {
    const high = (words[at + step - 1] as number) ^ flip
    const low = step === 2 ? (words[at] as number) ^ SIGN_BIT : 0
    if (high < minHigh || (high === minHigh && low < minLow)) {
      min = at
      minHigh = high
      minLow = low
    } else if (high > maxHigh || (high === maxHigh && low > maxLow)) {
      max = at
      maxHigh = high
      maxLow = low
    }
  }
  return { min: bytes.slice(min * 4, min * 4 + width), max: bytes.slice(max * 4, max * 4 + width) }
}
