import { NODE_BITS, NODE_LOST_NOW, NODE_VALIDITY } from './layout'

/** Bytes that may be written behind `limit`: what is short enough is written first. */
export const SLACK: usize = 64

/** Where what is written has to end. */
export let limit: usize = 0
/** The column in work, for which lost values are counted; whether any was lost in the row in work. */
export let column: usize = 0
export let anyLost: bool = false

export function setLimit(to: usize): void {
  limit = to
}

export function setColumn(to: usize): void {
  column = to
}

export function setAnyLost(to: bool): void {
  anyLost = to
}

/** Counts a value that has no spelling. */
export function lose(): void {
  anyLost = true
  store<u32>(column, load<u32>(column, NODE_LOST_NOW) + 1, NODE_LOST_NOW)
}

// @ts-ignore: decorator
@inline
export function isNull(node: usize, row: u32): bool {
  const validity: usize = load<u32>(node, NODE_VALIDITY)
  if (validity == 0) return false
  const bit = load<i32>(node, NODE_BITS) + (row as i32)
  return ((load<u8>(validity + (bit >> 3)) as u32) & (1 << (bit & 7))) == 0
}

// @ts-ignore: decorator
@inline
/** The bytes `[start, end)` at `out`, which has room for fifteen more; fifteen behind `end` may be read. */
export function copyBytes(start: usize, end: usize, out: usize): usize {
  let at = start
  let to = out
  for (; at < end; at += 16, to += 16) v128.store(to, v128.load(at))
  return out + (end - start)
}
