// The last place of each five bytes, for codecs that reach back 64 KiB: two bytes a place say all there is to say, and the
// table stays in the processor's first cache. A place that is further away than that looks like a nearer one, and is told by
// the bytes there; so is a slot that was never used.
import { inputArea } from './layout'
import { moved } from './window'

/** How far back a place can be told. */
export const NEAR_REACH: u32 = 65535

const HASH_BITS: u64 = 13
const MULTIPLIER: u64 = 0x9e3779b185ebca87
const BYTES: usize = 2 << 13
const TABLE: usize = memory.data(2 << 13, 64)

/** Forgets all places. */
export function clearNear(): void {
  memory.fill(TABLE, 0, BYTES)
}

/** What makes the number of a place of its address: numbers count from the start of the input. */
export function nearNumbers(): u32 {
  return (moved - inputArea) as u32
}

/** The slot of the five bytes at `at`. */
// @ts-ignore: decorator
@inline
export function nearSlot(at: usize): usize {
  return TABLE + ((((load<u64>(at) << 24) * MULTIPLIER) >> (64 - HASH_BITS)) << 1) as usize
}

/** Remembers the place with this number. */
// @ts-ignore: decorator
@inline
export function setNear(slot: usize, number: u32): void {
  store<u16>(slot, number as u16)
}

/** How far before the place with this number the last one is; 0 or more than there is before it: nowhere. */
// @ts-ignore: decorator
@inline
export function nearDistance(slot: usize, number: u32): u32 {
  return (number - load<u16>(slot)) & 0xffff
}
