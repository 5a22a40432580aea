export const QUOTE: u32 = 0x22
export const BACKSLASH: u32 = 0x5c
export const COMMA: u32 = 0x2c
export const COLON: u32 = 0x3a
export const MINUS: u32 = 0x2d
export const PLUS: u32 = 0x2b
export const DOT: u32 = 0x2e
export const ZERO: u32 = 0x30
export const OPEN_BRACE: u32 = 0x7b
export const CLOSE_BRACE: u32 = 0x7d
export const OPEN_BRACKET: u32 = 0x5b
export const CLOSE_BRACKET: u32 = 0x5d
export const LETTER_E: u32 = 0x65
export const LETTER_F: u32 = 0x66
export const LETTER_N: u32 = 0x6e
export const LETTER_T: u32 = 0x74
export const LETTER_U: u32 = 0x75

/** `true`, `null`, `fals` as four bytes in memory. */
const TRUE_BYTES: u32 = 0x65757274
const NULL_BYTES: u32 = 0x6c6c756e
const FALS_BYTES: u32 = 0x736c6166
const EIGHT_SPACES: u64 = 0x2020202020202020

// @ts-ignore: decorator
@inline
/** The first place from `at` on that is not whitespace. The byte behind a record is never whitespace. */
export function skipSpace(at: usize): usize {
  return load<u8>(at) > 0x20 ? at : skipSpaces(at)
}

function skipSpaces(at: usize): usize {
  while (true) {
    while (load<u64>(at) == EIGHT_SPACES) at += 8
    const byte: u32 = load<u8>(at)
    if (byte != 0x20 && byte != 0x0a && byte != 0x0d && byte != 0x09) return at
    at++
  }
}

// @ts-ignore: decorator
@inline
/** Behind the `null` at `at`, or 0. */
export function readNull(at: usize): usize {
  return load<u32>(at) == NULL_BYTES ? at + 4 : 0
}

// @ts-ignore: decorator
@inline
export function readTrue(at: usize): usize {
  return load<u32>(at) == TRUE_BYTES ? at + 4 : 0
}

// @ts-ignore: decorator
@inline
export function readFalse(at: usize): usize {
  return load<u32>(at) == FALS_BYTES && load<u8>(at, 4) == LETTER_E ? at + 5 : 0
}
