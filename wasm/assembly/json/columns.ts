import { allocate, enlarge } from './arena'
import {
  FIELD_BYTES,
  FIELD_NODE,
  NODE_DATA,
  NODE_DATA_END,
  NODE_DATA_LIMIT,
  NODE_FIELDS,
  NODE_FIELD_COUNT,
  NODE_ITEM,
  NODE_LENGTH,
  NODE_NULLS,
  NODE_NULLS_ROOM,
  NODE_NULL_COUNT,
  NODE_SINK,
  NODE_VALUES,
  NODE_VALUES_ROOM,
  SINK_BOOL,
  SINK_FLOAT64,
  SINK_INT64,
  SINK_JSON,
  SINK_LIST,
  SINK_NONE,
  SINK_NULL,
  SINK_STRUCT,
  SINK_UTF8,
} from './layout'

const FIRST_ROOM: u32 = 512

// @ts-ignore: decorator
@inline
/** Where the value with number `length` goes, its bytes being 1 << `shift`; 0 when there is no room to be had. */
export function valuePlace(node: usize, length: u32, shift: u32): usize {
  const end = (length + 1) << shift
  if (end > load<u32>(node, NODE_VALUES_ROOM) && !growValues(node, length << shift, end)) return 0
  return load<u32>(node, NODE_VALUES) + (length << shift)
}

export function growValues(node: usize, used: u32, needed: u32): bool {
  const room = max(max(needed, load<u32>(node, NODE_VALUES_ROOM) << 1), FIRST_ROOM)
  const values = enlarge(load<u32>(node, NODE_VALUES), used, room)
  if (values == 0) return false
  store<u32>(node, values as u32, NODE_VALUES)
  store<u32>(node, room, NODE_VALUES_ROOM)
  return true
}

// @ts-ignore: decorator
@inline
/** Where text goes on, with room for `bytes` more; 0 when there is none to be had. */
export function textPlace(node: usize, bytes: usize): usize {
  const end: usize = load<u32>(node, NODE_DATA_END)
  if (end + bytes <= <usize>load<u32>(node, NODE_DATA_LIMIT)) return end
  return growText(node, bytes as u32)
}

function growText(node: usize, bytes: u32): usize {
  const data: usize = load<u32>(node, NODE_DATA)
  const used = load<u32>(node, NODE_DATA_END) - (data as u32)
  const room = max(max(used + bytes, (load<u32>(node, NODE_DATA_LIMIT) - (data as u32)) << 1), FIRST_ROOM)
  const grown = enlarge(data, used, room)
  if (grown == 0) return 0
  store<u32>(node, grown as u32, NODE_DATA)
  store<u32>(node, (grown as u32) + used, NODE_DATA_END)
  store<u32>(node, (grown as u32) + room, NODE_DATA_LIMIT)
  return grown + used
}

// @ts-ignore: decorator
@inline
/** Ends the text whose bytes were written up to `end`. */
export function endText(node: usize, end: usize): bool {
  const length = load<u32>(node, NODE_LENGTH) + 1
  const place = valuePlace(node, length, 2)
  if (place == 0) return false
  store<u32>(place, (end as u32) - load<u32>(node, NODE_DATA))
  store<u32>(node, end as u32, NODE_DATA_END)
  store<u32>(node, length, NODE_LENGTH)
  return true
}

/** Ends a list: what was appended to its items since the last one. */
export function endList(node: usize): bool {
  const length = load<u32>(node, NODE_LENGTH) + 1
  const place = valuePlace(node, length, 2)
  if (place == 0) return false
  store<u32>(place, load<u32>(load<u32>(node, NODE_ITEM), NODE_LENGTH))
  store<u32>(node, length, NODE_LENGTH)
  return true
}

// @ts-ignore: decorator
@inline
export function endStruct(node: usize): void {
  store<u32>(node, load<u32>(node, NODE_LENGTH) + 1, NODE_LENGTH)
}

function noteNull(node: usize): bool {
  const count = load<u32>(node, NODE_NULL_COUNT)
  const used = count << 2
  if (used == load<u32>(node, NODE_NULLS_ROOM)) {
    const room = max(used << 1, FIRST_ROOM)
    const nulls = enlarge(load<u32>(node, NODE_NULLS), used, room)
    if (nulls == 0) return false
    store<u32>(node, nulls as u32, NODE_NULLS)
    store<u32>(node, room, NODE_NULLS_ROOM)
  }
  store<u32>(load<u32>(node, NODE_NULLS) + used, load<u32>(node, NODE_LENGTH))
  store<u32>(node, count + 1, NODE_NULL_COUNT)
  return true
}

/** Appends null to whatever column the node has. */
export function appendNull(node: usize): bool {
  const sink = load<u32>(node, NODE_SINK)
  if (sink == SINK_NONE) return true
  const length = load<u32>(node, NODE_LENGTH)
  if (sink == SINK_NULL) {
    store<u32>(node, length + 1, NODE_LENGTH)
    return true
  }
  if (!noteNull(node)) return false
  if (sink == SINK_UTF8 || sink == SINK_JSON) return endText(node, load<u32>(node, NODE_DATA_END))
  if (sink == SINK_LIST) return endList(node)
  if (sink == SINK_STRUCT) {
    let field: usize = load<u32>(node, NODE_FIELDS)
    const end = field + load<u32>(node, NODE_FIELD_COUNT) * FIELD_BYTES
    for (; field < end; field += FIELD_BYTES) if (!appendNull(load<u32>(field, FIELD_NODE))) return false
    endStruct(node)
    return true
  }
  const shift: u32 = sink == SINK_BOOL ? 0 : 3
  const place = valuePlace(node, length, shift)
  if (place == 0) return false
  if (shift == 0) store<u8>(place, 0)
  else store<u64>(place, 0)
  store<u32>(node, length + 1, NODE_LENGTH)
  return true
}

/** Takes back what was appended behind the first `length` values, however far the next one had come. */
export function truncate(node: usize, length: u32): void {
  const sink = load<u32>(node, NODE_SINK)
  if (sink == SINK_NONE) return
  store<u32>(node, length, NODE_LENGTH)
  let count = load<u32>(node, NODE_NULL_COUNT)
  const nulls = load<u32>(node, NODE_NULLS)
  while (count > 0 && load<u32>(nulls + ((count - 1) << 2)) >= length) count--
  store<u32>(node, count, NODE_NULL_COUNT)
  if (sink == SINK_UTF8 || sink == SINK_JSON) {
    store<u32>(node, load<u32>(node, NODE_DATA) + offsetAt(node, length), NODE_DATA_END)
  } else if (sink == SINK_LIST) truncate(load<u32>(node, NODE_ITEM), offsetAt(node, length))
  else if (sink == SINK_STRUCT) truncateFields(node, length)
}

export function truncateFields(node: usize, length: u32): void {
  let field: usize = load<u32>(node, NODE_FIELDS)
  const end = field + load<u32>(node, NODE_FIELD_COUNT) * FIELD_BYTES
  for (; field < end; field += FIELD_BYTES) truncate(load<u32>(field, FIELD_NODE), length)
}

function offsetAt(node: usize, position: u32): u32 {
  return position == 0 ? 0 : load<u32>(load<u32>(node, NODE_VALUES) + (position << 2))
}

/**
 * Empties a column. Its room becomes what it held last and an eighth more; the arena must have been started anew.
 * False when there is no room to be had.
 */
export function startColumn(node: usize): bool {
  const sink = load<u32>(node, NODE_SINK)
  const hasOffsets = sink == SINK_UTF8 || sink == SINK_JSON || sink == SINK_LIST
  const shift: u32 = sink == SINK_BOOL ? 0 : hasOffsets ? 2 : sink == SINK_INT64 || sink == SINK_FLOAT64 ? 3 : 32
  if (shift < 32) {
    const used = (load<u32>(node, NODE_LENGTH) + (hasOffsets ? 1 : 0)) << shift
    store<u32>(node, 0, NODE_VALUES_ROOM)
    if (!growValues(node, 0, used + (used >> 3))) return false
    if (hasOffsets) store<u32>(load<u32>(node, NODE_VALUES), 0)
  }
  if (sink == SINK_UTF8 || sink == SINK_JSON) {
    const used = load<u32>(node, NODE_DATA_END) - load<u32>(node, NODE_DATA)
    const room = max(used + (used >> 3), FIRST_ROOM)
    const data = allocate(room) as u32
    if (data == 0) return false
    store<u32>(node, data, NODE_DATA)
    store<u32>(node, data, NODE_DATA_END)
    store<u32>(node, data + room, NODE_DATA_LIMIT)
  }
  store<u32>(node, 0, NODE_LENGTH)
  store<u32>(node, 0, NODE_NULLS)
  store<u32>(node, 0, NODE_NULL_COUNT)
  store<u32>(node, 0, NODE_NULLS_ROOM)
  return true
}
