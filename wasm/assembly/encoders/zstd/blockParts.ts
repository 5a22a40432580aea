// What a block is taken apart into: sequences of literals and a match, the literals themselves, and then the codes of the
// sequences.
//
//   [ literals: 128 KiB, slack ][ sequences: 12 bytes each ][ codes of literal lengths, offsets, match lengths: a byte each ]
import { work } from '../layout'

export const MAX_BLOCK: u32 = 128 * 1024
/** No match is shorter. */
export const LEAST_MATCH: u32 = 4
const MAX_SEQUENCES: usize = 128 * 1024 / 4
/** Length of the literals, of the match, and what stands for its offset: 1 to 3 for the last ones, or the offset + 3. */
export const SEQUENCE_BYTES: u32 = 12

// @ts-ignore: decorator
@inline
export function literalArea(): usize {
  return work()
}

// @ts-ignore: decorator
@inline
export function sequenceArea(): usize {
  return work() + MAX_BLOCK + 128
}

// @ts-ignore: decorator
@inline
function codesAt(kind: usize): usize {
  return sequenceArea() + MAX_SEQUENCES * SEQUENCE_BYTES + kind * MAX_SEQUENCES
}

// @ts-ignore: decorator
@inline
export function literalLengthCodes(): usize {
  return codesAt(0)
}

// @ts-ignore: decorator
@inline
export function offsetCodes(): usize {
  return codesAt(1)
}

// @ts-ignore: decorator
@inline
export function matchLengthCodes(): usize {
  return codesAt(2)
}
