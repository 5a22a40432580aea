// Reading a few bits at a time, least significant first: block headers and the ends of input.
import { stream } from '../stream'
import { inflate } from './state'

let keptBits: u64 = 0
let keptCount: u32 = 0
let keptStart: usize = 0

/** Remembers where the reader is. */
export function mark(): void {
  keptBits = inflate.bits
  keptCount = inflate.bitCount
  keptStart = stream.inStart
}

/** Goes back to where it was marked. */
export function backToMark(): void {
  inflate.bits = keptBits
  inflate.bitCount = keptCount
  stream.inStart = keptStart
}

/** Whether there are `count` bits (at most 32), which are then in `inflate.bits`. */
export function hasBits(count: u32): bool {
  while (inflate.bitCount < count) {
    if (stream.inStart == stream.inEnd) return false
    inflate.bits |= (load<u8>(stream.inStart) as u64) << inflate.bitCount
    inflate.bitCount += 8
    stream.inStart++
  }
  return true
}

/** Takes `count` bits that are there. */
export function takeBits(count: u32): u32 {
  const value = (inflate.bits & (((1 as u64) << count) - 1)) as u32
  inflate.bits >>= count
  inflate.bitCount -= count
  return value
}

/** Gives whole bytes back to the input. */
export function returnBytes(): void {
  stream.inStart -= inflate.bitCount >>> 3
  inflate.bitCount &= 7
  inflate.bits &= ((1 as u64) << inflate.bitCount) - 1
}

/** Drops what is left of the last byte read. */
export function alignToByte(): void {
  takeBits(inflate.bitCount & 7)
  returnBytes()
}
