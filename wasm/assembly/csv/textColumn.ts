import { fieldEnd, fieldStart } from './window'
import { setNulls } from './nulls'
import { QUOTE } from './states'

/** From this many bytes on, the engine's own copy beats steps of 16. */
const LONG_COPY: usize = 512

/**
 * The text of a column in rows `[from, to)`: bytes at `data` (as many as the fields have at most, and 16 more), 32-bit
 * offsets at `offsets`, the first of them 0; validity at `validity`. Returns how many bytes were written.
 */
export function readText(column: u32, from: u32, to: u32, data: usize, offsets: usize, validity: usize): u32 {
  const quote = i8x16.splat(QUOTE)
  let out = data
  let nulls: u32 = 0
  store<u32>(offsets, 0)
  offsets += 4
  let bits: u32 = 0
  let bit: u32 = 1
  for (let row = from; row < to; row++) {
    let start = fieldStart(row, column)
    let end = fieldEnd(row, column)
    if (start == end) nulls++
    else {
      bits |= bit
      if (load<u8>(start) != QUOTE) {
        const length = end - start
        if (length >= LONG_COPY) memory.copy(out, start, length)
        else for (let i: usize = 0; i < length; i += 16) v128.store(out + i, v128.load(start + i))
        out += length
      } else {
        start++
        end--
        while (start < end) {
          const bytes = v128.load(start)
          v128.store(out, bytes)
          const left = end - start
          const quotes = i8x16.bitmask(i8x16.eq(bytes, quote))
          const before = (quotes != 0 ? (ctz(quotes) as usize) : 16) as usize
          if (before < left && before < 16) {
            out += before + 1 // of two quotes, one
            start += before + 2
          } else {
            const step = left < 16 ? left : 16
            out += step
            start += step
          }
        }
      }
    }
    store<u32>(offsets, (out - data) as u32)
    offsets += 4
    bit <<= 1
    if (bit == 0x100) {
      store<u8>(validity++, bits as u8)
      bits = 0
      bit = 1
    }
  }
  if (bit != 1) store<u8>(validity, bits as u8)
  setNulls(nulls)
  return (out - data) as u32
}
