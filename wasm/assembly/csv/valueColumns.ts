// Columns of numbers and booleans: fields of rows `[from, to)` into values at `out` and validity bits at `validity`. Each
// returns the first row whose field does not fit the column, `to` where all do.
import {
  fieldBoolean,
  fieldFloat,
  fieldInteger,
  fieldKinds,
  KIND_BOOL,
  KIND_FLOAT,
  KIND_HUGE,
  KIND_INEXACT,
  KIND_INT,
  KIND_NOT_FINITE,
  KIND_TEXT,
  KIND_UNDECIDED,
  notFinite,
} from './field'
import { setNulls } from './nulls'
import { QUOTE } from './states'
import { fieldEnd, fieldStart, offsetOf } from './window'

const INTEGER: u32 = 0
const FLOAT: u32 = 1

/** How many values `readFloats` left to the host. */
let left: u32 = 0

export function leftToHost(): u32 {
  return left
}

export function readIntegers(column: u32, from: u32, to: u32, out: usize, validity: usize): u32 {
  return readNumbers<u64>(INTEGER, column, from, to, out, validity, 0)
}

/** @param rest where values of many digits are listed for the host: row from `from` on, start and end in the window */
export function readFloats(column: u32, from: u32, to: u32, out: usize, validity: usize, rest: usize): u32 {
  return readNumbers<u64>(FLOAT, column, from, to, out, validity, rest)
}

// @ts-ignore: decorator
@inline
function readNumbers<T>(kind: u32, column: u32, from: u32, to: u32, out: usize, validity: usize, rest: usize): u32 {
  let nulls: u32 = 0
  let bits: u32 = 0
  let bit: u32 = 1
  left = 0
  let row = from
  for (; row < to; row++) {
    let start = fieldStart(row, column)
    let end = fieldEnd(row, column)
    if (start == end) {
      nulls++
      store<u64>(out, 0)
    } else {
      if (load<u8>(start) == QUOTE) {
        start++
        end--
        if (start == end) break
      }
      const kinds = fieldKinds(start, end)
      if (kind == INTEGER) {
        if (kinds != KIND_INT && kinds != (KIND_INT | KIND_INEXACT)) break
        store<i64>(out, fieldInteger())
      } else if (kinds == KIND_FLOAT || kinds == KIND_INT || kinds == (KIND_INT | KIND_HUGE)) {
        store<f64>(out, fieldFloat())
      } else if (kinds == KIND_NOT_FINITE) {
        store<f64>(out, notFinite(start))
      } else if (kinds == (KIND_FLOAT | KIND_UNDECIDED)) {
        store<u32>(rest, row - from)
        store<u32>(rest, offsetOf(start), 4)
        store<u32>(rest, offsetOf(end), 8)
        rest += 12
        left++
      } else break
      bits |= bit
    }
    out += 8
    bit <<= 1
    if (bit == 0x100) {
      store<u8>(validity++, bits as u8)
      bits = 0
      bit = 1
    }
  }
  if (bit != 1) store<u8>(validity, bits as u8)
  setNulls(nulls)
  return row
}

/** Booleans, a bit each. */
export function readBooleans(column: u32, from: u32, to: u32, out: usize, validity: usize): u32 {
  let nulls: u32 = 0
  let bits: u32 = 0
  let values: u32 = 0
  let bit: u32 = 1
  let row = from
  for (; row < to; row++) {
    let start = fieldStart(row, column)
    let end = fieldEnd(row, column)
    if (start == end) nulls++
    else {
      if (load<u8>(start) == QUOTE) {
        start++
        end--
        if (start == end) break
      }
      if (fieldKinds(start, end) != KIND_BOOL) break
      bits |= bit
      if (fieldBoolean()) values |= bit
    }
    bit <<= 1
    if (bit == 0x100) {
      store<u8>(validity++, bits as u8)
      store<u8>(out++, values as u8)
      bits = 0
      values = 0
      bit = 1
    }
  }
  if (bit != 1) {
    store<u8>(validity, bits as u8)
    store<u8>(out, values as u8)
  }
  setNulls(nulls)
  return row
}

/** The first row in which the column is not null. */
export function skipNulls(column: u32, from: u32, to: u32): u32 {
  let row = from
  while (row < to && fieldStart(row, column) == fieldEnd(row, column)) row++
  return row
}

/** The kinds of the values of a column that `seeKinds` has gone through. */
let seen: u32 = 0

export function seenKinds(): u32 {
  return seen
}

/**
 * Looks at what values may be taken for, up to the first one that is text, which decides for the rest. Returns the first
 * row with a field that has to be decided elsewhere.
 */
export function seeKinds(column: u32, from: u32, to: u32): u32 {
  seen = 0
  for (let row = from; row < to; row++) {
    let start = fieldStart(row, column)
    let end = fieldEnd(row, column)
    if (start == end) continue
    let kinds = KIND_TEXT
    if (load<u8>(start) == QUOTE) {
      start++
      end--
    }
    // A field with doubled quotes is text, as any with a quote in it.
    if (start < end) kinds = fieldKinds(start, end)
    if ((kinds & KIND_UNDECIDED) != 0) return row
    seen |= kinds
    if (kinds == KIND_TEXT) break
  }
  return to
}
