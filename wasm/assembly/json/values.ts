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
import { appendNull, endList, endStruct, endText, textPlace, valuePlace } from './columns'
import { fieldMatches, findField } from './keys'
import {
  FIELD_BYTES,
  FIELD_NODE,
  FIELD_RAW_LENGTH,
  FIELD_SEEN,
  KIND_ANY,
  KIND_BOOL,
  KIND_FLOAT,
  KIND_INEXACT,
  KIND_INT,
  KIND_LIST,
  KIND_SHALLOW,
  KIND_STRUCT,
  KIND_TEXT,
  NODE_ACCEPTS,
  NODE_FIELDS,
  NODE_FIELD_COUNT,
  NODE_ITEM,
  NODE_LENGTH,
  NODE_SINK,
  NODE_STAMP,
  SINK_BOOL,
  SINK_FLOAT64,
  SINK_INT64,
  SINK_JSON,
  SINK_LIST,
  SINK_NULL,
  SINK_STRUCT,
  SINK_UTF8,
} from './layout'
import { double, readDouble } from './doubles'
import { integer, integerIsDouble, isFraction, readInteger, skipFraction } from './numbers'
import { keepsIntegers, passesIntegers, readIntegers, skipIntegers } from './integers'
import { skipValue } from './skip'
import { copyString, skipString } from './strings'

/** Where the record being read ends. */
let recordEnd: usize = 0

export function startRecord(end: usize): void {
  recordEnd = end
}

/**
 * Reads the value at `at`, which is not whitespace, into the column of `node`. Returns where it ends; 0 when it does not
 * fit, is no JSON, or there is no room: then the record is to be taken back and left to the host.
 */
export function readValue(node: usize, at: usize): usize {
  const byte: u32 = load<u8>(at)
  const sink = load<u32>(node, NODE_SINK)
  switch (sink) {
    case SINK_UTF8:
      if (byte == QUOTE) return copyString(node, at, recordEnd)
      break
    case SINK_INT64:
      if (byte != LETTER_N) return appendInteger(node, at)
      break
    case SINK_STRUCT:
      if (byte == OPEN_BRACE) {
        at = readMembers(node, at)
        endStruct(node)
        return at
      }
      break
    case SINK_LIST:
      if (byte == OPEN_BRACKET) {
        at = readItems(load<u32>(node, NODE_ITEM), at)
        return at != 0 && endList(node) ? at : 0
      }
      break
    case SINK_FLOAT64:
      if (byte != LETTER_N) return appendDouble(node, at)
      break
    case SINK_BOOL:
      if (byte != LETTER_N) return appendBool(node, at)
      break
    case SINK_JSON:
      if (byte != LETTER_N) return copyJson(node, at)
      break
    case SINK_NULL:
      break
    default:
      return checkValue(node, at)
  }
  at = readNull(at)
  return at != 0 && appendNull(node) ? at : 0
}

function appendInteger(node: usize, at: usize): usize {
  at = readInteger(at)
  if (at == 0 || isFraction(load<u8>(at))) return 0
  const length = load<u32>(node, NODE_LENGTH)
  const place = valuePlace(node, length, 3)
  if (place == 0) return 0
  store<i64>(place, integer)
  store<u32>(node, length + 1, NODE_LENGTH)
  return at
}

function appendDouble(node: usize, at: usize): usize {
  at = readDouble(at)
  if (at == 0) return 0
  const length = load<u32>(node, NODE_LENGTH)
  const place = valuePlace(node, length, 3)
  if (place == 0) return 0
  store<f64>(place, double)
  store<u32>(node, length + 1, NODE_LENGTH)
  return at
}

function appendBool(node: usize, at: usize): usize {
  const isTrue = load<u8>(at) == LETTER_T
  at = isTrue ? readTrue(at) : readFalse(at)
  if (at == 0) return 0
  const length = load<u32>(node, NODE_LENGTH)
  const place = valuePlace(node, length, 0)
  if (place == 0) return 0
  store<u8>(place, isTrue ? 1 : 0)
  store<u32>(node, length + 1, NODE_LENGTH)
  return at
}

/** Appends the text of the value as it stands. */
function copyJson(node: usize, at: usize): usize {
  const end = skipValue(at)
  if (end == 0) return 0
  const out = textPlace(node, end - at)
  if (out == 0) return 0
  memory.copy(out, at, end - at)
  return endText(node, out + (end - at)) ? end : 0
}

/** The kind of a value that starts so, all numbers taken as whole ones. */
function kindOf(byte: u32): u32 {
  if (byte == QUOTE) return KIND_TEXT
  if (byte == OPEN_BRACE) return KIND_STRUCT
  if (byte == OPEN_BRACKET) return KIND_LIST
  return byte == LETTER_T || byte == LETTER_F ? KIND_BOOL : KIND_INT
}

/** Reads over a value that is not kept, if it is of a kind the node accepts. */
function checkValue(node: usize, at: usize): usize {
  const accepts = load<u32>(node, NODE_ACCEPTS)
  if (accepts == KIND_ANY) return skipValue(at)
  const byte: u32 = load<u8>(at)
  if ((accepts & KIND_SHALLOW) != 0) return byte == LETTER_N || (accepts & kindOf(byte)) != 0 ? skipValue(at) : 0
  if (byte == QUOTE) return (accepts & KIND_TEXT) != 0 ? skipString(at) : 0
  if (byte == OPEN_BRACE) return (accepts & KIND_STRUCT) != 0 ? readMembers(node, at) : 0
  if (byte == OPEN_BRACKET) return (accepts & KIND_LIST) != 0 ? readItems(load<u32>(node, NODE_ITEM), at) : 0
  if (byte == LETTER_N) return readNull(at)
  if (byte == LETTER_T) return (accepts & KIND_BOOL) != 0 ? readTrue(at) : 0
  if (byte == LETTER_F) return (accepts & KIND_BOOL) != 0 ? readFalse(at) : 0
  at = readInteger(at)
  if (at == 0) return 0
  if (isFraction(load<u8>(at))) return (accepts & KIND_FLOAT) != 0 ? skipFraction(at) : 0
  const kinds = integerIsDouble() ? KIND_INT : KIND_INT | KIND_INEXACT
  return (accepts & kinds) == kinds ? at : 0
}

/** Reads the items of the list at `at`. `item` 0: there may be none. */
function readItems(item: usize, at: usize): usize {
  at = skipSpace(at + 1)
  if (load<u8>(at) == CLOSE_BRACKET) return at + 1
  if (item == 0) return 0
  if (keepsIntegers(item)) return readIntegers(item, at)
  if (passesIntegers(item)) {
    at = skipIntegers(at)
    if (at == 0) return 0
    if (load<u8>(at) == CLOSE_BRACKET) return at + 1
  }
  while (true) {
    at = readValue(item, at)
    if (at == 0) return 0
    let byte: u32 = load<u8>(at)
    if (byte != COMMA && byte != CLOSE_BRACKET) {
      at = skipSpace(at)
      byte = load<u8>(at)
    }
    if (byte == CLOSE_BRACKET) return at + 1
    if (byte != COMMA) return 0
    at = skipSpace(at + 1)
  }
}

/** Reads the members of the object at `at`, each into its column; columns without one get null. */
export function readMembers(node: usize, at: usize): usize {
  const fields: usize = load<u32>(node, NODE_FIELDS)
  const count = load<u32>(node, NODE_FIELD_COUNT)
  const fieldsEnd = fields + count * FIELD_BYTES
  const stamp = load<u32>(node, NODE_STAMP) + 1
  if (stamp == 0) return 0 // so many objects that the numbers would start over
  store<u32>(node, stamp, NODE_STAMP)
  let missing = count
  at = skipSpace(at + 1)
  if (load<u8>(at) == CLOSE_BRACE) at++
  else {
    // Keys mostly come in the order of the schema.
    let field = fields
    while (true) {
      if (field >= fieldsEnd || !fieldMatches(field, at)) {
        field = findField(fields, fieldsEnd, field, at)
        if (field == 0) return 0
      }
      if (load<u32>(field, FIELD_SEEN) == stamp) return 0
      store<u32>(field, stamp, FIELD_SEEN)
      missing--
      at += load<u32>(field, FIELD_RAW_LENGTH)
      if (load<u8>(at) != COLON) {
        at = skipSpace(at)
        if (load<u8>(at) != COLON) return 0
      }
      at = readValue(load<u32>(field, FIELD_NODE), skipSpace(at + 1))
      if (at == 0) return 0
      let byte: u32 = load<u8>(at)
      if (byte != COMMA && byte != CLOSE_BRACE) {
        at = skipSpace(at)
        byte = load<u8>(at)
      }
      at++
      if (byte == CLOSE_BRACE) break
      if (byte != COMMA) return 0
      at = skipSpace(at)
      field += FIELD_BYTES
    }
  }
  if (missing == 0) return at
  for (let field = fields; field < fieldsEnd; field += FIELD_BYTES) {
    if (load<u32>(field, FIELD_SEEN) != stamp && !appendNull(load<u32>(field, FIELD_NODE))) return 0
  }
  return at
}
