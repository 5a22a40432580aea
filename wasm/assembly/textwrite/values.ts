import { isFinite64, writeDouble } from './doubles'
import { writeI32, writeI64, writeU32, writeU64 } from './integers'
import {
  KIND_BOOL,
  KIND_DATE_DAYS,
  KIND_DATE_MILLISECONDS,
  KIND_FLOAT32,
  KIND_INT16,
  KIND_INT32,
  KIND_INT64,
  KIND_INT8,
  KIND_TIMESTAMP,
  KIND_UINT16,
  KIND_UINT32,
  KIND_UINT64,
  KIND_UINT8,
  NODE_COUNT,
  NODE_VALUES,
} from './layout'
import { writeDate, writeDateMilliseconds, writeTimestamp } from './times'

const TRUE: u32 = 0x65757274
const FALSE_FOUR: u32 = 0x736c6166

/** The number of a dictionary's value. */
export function indexAt(kind: u32, values: usize, row: u32): u32 {
  switch (kind) {
    case KIND_INT8:
    case KIND_UINT8:
      return load<u8>(values + row)
    case KIND_INT16:
    case KIND_UINT16:
      return load<u16>(values + (row << 1))
    case KIND_INT32:
    case KIND_UINT32:
      return load<u32>(values + (row << 2))
    default:
      return load<u64>(values + (row << 3)) as u32
  }
}

/** The value of a float node; other kinds have none. */
export function doubleAt(kind: u32, values: usize, row: u32): f64 {
  return kind == KIND_FLOAT32 ? (load<f32>(values + (row << 2)) as f64) : load<f64>(values + (row << 3))
}

/** A boolean, an integer, a finite float, or a date or timestamp without quotes. There must be room: up to 48 bytes are written. */
export function writeScalar(kind: u32, node: usize, row: u32, out: usize): usize {
  const values: usize = load<u32>(node, NODE_VALUES)
  switch (kind) {
    case KIND_BOOL: {
      const bit = load<i32>(node, NODE_COUNT) + (row as i32)
      if (((load<u8>(values + (bit >> 3)) as u32) & (1 << (bit & 7))) != 0) {
        store<u32>(out, TRUE)
        return out + 4
      }
      store<u32>(out, FALSE_FOUR)
      store<u8>(out, 0x65, 4)
      return out + 5
    }
    case KIND_INT8:
      return writeI32(load<i8>(values + row), out)
    case KIND_INT16:
      return writeI32(load<i16>(values + (row << 1)), out)
    case KIND_INT32:
      return writeI32(load<i32>(values + (row << 2)), out)
    case KIND_INT64:
      return writeI64(load<i64>(values + (row << 3)), out)
    case KIND_UINT8:
      return writeU32(load<u8>(values + row), out)
    case KIND_UINT16:
      return writeU32(load<u16>(values + (row << 1)), out)
    case KIND_UINT32:
      return writeU32(load<u32>(values + (row << 2)), out)
    case KIND_UINT64:
      return writeU64(load<u64>(values + (row << 3)), out)
    case KIND_DATE_DAYS:
      return writeDate(load<i32>(values + (row << 2)), out)
    case KIND_DATE_MILLISECONDS:
      return writeDateMilliseconds(load<i64>(values + (row << 3)), out)
    case KIND_TIMESTAMP: {
      const how = load<u32>(node, NODE_COUNT)
      return writeTimestamp(load<i64>(values + (row << 3)), how & 3, (how & 4) != 0, out)
    }
    default:
      return writeDouble(doubleAt(kind, values, row), out)
  }
}

// @ts-ignore: decorator
@inline
/** Whether values of a kind are floats, which may be none. */
export function isFloat(kind: u32): bool {
  return kind - KIND_FLOAT32 <= 1
}

// @ts-ignore: decorator
@inline
/** Whether values of a kind are text in JSON. */
export function isTime(kind: u32): bool {
  return kind >= KIND_DATE_DAYS
}

export { isFinite64 }
