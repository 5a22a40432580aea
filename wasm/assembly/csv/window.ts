// Records of one window: whole records, one after the other as in the file, divided at separators outside quotes.
import { QUOTE } from './states'
import { isUtf8 } from '../simd/utf8'

/** First byte of the window, and per row where it starts and ends, from there. */
let input: usize = 0
let starts: usize = 0
let ends: usize = 0
/** Per row the number of the first separator in it. */
let firsts: usize = 0
/** Per row 1 where it is left to the reader that tells what is wrong with it. */
let faults: usize = 0
/** Offsets of separators and line ends outside quotes, ascending. */
let separators: usize = 0
let columns: u32 = 0

/** Tells where the host put things. */
export function placeWindow(
  inputAt: usize,
  startsAt: usize,
  endsAt: usize,
  firstsAt: usize,
  faultsAt: usize,
  separatorsAt: usize,
): void {
  input = inputAt
  starts = startsAt
  ends = endsAt
  firsts = firstsAt
  faults = faultsAt
  separators = separatorsAt
}

// @ts-ignore: decorator
@inline
export function fieldStart(row: u32, column: u32): usize {
  if (column == 0) return input + load<u32>(starts + (row << 2))
  return input + load<u32>(separators + ((load<u32>(firsts + (row << 2)) + column - 1) << 2)) + 1
}

// @ts-ignore: decorator
@inline
export function fieldEnd(row: u32, column: u32): usize {
  if (column == columns - 1) return input + load<u32>(ends + (row << 2))
  return input + load<u32>(separators + ((load<u32>(firsts + (row << 2)) + column) << 2))
}

/** Offset of `at` in the window. */
export function offsetOf(at: usize): u32 {
  return (at - input) as u32
}

/**
 * Finds the separators of each row, and the rows at fault: not `numColumns` fields, a stray quote, text behind a closing
 * quote, malformed UTF-8.
 * @param strays offsets of stray quotes up to `straysEnd`, ascending
 */
export function divideRows(
  numRows: u32,
  numColumns: u32,
  numSeparators: u32,
  strays: usize,
  straysEnd: usize,
  hasQuotes: u32,
): void {
  columns = numColumns
  const length = load<u32>(ends + ((numRows - 1) << 2))
  const valid = isUtf8(input, length)
  let next: u32 = 0
  for (let row: u32 = 0; row < numRows; row++) {
    const start = load<u32>(starts + (row << 2))
    const end = load<u32>(ends + (row << 2))
    while (next < numSeparators && load<u32>(separators + (next << 2)) < start) next++
    const first = next
    store<u32>(firsts + (row << 2), first)
    while (next < numSeparators && load<u32>(separators + (next << 2)) < end) next++
    let fault = next - first != numColumns - 1
    while (strays < straysEnd && load<u32>(strays) < end) {
      if (load<u32>(strays) >= start) fault = true
      strays += 4
    }
    if (!valid && !fault) fault = !isValid(start, end)
    if (hasQuotes && !fault) {
      for (let column: u32 = 0; column < numColumns; column++) {
        const from = fieldStart(row, column)
        const to = fieldEnd(row, column)
        if (from < to && load<u8>(from) == QUOTE && (to - from < 2 || load<u8>(to - 1) != QUOTE)) {
          fault = true
          break
        }
      }
    }
    store<u8>(faults + row, fault ? 1 : 0)
  }
}

/** Whether a row is well-formed UTF-8: byte by byte, since few windows have any that is not. */
function isValid(start: u32, end: u32): bool {
  let at = input + start
  const stop = input + end
  while (at < stop) {
    const lead = load<u8>(at)
    if (lead < 0x80) {
      at++
      continue
    }
    let tail: usize = 0
    let low: u8 = 0x80
    let top: u8 = 0xbf
    if (lead >= 0xc2 && lead <= 0xdf) tail = 1
    else if (lead >= 0xe0 && lead <= 0xef) {
      tail = 2
      if (lead == 0xe0) low = 0xa0
      else if (lead == 0xed) top = 0x9f
    } else if (lead >= 0xf0 && lead <= 0xf4) {
      tail = 3
      if (lead == 0xf0) low = 0x90
      else if (lead == 0xf4) top = 0x8f
    } else return false
    if (at + tail >= stop) return false
    const second = load<u8>(at + 1)
    if (second < low || second > top) return false
    for (let i: usize = 2; i <= tail; i++) if ((load<u8>(at + i) & 0xc0) != 0x80) return false
    at += tail + 1
  }
  return true
}

/** The first row at fault from `from` on; `to` where there is none. */
export function nextFault(from: u32, to: u32): u32 {
  for (let row = from; row < to; row++) if (load<u8>(faults + row)) return row
  return to
}
