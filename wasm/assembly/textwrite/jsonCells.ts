import { writeI32, writeI64 } from './integers'
import { writeJsonText } from './jsonText'
import {
  KIND_DICTIONARY,
  KIND_FIXED_LIST,
  KIND_INT32,
  KIND_INT64,
  KIND_LIST,
  KIND_NULL,
  KIND_RAW,
  KIND_STRUCT,
  KIND_TEXT,
  NODE_BYTES,
  NODE_CHILD,
  NODE_COUNT,
  NODE_KIND,
  NODE_NAME,
  NODE_NAME_BYTES,
  NODE_OFFSETS,
  NODE_VALIDITY,
  NODE_VALUES,
} from './layout'
import { copyBytes, isNull, limit, lose, setColumn } from './room'
import { doubleAt, indexAt, isFinite64, isFloat, isTime, writeScalar } from './values'

const NULL: u32 = 0x6c6c756e
const COMMA: u8 = 0x2c
/** Integers of a list that are written before room is looked for again. */
const BLOCK: u32 = 64
const BLOCK_BYTES: usize = 64 * 24

/** One value as JSON; 0 where it has no room. */
export function writeJsonCell(node: usize, row: u32, out: usize): usize {
  if (out > limit) return 0
  const kind = load<u32>(node, NODE_KIND)
  if (kind == KIND_NULL || isNull(node, row)) return writeNull(out)
  switch (kind) {
    case KIND_TEXT: {
      const offset: usize = load<u32>(node, NODE_OFFSETS) + (row << 2)
      const values: usize = load<u32>(node, NODE_VALUES)
      return writeJsonText(values + load<i32>(offset), values + load<i32>(offset, 4), out)
    }
    case KIND_RAW: {
      const offset: usize = load<u32>(node, NODE_OFFSETS) + (row << 2)
      const values: usize = load<u32>(node, NODE_VALUES)
      return writeRaw(values + load<i32>(offset), values + load<i32>(offset, 4), out)
    }
    case KIND_LIST: {
      const offset: usize = load<u32>(node, NODE_OFFSETS) + (row << 2)
      return writeItems(load<u32>(node, NODE_CHILD), load<u32>(offset), load<u32>(offset, 4), out)
    }
    case KIND_FIXED_LIST: {
      const count = load<u32>(node, NODE_COUNT)
      return writeItems(load<u32>(node, NODE_CHILD), row * count, (row + 1) * count, out)
    }
    case KIND_STRUCT:
      return writeJsonObject(load<u32>(node, NODE_CHILD), load<u32>(node, NODE_COUNT), row, out)
    case KIND_DICTIONARY: {
      const index = indexAt(load<u32>(node, NODE_COUNT), load<u32>(node, NODE_VALUES), row)
      return writeJsonCell(load<u32>(node, NODE_CHILD), index, out)
    }
    default:
      if (isFloat(kind) && !isFinite64(doubleAt(kind, load<u32>(node, NODE_VALUES), row))) {
        lose()
        return writeNull(out)
      }
      return isTime(kind) ? writeQuoted(kind, node, row, out) : writeScalar(kind, node, row, out)
  }
}

function writeQuoted(kind: u32, node: usize, row: u32, out: usize): usize {
  store<u8>(out, 0x22)
  const at = writeScalar(kind, node, row, out + 1)
  store<u8>(at, 0x22)
  return at + 1
}

// @ts-ignore: decorator
@inline
function writeNull(out: usize): usize {
  store<u32>(out, NULL)
  return out + 4
}

/** Bytes as they are; 0 where they have no room. */
export function writeRaw(start: usize, end: usize, out: usize): usize {
  return out + (end - start) > limit ? 0 : copyBytes(start, end, out)
}

/** Fields in a row as an object, whose names bring brace and commas; 0 where it has no room. */
export function writeJsonObject(fields: usize, count: u32, row: u32, out: usize): usize {
  let at = out
  const end = fields + (count as usize) * NODE_BYTES
  for (let field = fields; field < end; field += NODE_BYTES) {
    at = writeName(field, at)
    if (at == 0) return 0
    at = writeJsonCell(field, row, at)
    if (at == 0) return 0
  }
  if (at > limit) return 0
  store<u8>(at, 0x7d)
  return at + 1
}

/** A row of the table: as an object, with lost values counted for its columns. */
export function writeJsonRow(fields: usize, count: u32, row: u32, out: usize): usize {
  let at = out
  const end = fields + (count as usize) * NODE_BYTES
  for (let field = fields; field < end; field += NODE_BYTES) {
    setColumn(field)
    at = writeName(field, at)
    if (at == 0) return 0
    at = writeJsonCell(field, row, at)
    if (at == 0) return 0
  }
  if (at > limit) return 0
  store<u16>(at, 0x0a7d)
  return at + 2
}

// @ts-ignore: decorator
@inline
function writeName(field: usize, out: usize): usize {
  const name: usize = load<u32>(field, NODE_NAME)
  const end = name + load<u32>(field, NODE_NAME_BYTES)
  return out + (end - name) > limit ? 0 : copyBytes(name, end, out)
}

function writeItems(child: usize, from: u32, to: u32, out: usize): usize {
  let at = out
  store<u8>(at++, 0x5b)
  const kind = load<u32>(child, NODE_KIND)
  if (load<u32>(child, NODE_VALIDITY) == 0 && (kind == KIND_INT32 || kind == KIND_INT64)) {
    const values: usize = load<u32>(child, NODE_VALUES)
    at = kind == KIND_INT32 ? writeInts(values, from, to, at) : writeLongs(values, from, to, at)
    if (at == 0) return 0
  } else {
    for (let row = from; row < to; row++) {
      at = writeJsonCell(child, row, at)
      if (at == 0) return 0
      store<u8>(at++, COMMA)
    }
  }
  if (at > limit) return 0
  if (to > from) at-- // the last comma becomes the bracket
  store<u8>(at, 0x5d)
  return at + 1
}

/** Integers with a comma behind each. */
function writeInts(values: usize, from: u32, to: u32, out: usize): usize {
  let at = out
  for (let block = from; block < to; block += BLOCK) {
    if (at + BLOCK_BYTES > limit) return 0
    const end = min(block + BLOCK, to)
    for (let row = block; row < end; row++) {
      at = writeI32(load<i32>(values + (row << 2)), at)
      store<u8>(at++, COMMA)
    }
  }
  return at
}

/** `writeInts` for 64 bits. */
function writeLongs(values: usize, from: u32, to: u32, out: usize): usize {
  let at = out
  for (let block = from; block < to; block += BLOCK) {
    if (at + BLOCK_BYTES > limit) return 0
    const end = min(block + BLOCK, to)
    for (let row = block; row < end; row++) {
      at = writeI64(load<i64>(values + (row << 3)), at)
      store<u8>(at++, COMMA)
    }
  }
  return at
}
