import {
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COLON,
  COMMA,
  LETTER_F,
  LETTER_N,
  LETTER_T,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
  readFalse,
  readNull,
  readTrue,
  skipSpace,
} from './bytes'
import { skipIntegers } from './integers'
import { skipNumber } from './numbers'
import { skipString } from './strings'

/** Deeper values are left to the host. */
const MAX_DEPTH: u32 = 64

/** Where the key and colon at `at` end; 0: there are none. */
function skipKey(at: usize): usize {
  if (load<u8>(at) != QUOTE) return 0
  at = skipString(at)
  if (at == 0) return 0
  at = skipSpace(at)
  return load<u8>(at) == COLON ? skipSpace(at + 1) : 0
}

function skipScalar(at: usize): usize {
  const byte: u32 = load<u8>(at)
  if (byte == QUOTE) return skipString(at)
  if (byte == LETTER_T) return readTrue(at)
  if (byte == LETTER_F) return readFalse(at)
  if (byte == LETTER_N) return readNull(at)
  return skipNumber(at)
}

/** Reads over the value at `at` of any kind, checking all of it. Returns where it ends, 0 for what is no JSON. */
export function skipValue(at: usize): usize {
  /** A bit for each open object or list, the innermost lowest: 1 for objects. */
  let objects: u64 = 0
  let depth: u32 = 0
  while (true) {
    const byte: u32 = load<u8>(at)
    if (byte == OPEN_BRACE || byte == OPEN_BRACKET) {
      const isObject = byte == OPEN_BRACE
      at = skipSpace(at + 1)
      if (load<u8>(at) == (isObject ? CLOSE_BRACE : CLOSE_BRACKET)) at++
      else {
        if (++depth > MAX_DEPTH) return 0
        objects = (objects << 1) | (isObject ? 1 : 0)
        if (isObject) {
          at = skipKey(at)
          if (at == 0) return 0
          continue
        }
        at = skipIntegers(at)
        if (at == 0) return 0
        if (load<u8>(at) != CLOSE_BRACKET) continue
        // The list ends with a whole number: its bracket is looked at below.
      }
    } else {
      at = skipScalar(at)
      if (at == 0) return 0
    }
    while (true) {
      if (depth == 0) return at
      at = skipSpace(at)
      const behind: u32 = load<u8>(at)
      const isObject = (objects & 1) != 0
      at++
      if (behind == COMMA) {
        at = skipSpace(at)
        if (isObject) {
          at = skipKey(at)
          if (at == 0) return 0
        }
        break
      }
      if (behind != (isObject ? CLOSE_BRACE : CLOSE_BRACKET)) return 0
      depth--
      objects >>= 1
    }
  }
}
