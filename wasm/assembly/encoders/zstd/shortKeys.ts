// Whether short matches pay. In columns of numbers most of them are from far away and stand for bytes that would have taken
// fewer bits as literals; then only longer ones are looked for. One block in sixteen is looked at to tell.
import { highestBit } from '../../codecs/zstd/reverseBits'
import { SEQUENCE_BYTES, sequenceArea } from './blockParts'
import { literalBits } from './literals'
import { sequenceCount, useLongKey, useShortKey } from './matches'

const EVERY: u32 = 16
/** A match of so many bytes and fewer may not be found by a long key. */
const SHORT: u32 = 7
/** About what a match takes besides the bits of its distance: three codes. */
const MATCH_BITS: i32 = 10

let block: u32 = 0

/** Begins a frame. */
export function startKeys(): void {
  block = 0
}

/** Before a block: every sixteenth is searched for short matches, too. */
export function chooseKey(): void {
  if (block % EVERY == 0) useShortKey()
}

/** After the block that begins at `start` was taken apart and its literals were coded. */
export function learnKey(start: usize): void {
  if (block++ % EVERY == 0 && shortGain(start) < 0) useLongKey()
}

/** How many bits the short matches of the block save, those of the last distances not counted. */
function shortGain(start: usize): i32 {
  let gain: i32 = 0
  let at = start
  let sequence = sequenceArea()
  for (let i: u32 = 0; i < sequenceCount; i++) {
    const length = load<u32>(sequence, 4)
    const offset = load<u32>(sequence, 8)
    at += load<u32>(sequence)
    if (length <= SHORT && offset > 3) {
      for (let byte: usize = 0; byte < length; byte++) gain += literalBits(load<u8>(at + byte))
      gain -= (highestBit(offset) as i32) + MATCH_BITS
    }
    at += length
    sequence += SEQUENCE_BYTES
  }
  return gain
}
