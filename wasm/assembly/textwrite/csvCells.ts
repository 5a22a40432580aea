import { writeRaw } from './jsonCells'
import {
  KIND_DICTIONARY,
  KIND_NULL,
  KIND_RAW,
  KIND_TEXT,
  NODE_BYTES,
  NODE_CHILD,
  NODE_COUNT,
  NODE_KIND,
  NODE_OFFSETS,
  NODE_VALUES,
} from './layout'
import { isNull, limit, lose, setColumn } from './room'
import { doubleAt, indexAt, isFinite64, isFloat, writeScalar } from './values'

const QUOTE: u8 = 0x22
const EMPTY_TEXT: u16 = 0x2222
/** What is written around a text, and behind it. */
const AROUND: usize = 40

let delimiter: u8 = 0x2c
/** The text may be the first of the file: see `needsQuotes` of core/formats/csv/write. */
let wary: bool = false

export function setSpelling(delimiterByte: u32, isWary: bool): void {
  delimiter = delimiterByte as u8
  wary = isWary
}

/** A row of the table as a line; 0 where it has no room. */
export function writeCsvRow(fields: usize, count: u32, row: u32, out: usize): usize {
  let at = out
  const end = fields + (count as usize) * NODE_BYTES
  for (let field = fields; field < end; field += NODE_BYTES) {
    setColumn(field)
    if (at > limit) return 0
    at = writeCsvCell(field, row, at, field == fields, count == 1)
    if (at == 0) return 0
    store<u8>(at++, delimiter)
  }
  store<u8>(at - 1, 0x0a) // instead of the last delimiter
  return at
}

function writeCsvCell(node: usize, row: u32, out: usize, isFirst: bool, isOnly: bool): usize {
  const kind = load<u32>(node, NODE_KIND)
  if (kind == KIND_NULL || isNull(node, row)) {
    if (!isOnly) return out
    lose() // an empty line would be no row
    store<u16>(out, EMPTY_TEXT)
    return out + 2
  }
  if (kind == KIND_TEXT || kind == KIND_RAW) {
    const offset: usize = load<u32>(node, NODE_OFFSETS) + (row << 2)
    const values: usize = load<u32>(node, NODE_VALUES)
    const start = values + load<i32>(offset)
    const end = values + load<i32>(offset, 4)
    return kind == KIND_TEXT ? writeCsvText(start, end, out, isFirst) : writeRaw(start, end, out)
  }
  if (kind == KIND_DICTIONARY) {
    const index = indexAt(load<u32>(node, NODE_COUNT), load<u32>(node, NODE_VALUES), row)
    return writeCsvCell(load<u32>(node, NODE_CHILD), index, out, isFirst, isOnly)
  }
  if (isFloat(kind)) {
    const value = doubleAt(kind, load<u32>(node, NODE_VALUES), row)
    if (!isFinite64(value)) return writeNotFinite(value, out)
  }
  return writeScalar(kind, node, row, out)
}

/** `NaN`, `inf`, `-inf`. */
function writeNotFinite(value: f64, out: usize): usize {
  if (value != value) {
    store<u32>(out, 0x4e614e)
    return out + 3
  }
  let at = out
  if (value < 0) store<u8>(at++, 0x2d)
  store<u32>(at, 0x666e69)
  return at + 3
}

// @ts-ignore: decorator
@inline
/** A bit for each byte that makes quotes necessary. */
function specials(bytes: v128): u32 {
  let marks = v128.or(i8x16.eq(bytes, i8x16.splat(QUOTE as i8)), i8x16.eq(bytes, i8x16.splat(delimiter as i8)))
  marks = v128.or(marks, v128.or(i8x16.eq(bytes, i8x16.splat(0x0a)), i8x16.eq(bytes, i8x16.splat(0x0d))))
  if (wary) {
    marks = v128.or(marks, v128.or(i8x16.eq(bytes, i8x16.splat(0x2c)), i8x16.eq(bytes, i8x16.splat(0x09))))
    marks = v128.or(marks, v128.or(i8x16.eq(bytes, i8x16.splat(0x3b)), i8x16.eq(bytes, i8x16.splat(0x7c))))
  }
  return i8x16.bitmask(marks)
}

// @ts-ignore: decorator
@inline
function isBlank(byte: u8): bool {
  return byte == 0x20 || byte == 0x09
}

/** Whether what stands at the ends of a text that is not empty needs quotes. */
function endsNeedQuotes(start: usize, end: usize, isFirst: bool): bool {
  const first = load<u8>(start)
  if (isBlank(first) || isBlank(load<u8>(end - 1)) || (isFirst && first == 0x23)) return true
  if (!wary) return false
  return first == 0xef || (isFirst && end - start >= 4 && load<u32>(start) == 0x3d706573) // "sep="
}

/** The text `[start, end)`, in quotes where it needs them; 0 where it has no room. Reads up to 15 bytes behind it. */
function writeCsvText(start: usize, end: usize, out: usize, isFirst: bool): usize {
  if (start == end) {
    store<u16>(out, EMPTY_TEXT)
    return out + 2
  }
  if (!hasRoom(start, end, out)) return 0
  if (endsNeedQuotes(start, end, isFirst)) return writeQuoted(start, end, out)
  let from = start
  let at = out
  for (; from + 16 <= end; from += 16, at += 16) {
    const bytes = v128.load(from)
    v128.store(at, bytes)
    if (specials(bytes) != 0) return writeQuoted(start, end, out)
  }
  const left = (end - from) as u32
  const bytes = v128.load(from)
  v128.store(at, bytes)
  if ((specials(bytes) & (((1 as u32) << left) - 1)) != 0) return writeQuoted(start, end, out)
  return at + left
}

function hasRoom(start: usize, end: usize, out: usize): bool {
  const room = limit - out
  const length = end - start
  if (length * 2 + AROUND <= room) return true
  if (length + AROUND > room) return false
  let quotes: usize = 0
  for (let at = start; at < end; at += 16) {
    quotes += popcnt(i8x16.bitmask(i8x16.eq(v128.load(at), i8x16.splat(QUOTE as i8))))
  }
  return length + quotes + AROUND <= room
}

/** The text in quotes, its own ones doubled. There must be room. */
function writeQuoted(start: usize, end: usize, out: usize): usize {
  let from = start
  let at = out
  store<u8>(at++, QUOTE)
  while (from < end) {
    const bytes = v128.load(from)
    v128.store(at, bytes)
    const left = min(end - from, 16) as u32
    const plain = ctz((i8x16.bitmask(i8x16.eq(bytes, i8x16.splat(QUOTE as i8))) as u32) | ((1 as u32) << left))
    from += plain
    at += plain
    if (plain == left) continue
    store<u16>(at, EMPTY_TEXT)
    at += 2
    from++
  }
  store<u8>(at, QUOTE)
  return at + 1
}
