// Lengths and distances as symbols, RFC 1951 3.2.5.

export const LITLEN_SYMBOLS: u32 = 286
export const DISTANCE_SYMBOLS: u32 = 30
export const END_OF_BLOCK: u32 = 256
/** The symbol of the shortest length. */
export const FIRST_LENGTH: u32 = 257
export const LEAST_MATCH: u32 = 3
export const MOST_MATCH: u32 = 258

export const LENGTH_EXTRA: usize = memory.data<u8>([
  0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
])
export const DISTANCE_EXTRA: usize = memory.data<u8>([
  0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13,
])

/** By length - 3: the number of its symbol among those of lengths. */
const LENGTH_NUMBERS: usize = memory.data(256)
/** By symbol number: the shortest length - 3. */
export const LENGTH_BASES: usize = memory.data(29 * 2)

let isReady = false

export function prepareSymbols(): void {
  if (isReady) return
  isReady = true
  let length: u32 = 0
  for (let number: u32 = 0; number < 29; number++) {
    store<u16>(LENGTH_BASES + (number << 1), length as u16)
    const many: u32 = 1 << load<u8>(LENGTH_EXTRA + number)
    // The longest has a symbol of its own: what was the last of the symbol before.
    if (number == 28) {
      length = 255
      store<u16>(LENGTH_BASES + (number << 1), 255)
    }
    for (let i: u32 = 0; i < many && length < 256; i++) store<u8>(LENGTH_NUMBERS + length++, number as u8)
  }
}

/** The number of a length's symbol: 0 to 28. */
// @ts-ignore: decorator
@inline
export function lengthNumber(length: u32): u32 {
  return load<u8>(LENGTH_NUMBERS + (length - LEAST_MATCH))
}

/** The symbol of a distance: two to each power of two. */
// @ts-ignore: decorator
@inline
export function distanceSymbol(distance: u32): u32 {
  const from = distance - 1
  if (from < 4) return from
  const high = 31 - clz<u32>(from)
  return (high << 1) + ((from >>> (high - 1)) & 1)
}

/** The extra bits of a distance, whose symbol has `extra` of them. */
// @ts-ignore: decorator
@inline
export function distanceRest(distance: u32, extra: u32): u32 {
  return (distance - 1) & ((1 << extra) - 1)
}
